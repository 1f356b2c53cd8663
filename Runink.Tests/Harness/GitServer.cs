using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Runink.Tests.Harness;

/// <summary>A real git server over HTTP, as a host has it: git's own http-backend behind a password, and beside it the endpoint that opens pull requests. Commits are made with git itself.</summary>
public sealed class GitServer : IAsyncDisposable
{
    public const string Token = "token-of-the-repository-0001";
    public const string Secret = "secret-of-the-webhook-0001";

    private static readonly Lazy<string> Backend = new(() => Path.Combine(Run("git", ["--exec-path"], null).Trim(), "git-http-backend"));

    private readonly WebApplication app;
    private readonly string root = Directory.CreateTempSubdirectory("git-server-").FullName;
    private int ticks;

    private GitServer(WebApplication app) => this.app = app;

    public enum Weather { Fine, Away, Hanging, Html }

    public Weather Is { get; set; }

    /// <summary>What was asked for, <c>GET /hospital/rules.git/info/refs</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Bodies by which pull requests were opened.</summary>
    public ConcurrentQueue<JsonElement> Pulls { get; } = new();

    public string Url => app.Urls.First();

    public string Address => $"{Url}/hospital/rules.git";

    private string Bare => Path.Combine(root, "hospital", "rules.git");

    private string Work => Path.Combine(root, "work");

    public Dictionary<string, string?> Settings(string name = "rules") => new()
    {
        [$"Repositories:{name}:Address"] = Address, [$"Repositories:{name}:Token"] = Token, [$"Repositories:{name}:WebhookSecret"] = Secret, [$"Repositories:{name}:AllowPrivate"] = "true",
        ["Triggers:Approval"] = "true",
    };

    public static async Task<GitServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new GitServer(builder.Build());
        server.app.Run(server.ServeAsync);
        Directory.CreateDirectory(Path.GetDirectoryName(server.Bare)!);
        Run("git", ["init", "--quiet", "--bare", "--initial-branch=main", server.Bare], null);
        Run("git", ["-C", server.Bare, "config", "http.receivepack", "true"], null);
        Run("git", ["clone", "--quiet", server.Bare, server.Work], null);
        Run("git", ["-C", server.Work, "checkout", "--quiet", "-B", "main"], null);
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Commits files (null deletes one) and pushes; the hash.</summary>
    public string Commit(string message, params (string Path, string? Text)[] files) => CommitAs("Rosa Marino", "rosa.marino@rules.example", message, files);

    public string CommitAs(string name, string mail, string message, params (string Path, string? Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(Work, path);
            if (text is null)
                File.Delete(file);
            else
                Write(file, Encoding.UTF8.GetBytes(text));
        }

        return Push(name, mail, message);
    }

    public string CommitBytes(string path, byte[] bytes)
    {
        Write(Path.Combine(Work, path), bytes);
        return Push("Rosa Marino", "rosa.marino@rules.example", "Bytes");
    }

    public string CommitLink(string path, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Work, path))!);
        File.CreateSymbolicLink(Path.Combine(Work, path), to);
        return Push("Rosa Marino", "rosa.marino@rules.example", "A link");
    }

    /// <summary>The branch begins anew with other commits, as after a forced push.</summary>
    public void Rewrite()
    {
        Git("checkout", "--quiet", "--orphan", "other");
        Commit("Begin anew");
        Git("branch", "--quiet", "-M", "main");
        Git("push", "--quiet", "--force", "origin", "main");
    }

    /// <summary>In the server's own repository.</summary>
    public string Show(params string[] arguments) => Run("git", ["-C", Bare, .. arguments], null);

    public void Merge(string branch)
    {
        Git("fetch", "--quiet", "origin");
        Git("merge", "--quiet", "--no-ff", "-m", $"Merge {branch}", $"origin/{branch}");
        Git("push", "--quiet", "origin", "main");
    }

    /// <summary>A push as GitHub tells of it.</summary>
    public static HttpRequestMessage Pushed(string name, string delivery, string? secret = Secret, string branch = "main", string kind = "push", string after = "")
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { @ref = $"refs/heads/{branch}", after, delivery }));
        var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/repository/{name}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-GitHub-Event", kind);
        request.Headers.Add("X-GitHub-Delivery", delivery);
        if (secret is not null)
            request.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}");
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await app.StopAsync(patience.Token);
        await app.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    private static void Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    private string Push(string name, string mail, string message)
    {
        Git("add", "--all");
        // Each commit is later than the one before.
        var at = Hospital.Morning.AddSeconds(++ticks).ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);
        Run("git", ["-C", Work, "commit", "--quiet", "--allow-empty", "-m", message], new() { ["GIT_AUTHOR_NAME"] = name, ["GIT_AUTHOR_EMAIL"] = mail, ["GIT_COMMITTER_NAME"] = name, ["GIT_COMMITTER_EMAIL"] = mail, ["GIT_AUTHOR_DATE"] = at, ["GIT_COMMITTER_DATE"] = at });
        if (Git("branch", "--show-current").Trim() == "main")
            Git("push", "--quiet", "origin", "main");
        return Git("rev-parse", "HEAD").Trim();
    }

    private string Git(params string[] arguments) => Run("git", ["-C", Work, .. arguments], null);

    private static string Run(string program, IReadOnlyList<string> arguments, Dictionary<string, string>? more)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["GIT_CONFIG_NOSYSTEM"] = "1", ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_AUTHOR_NAME"] = "Host", ["GIT_AUTHOR_EMAIL"] = "host@rules.example", ["GIT_COMMITTER_NAME"] = "Host", ["GIT_COMMITTER_EMAIL"] = "host@rules.example",
        }.Concat(more ?? []))
            start.Environment[name] = value;
        using var running = Process.Start(start)!;
        var errors = running.StandardError.ReadToEndAsync();
        var said = running.StandardOutput.ReadToEnd();
        running.WaitForExit();
        Assert.True(running.ExitCode == 0, $"git {string.Join(' ', arguments)}: {errors.Result}");
        return said;
    }

    private async Task ServeAsync(HttpContext http)
    {
        Asked.Enqueue($"{http.Request.Method} {http.Request.Path}");
        switch (Is)
        {
            case Weather.Away:
                http.Abort();
                return;
            case Weather.Hanging:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
                return;
            case Weather.Html:
                http.Response.ContentType = "text/html";
                await http.Response.WriteAsync("<h1>Sign in</h1>", http.RequestAborted);
                return;
        }

        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal, out var rest))
        {
            await PullAsync(http, rest);
            return;
        }

        if (http.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"x-access-token:{Token}"))}")
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            return;
        }

        await BackendAsync(http);
    }

    private async Task PullAsync(HttpContext http, PathString path)
    {
        http.Response.ContentType = "application/json";
        if (http.Request.Headers.Authorization != $"Bearer {Token}" || http.Request.Method != "POST" || path != "/repos/hospital/rules/pulls")
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("""{"message":"Not Found"}""", http.RequestAborted);
            return;
        }

        using var sent = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        Pulls.Enqueue(sent.RootElement.Clone());
        http.Response.StatusCode = StatusCodes.Status201Created;
        await http.Response.WriteAsync($$"""{"number":{{Pulls.Count}},"html_url":"{{Url}}/hospital/rules/pull/{{Pulls.Count}}"}""", http.RequestAborted);
    }

    /// <summary>RFC 3875, as far as git needs it.</summary>
    private async Task BackendAsync(HttpContext http)
    {
        using var sent = new MemoryStream();
        await http.Request.Body.CopyToAsync(sent, http.RequestAborted);
        var start = new ProcessStartInfo(Backend.Value) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["GIT_PROJECT_ROOT"] = root, ["GIT_HTTP_EXPORT_ALL"] = "1", ["PATH_INFO"] = http.Request.Path, ["QUERY_STRING"] = http.Request.QueryString.ToString().TrimStart('?'),
            ["REQUEST_METHOD"] = http.Request.Method, ["CONTENT_TYPE"] = http.Request.ContentType ?? "", ["CONTENT_LENGTH"] = sent.Length.ToString(CultureInfo.InvariantCulture), ["REMOTE_USER"] = "companion", ["REMOTE_ADDR"] = "127.0.0.1",
        })
            start.Environment[name] = value;
        using var running = Process.Start(start)!;
        await running.StandardInput.BaseStream.WriteAsync(sent.ToArray(), http.RequestAborted);
        running.StandardInput.Close();
        using var answered = new MemoryStream();
        await running.StandardOutput.BaseStream.CopyToAsync(answered, http.RequestAborted);
        await running.WaitForExitAsync(http.RequestAborted);
        var bytes = answered.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var line in Encoding.ASCII.GetString(bytes, 0, Math.Max(end, 0)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            if (name == "Status")
                http.Response.StatusCode = int.Parse(value.AsSpan(0, 3), CultureInfo.InvariantCulture);
            else
                http.Response.Headers[name] = value;
        }

        await http.Response.Body.WriteAsync(bytes.AsMemory(end + 4), http.RequestAborted);
    }
}
