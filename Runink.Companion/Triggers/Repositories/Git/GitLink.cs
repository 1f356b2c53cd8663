using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;

namespace Runink.Companion.Triggers.Repositories.Git;

/// <summary>
/// One conversation with a git server, over the one door to servers of others: libgit2 speaks git, this carries the bytes. It ends when its time is over or too much comes,
/// whatever libgit2 waits for, and the token goes to the named host alone.
/// </summary>
internal sealed class GitLink : IDisposable
{
    private static readonly ConcurrentDictionary<string, GitLink> Open = new(StringComparer.Ordinal);
    private static long last;

    private readonly OutsideHttp http;
    private readonly NamedRepository repository;
    private readonly CancellationTokenSource patience;
    private readonly CancellationToken cancel;
    private readonly string id;
    private long received;

    public GitLink(OutsideHttp http, NamedRepository repository, CancellationToken cancel)
    {
        (this.http, this.repository, this.cancel) = (http, repository, cancel);
        patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(repository.Options.Timeout);
        id = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
        Open[id] = this;
    }

    /// <summary>As libgit2 sees it: which conversation, and nothing else.</summary>
    public string Url => $"{GitTransport.Scheme}://{id}/";

    public bool IsOver => patience.IsCancellationRequested;

    public long MostBytes => repository.Options.MaxMiB * 1024L * 1024L;

    /// <summary>Why it ended; more than libgit2 can say.</summary>
    public RepositoryException? Problem { get; private set; }

    public static GitLink Find(string url) => Open[new Uri(url).Host];

    public void Dispose()
    {
        Open.TryRemove(id, out _);
        patience.Dispose();
    }

    /// <summary>Asks, and gives the answer to be read.</summary>
    public HttpResponseMessage Ask(string path, byte[]? body, string type)
    {
        try
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, repository.Options.Address!.AbsoluteUri.TrimEnd('/') + path);
            if (repository.Options.ReadToken() is { } token)
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{repository.Options.User}:{token}")));
            request.Headers.UserAgent.ParseAdd("git/2.0 (runink-companion)");
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue($"application/x-{type}-request");
            }

            var answer = http.OpenAsync(repository.Place, request, patience.Token).GetAwaiter().GetResult();
            if (WhyNot(answer, $"application/x-{type}-{(body is null ? "advertisement" : "result")}") is not { } why)
                return answer;
            answer.Dispose();
            throw Failed(new RepositoryException(why));
        }
        catch (DeliveryException problem)
        {
            throw Failed(new RepositoryException(problem.Message, problem));
        }
        catch (OperationCanceledException)
        {
            throw Failed(TooLate());
        }
    }

    public int Read(Stream from, byte[] buffer, int most)
    {
        try
        {
            var read = from.ReadAsync(buffer.AsMemory(0, most), patience.Token).AsTask().GetAwaiter().GetResult();
            return (received += read) <= MostBytes ? read : throw Failed(TooLarge());
        }
        catch (OperationCanceledException)
        {
            throw Failed(TooLate());
        }
        catch (IOException problem)
        {
            throw Failed(new RepositoryException($"{repository.Place.Name} broke off.", problem));
        }
    }

    public RepositoryException Failed(RepositoryException problem) => Problem = problem;

    public RepositoryException TooLarge() => new($"It holds more than {repository.Options.MaxMiB} MiB, which is allowed here (MaxMiB). Nothing of it was taken.");

    private RepositoryException TooLate() => cancel.IsCancellationRequested
        ? new RepositoryException("Companion is stopping.")
        : new RepositoryException($"{repository.Place.Name} did not answer within {repository.Options.Timeout.TotalSeconds:0} s.");

    private string? WhyNot(HttpResponseMessage answer, string type)
    {
        var hasToken = repository.Options.ReadToken() is not null;
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => hasToken ? "The server refuses the token: it is wrong, has expired or was withdrawn." : "The server asks for a token, and none is set.",
            HttpStatusCode.Forbidden => "The server knows the token and refuses: it may not read or write this repository.",
            HttpStatusCode.NotFound => hasToken ? "There is no such repository, or the token may not see it." : "There is no such repository, or it needs a token.",
            _ when (int)answer.StatusCode is >= 300 and < 400 => $"The server sends elsewhere ({answer.Headers.Location?.Host ?? "it does not say where"}). Redirects are not followed; write the new address into the settings.",
            _ when !answer.IsSuccessStatusCode => $"The server answered {(int)answer.StatusCode} {answer.StatusCode}.",
            _ when answer.Content.Headers.ContentType?.MediaType != type => "A server answers there, but not as a git server does. Check the address.",
            _ => null,
        };
    }
}
