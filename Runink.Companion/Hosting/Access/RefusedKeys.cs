using System.Collections.Concurrent;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Access;

/// <summary>
/// Keys that were refused, as lines of the ledger. Somebody who guesses must not fill it: the same key from the same address is one line a minute with how
/// often, and beyond a thousand of them in a minute the others share one. Of the secret nothing is kept.
/// </summary>
public sealed class RefusedKeys(StoreWriter writer, TimeProvider time)
{
    private const int MostPerMinute = 1_000;
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Refused, Count> counts = new();

    /// <param name="keyId">Null for a secret that no key has.</param>
    /// <param name="why"><c>unknown</c>, <c>expired</c> or <c>revoked</c>.</param>
    public void Note(string? keyId, string why, string address)
    {
        var now = time.GetUtcNow();
        var refused = new Refused(keyId, why, address);
        if (counts.Count >= MostPerMinute && !counts.ContainsKey(refused))
            refused = new Refused(null, why, "many");
        counts.AddOrUpdate(refused, _ => new Count(1, now, now), (_, before) => before with { Times = before.Times + 1, Last = now });
    }

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
                    scope.Record(
                        "api_key_refused", refused.KeyId is { } id ? new Subject("api-key", id) : new Subject("address", refused.Address), Actor.System,
                        Detail.Of(("why", refused.Why), ("address", refused.Address), ("times", count.Times), ("first", count.First), ("last", count.Last)));
                }

                return true;
            }, cancel);
        }
        catch (Exception away) when (away is StoreUnavailableException || Domain.Store.StoreFailure.IsAway(away))
        {
            foreach (var (refused, count) in over)
                counts.AddOrUpdate(refused, count, (_, later) => new Count(later.Times + count.Times, count.First, later.Last));
            throw;
        }
    }

    private sealed record Refused(string? KeyId, string Why, string Address);

    private sealed record Count(int Times, DateTimeOffset First, DateTimeOffset Last);
}
