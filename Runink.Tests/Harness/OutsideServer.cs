using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Runink.Tests.Harness;

/// <summary>A web server of somebody else, on loopback: it keeps what it was asked and answers as the test says.</summary>
public sealed class OutsideServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private OutsideServer(WebApplication app) => this.app = app;

    /// <param name="Headers">Names in lower case.</param>
    public sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        /// <summary>The body as it came.</summary>
        public byte[] Bytes { get; init; } = [];
    }

    /// <param name="RetryAfter">Seconds, as the header says them.</param>
    public sealed record Answer(int Status, string Body = "{}", string? RetryAfter = null, string? Location = null)
    {
        /// <summary>More headers.</summary>
        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

        /// <summary>Instead of the body's text.</summary>
        public byte[]? Bytes { get; init; }

        /// <summary>The connection breaks off before the answer is whole.</summary>
        public bool BreaksOff { get; init; }
    }

    public string Url => app.Urls.First();

    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>What it answers; a task that never ends is a server that hangs.</summary>
    public Func<Asked, CancellationToken, Task<Answer>> Behaves { get; set; } = (_, _) => Task.FromResult(new Answer(200));

    public static async Task<OutsideServer> StartAsync(Func<Asked, Answer>? answers = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new OutsideServer(builder.Build());
        if (answers is not null)
            server.Behaves = (asked, _) => Task.FromResult(answers(asked));
        server.app.Run(server.ServeAsync);
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await app.StopAsync(patience.Token);
        await app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext http)
    {
        using var sent = new MemoryStream();
        await http.Request.Body.CopyToAsync(sent, http.RequestAborted);
        var asked = new Asked(
            http.Request.Method, http.Request.Path + http.Request.QueryString, http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal),
            System.Text.Encoding.UTF8.GetString(sent.ToArray())) { Bytes = sent.ToArray() };
        Requests.Enqueue(asked);
        var answer = await Behaves(asked, http.RequestAborted);
        http.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = wait;
        if (answer.Location is { } location)
            http.Response.Headers.Location = location;
        http.Response.ContentType = "application/json";
        foreach (var (name, value) in answer.Headers)
            http.Response.Headers[name] = value;
        var body = answer.Bytes ?? System.Text.Encoding.UTF8.GetBytes(answer.Body);
        if (answer.Status == StatusCodes.Status304NotModified)
            return;
        http.Response.ContentLength = body.Length + (answer.BreaksOff ? 100 : 0);
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
