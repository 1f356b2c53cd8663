using System.Collections.Concurrent;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>
/// Failures by login and by address. A login that nobody has rests like one that somebody has, so that resting tells nothing; an
/// address that fails often is told to wait, whoever it asks for.
/// </summary>
public sealed class AttemptLimits(TimeProvider time)
{
    private const int MostKept = 20_000;
    private const int MostOfAnAddress = 30;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset RestsUntil, DateTimeOffset Last)> logins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Since)> addresses = new(StringComparer.Ordinal);

    /// <summary>How long the address must wait; null when it may try.</summary>
    public TimeSpan? WaitOf(string address) => addresses.TryGetValue(address, out var seen) && seen.Failures >= MostOfAnAddress && seen.Since + Window - time.GetUtcNow() is { Ticks: > 0 } left ? left : null;

    public bool Rests(string login) => logins.TryGetValue(login, out var seen) && seen.RestsUntil > time.GetUtcNow();

    /// <summary>Counts one failure of nobody in particular: what was shown names no login.</summary>
    public void FailedFrom(string address)
    {
        var now = time.GetUtcNow();
        Trim();
        addresses.AddOrUpdate(address, _ => (1, now), (_, seen) => now - seen.Since > Window ? (1, now) : (seen.Failures + 1, seen.Since));
    }

    /// <summary>Counts one failure.</summary>
    /// <param name="before">Failures that the store remembers from before a restart.</param>
    public (int Failures, DateTimeOffset? RestsUntil) Failed(string login, string address, int before)
    {
        FailedFrom(address);
        var now = time.GetUtcNow();
        var after = logins.AddOrUpdate(login, _ => Next(before, now), (_, seen) => Next(Math.Max(seen.Failures, before), now));
        return (after.Failures, after.RestsUntil > now ? after.RestsUntil : null);
    }

    public void Succeeded(string login) => logins.TryRemove(login, out _);

    private static (int, DateTimeOffset, DateTimeOffset) Next(int failures, DateTimeOffset now) => (failures + 1, now + FailureRules.RestAfter(failures + 1), now);

    /// <summary>Forgets the oldest: guesses at a million logins must not fill the memory.</summary>
    private void Trim()
    {
        var now = time.GetUtcNow();
        if (logins.Count > MostKept)
        {
            foreach (var (login, _) in logins.OrderBy(seen => seen.Value.Last).Take(MostKept / 4).ToList())
                logins.TryRemove(login, out _);
        }

        if (addresses.Count > MostKept)
        {
            foreach (var (address, seen) in addresses.Where(seen => now - seen.Value.Since > Window).ToList())
                addresses.TryRemove(new(address, seen));
        }
    }
}
