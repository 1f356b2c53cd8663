using System.Collections.Concurrent;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Access;

/// <summary>
/// Who was turned away, as lines of the ledger. Somebody who guesses must not fill it: the same from the same address is one line a
/// minute with how often, and beyond a thousand of them in a minute the others share one. Of a secret nothing is kept.
/// </summary>
public sealed class RefusalLog(StoreWriter writer, RequestTrace trace, TimeProvider time)
{
    private const int MostPerMinute = 1_000;
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Refused, Count> counts = new();

    /// <param name="keyId">Null for a secret that no key has.</param>
    /// <param name="why"><c>unknown</c>, <c>expired</c> or <c>revoked</c>.</param>
    public void NoteKey(string? keyId, string why, string address) =>
        Note(new Refused("api_key_refused", Actor.System, keyId is null ? new Subject("address", address) : new Subject("api-key", keyId), why, address));

    /// <param name="place">What was asked for, without what names anybody: a method with the pattern of its address, or a page's.</param>
    public void NoteAccess(Caller caller, string place, string why) => Note(new Refused("access_refused", caller.Actor, new Subject("place", place), why, trace.Address));

    /// <summary>Writes down those whose minute is over.</summary>
    /// <param name="all">Also those whose minute is not over: the program ends.</param>
    public async Task FlushAsync(bool all, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var over = new List<(Refused Refused, Count Count)>();
        foreach (var (refused, _) in counts.Where(one => all || now - one.Value.First >= Together).ToList())
        {
            if (counts.TryRemove(refused, out var count))
                over.Add((refused, count));
        }

        if (over.Count == 0)
            return;
        try
        {
            await writer.WriteAsync(scope =>
            {
                foreach (var (refused, count) in over)
                {
                    scope.Record(refused.Kind, refused.Subject, refused.Actor, Detail.Of(
                        ("why", refused.Why), ("address", refused.Address), ("times", count.Times), ("first", count.First), ("last", count.Last), ("request", count.Request)));
                }

                return true;
            }, cancel);
        }
        catch (Exception away) when (away is StoreUnavailableException || StoreFailure.IsAway(away))
        {
            foreach (var (refused, count) in over)
                counts.AddOrUpdate(refused, count, (_, later) => later with { Times = later.Times + count.Times, First = count.First });
            throw;
        }
    }

    private void Note(Refused refused)
    {
        var now = time.GetUtcNow();
        if (counts.Count >= MostPerMinute && !counts.ContainsKey(refused))
            refused = refused with { Actor = Actor.System, Subject = new Subject("address", "many"), Address = "many" };
        counts.AddOrUpdate(refused, _ => new Count(1, now, now, trace.Id), (_, before) => before with { Times = before.Times + 1, Last = now, Request = trace.Id });
    }

    private sealed record Refused(string Kind, Actor Actor, Subject Subject, string Why, string? Address);

    /// <param name="Request">The last of them.</param>
    private sealed record Count(int Times, DateTimeOffset First, DateTimeOffset Last, string? Request);
}

public static class RefusalLogExtensions
{
    /// <summary>Each 403 is a line, whichever endpoint gave it.</summary>
    public static void UseRefusalLog(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        await next(http);
        if (http.Response.StatusCode != StatusCodes.Status403Forbidden)
            return;
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no endpoint";
        http.RequestServices.GetRequiredService<RefusalLog>().NoteAccess(Caller.From(http.User), $"{http.Request.Method} /{pattern.TrimStart('/')}", "forbidden");
    });
}
