using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Repositories;

namespace Runink.Companion.Triggers.Repositories;

/// <param name="Address">Of the pull request; null where none was opened.</param>
/// <param name="Problem">Why not, in words.</param>
public sealed record OpenedPull(string? Address, string? Problem);

/// <summary>Opens pull requests over GitHub's REST interface, which others speak as well.</summary>
public sealed class PullRequests(OutsideHttp http)
{
    public async Task<OpenedPull> OpenAsync(NamedRepository repository, RepositoryProposal proposal, string into, string body, CancellationToken cancel)
    {
        if (repository.Options.Api is not { } api)
            return new OpenedPull(null, null);
        var parts = repository.Options.Address!.AbsolutePath.Trim('/').Split('/');
        if (parts.Length < 2)
            return new OpenedPull(null, "The address of the repository has no owner and name.");
        var name = parts[^1].EndsWith(".git", StringComparison.Ordinal) ? parts[^1][..^4] : parts[^1];
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.AbsoluteUri.TrimEnd('/')}/repos/{parts[^2]}/{name}/pulls")
        {
            Content = JsonContent.Create(new { title = proposal.Title, head = proposal.Branch, @base = into, body }),
        };
        request.Headers.UserAgent.ParseAdd("runink-companion");
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        if (repository.Options.ReadToken() is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            var answer = await http.SendAsync(repository.Place with { Address = api }, request, cancel);
            return answer.Status switch
            {
                HttpStatusCode.Created => new OpenedPull(Link(JsonAnswer.At(JsonAnswer.Read(repository.Name, answer.Body), "html_url")), null),
                HttpStatusCode.UnprocessableEntity when answer.Body.Contains("already exists", StringComparison.OrdinalIgnoreCase) => new OpenedPull(null, "A pull request of this branch is open already; it shows the new commit."),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => new OpenedPull(null, "The token may not open pull requests there."),
                _ => new OpenedPull(null, $"The server answered {(int)answer.Status} {answer.Status} to the pull request."),
            };
        }
        catch (DeliveryException problem)
        {
            return new OpenedPull(null, problem.Message);
        }
        catch (JsonException)
        {
            return new OpenedPull(null, "It was opened, and the answer could not be read.");
        }
    }

    /// <summary>What a server calls an address may be anything.</summary>
    private static string? Link(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri.AbsoluteUri : null;
}
