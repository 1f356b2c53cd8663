using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Http;

/// <summary>
/// <c>Idempotency-Key</c> on POST: who heard no answer sends the same again with the same key, and it is done once. The answer is
/// kept for a day, for its caller, and given again; the key with another request is a mistake and refused.
/// </summary>
public sealed class Idempotency(CompanionStore store, StoreWriter writer, TimeProvider time)
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";

    private const int LongestBody = 32 * 1024 * 1024;
    private const int InMemory = 1024 * 1024;

    /// <summary>Answers of commands are short; what is longer is no answer of a command.</summary>
    private const int LongestAnswer = 1024 * 1024;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly DateTimeOffset started = time.GetUtcNow();

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            || !http.Request.Headers.TryGetValue(Header, out var sent) || Caller.From(http.User) is not { Kind: not "nobody" } caller)
        {
            await next(http);
            return;
        }

        if (KeyOf(sent) is not { } key)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "idempotency-key", $"{Header}: 1 to {IdempotentAnswer.LongestKey} visible ASCII characters.");
            return;
        }

        var (who, cancel) = ($"{caller.Kind}:{caller.Id}", http.RequestAborted);
        http.Request.EnableBuffering(InMemory, LongestBody);
        string hash;
        try
        {
            hash = await HashAsync(http.Request, caller, cancel);
        }
        catch (IOException)
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "too-long", $"With {Header} a body has at most {LongestBody / 1024 / 1024} MiB.");
            return;
        }

        var begun = await writer.WriteAsync(scope => Begin(scope, who, key, hash), cancel);
        if (begun is { } before)
            await AnswerAgainAsync(http, before, hash);
        else
            await CarryOutAsync(http, next, who, key);
    }

    /// <summary>Removes what is older than a day, a few at a time.</summary>
    /// <returns>How many it removed.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - Kept;
        await using var db = store.Read();
        var old = await db.IdempotentAnswers.Where(answer => answer.At < before).OrderBy(answer => answer.At).Select(answer => new { answer.Caller, answer.Key }).Take(500).ToListAsync(cancel);
        if (old.Count == 0)
            return 0;
        return await writer.WriteAsync(scope =>
        {
            foreach (var one in old)
                scope.Db.IdempotentAnswers.Where(answer => answer.Caller == one.Caller && answer.Key == one.Key).ExecuteDelete();
            return old.Count;
        }, cancel);
    }

    private static string? KeyOf(StringValues sent) =>
        sent is [{ Length: > 0 and <= IdempotentAnswer.LongestKey } key] && key.All(letter => letter is > ' ' and <= '~') ? key : null;

    /// <summary>What is asked and what the caller may: who has lost a right does not get an answer of the time before.</summary>
    private static async Task<string> HashAsync(HttpRequest request, Caller caller, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Path}\n{request.QueryString}\n{request.ContentType}\n{request.Headers.IfMatch}\n{(int)caller.Permissions}\n{string.Join(',', caller.Roles.Select(role => $"{role.Role}@{role.Unit}"))}\n")));
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancel)) > 0;)
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <returns>What is known of the key; null when it is new and the request may be carried out.</returns>
    private static IdempotentAnswer? Begin(WriteScope scope, string caller, string key, string hash)
    {
        var db = scope.Db;
        if (db.IdempotentAnswers.Find(caller, key) is { } known)
        {
            if (known.At > scope.Now - Kept)
                return known;
            db.IdempotentAnswers.Remove(known);
            db.SaveChanges();
        }

        db.IdempotentAnswers.Add(new IdempotentAnswer { Caller = caller, Key = key, RequestHash = hash, At = scope.Now });
        return null;
    }

    private Task AnswerAgainAsync(HttpContext http, IdempotentAnswer before, string hash)
    {
        if (before.RequestHash != hash)
            return RefuseAsync(http, StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "This key was sent with another request.");
        if (before.Status is not { } status)
        {
            // A program that was killed between doing and answering cannot say which of the two it came to.
            return before.At < started
                ? RefuseAsync(http, StatusCodes.Status409Conflict, "idempotency-outcome-unknown", "The program ended while it carried this request out. See whether it was done; if not, send it with a new key.")
                : RefuseAsync(http, StatusCodes.Status409Conflict, "idempotency-in-flight", "The same request is on its way. Ask again in a moment.");
        }

        var response = http.Response;
        response.StatusCode = status;
        response.Headers[Replayed] = "true";
        response.ContentType = before.ContentType;
        response.Headers.ETag = before.ETag;
        response.Headers.Location = before.Location;
        return before.Body is { Length: > 0 } body ? response.Body.WriteAsync(body).AsTask() : Task.CompletedTask;
    }

    private async Task CarryOutAsync(HttpContext http, RequestDelegate next, string caller, string key)
    {
        var response = http.Response;
        var stream = response.Body;
        using var kept = new MemoryStream();
        response.Body = kept;
        var isAnswered = false;
        try
        {
            await next(http);
            isAnswered = true;
        }
        finally
        {
            response.Body = stream;
            // Nobody may take the request away by hanging up: what was done is written down.
            if (!isAnswered || response.StatusCode is >= 500 or StatusCodes.Status429TooManyRequests || kept.Length > LongestAnswer)
                await ForgetAsync(caller, key);
            else
                await KeepAsync(caller, key, response, kept.ToArray());
        }

        kept.Position = 0;
        await kept.CopyToAsync(stream, http.RequestAborted);
    }

    private Task<int> ForgetAsync(string caller, string key) =>
        writer.WriteAsync(scope => scope.Db.IdempotentAnswers.Where(answer => answer.Caller == caller && answer.Key == key).ExecuteDelete(), CancellationToken.None);

    private Task<bool> KeepAsync(string caller, string key, HttpResponse response, byte[] body) => writer.WriteAsync(scope =>
    {
        if (scope.Db.IdempotentAnswers.Find(caller, key) is not { } row)
            return false;
        (row.Status, row.ContentType, row.Body) = (response.StatusCode, response.ContentType, body);
        (row.ETag, row.Location) = (Text(response.Headers.ETag), Text(response.Headers.Location));
        return true;
    }, CancellationToken.None);

    private static string? Text(StringValues header) => header.Count == 0 ? null : header.ToString();

    private static Task RefuseAsync(HttpContext http, int status, string code, string why) =>
        TypedResults.Problem(title: why, statusCode: status, type: $"urn:runink:problem:{code}").ExecuteAsync(http);
}

public static class IdempotentRequests
{
    /// <summary>After it is known who asks.</summary>
    public static IApplicationBuilder UseIdempotency(this WebApplication app)
    {
        var idempotency = app.Services.GetRequiredService<Idempotency>();
        return app.Use(idempotency.InvokeAsync);
    }
}

/// <summary>Forgets old answers.</summary>
public sealed class IdempotencyWorker(Idempotency idempotency, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await idempotency.ForgetAsync(stoppingToken) > 0)
                {
                    // The next few.
                }
            }
            catch (Exception away) when (StoreFailure.IsAway(away))
            {
                // They are forgotten when the store is back.
            }
        }
    }
}
