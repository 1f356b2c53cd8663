namespace Runink.Domain.Delivery;

/// <summary>
/// Doubling waits from 5 s to 15 min, a fifth more or less, thirteen attempts: a receiver that is down for an hour is still
/// reached. Then a person is asked.
/// </summary>
public static class RetrySchedule
{
    public const int MostAttempts = 13;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>When to try again after so many failures; null when enough is enough.</summary>
    /// <param name="key">Spreads messages that failed together: the jitter follows from it, so the plan can be told again.</param>
    public static DateTimeOffset? Next(int failures, string key, DateTimeOffset now)
    {
        if (failures >= MostAttempts)
            return null;
        var wait = Math.Min(First.TotalSeconds * Math.Pow(2, failures - 1), Longest.TotalSeconds);
        var jitter = 0.8 + 0.4 * (Spread(key, failures) / (double)uint.MaxValue);
        return now.AddSeconds(wait * jitter);
    }

    /// <summary>FNV-1a; string.GetHashCode differs from process to process.</summary>
    private static uint Spread(string key, int failures)
    {
        var hash = 2166136261u ^ (uint)failures;
        foreach (var letter in key)
            hash = (hash ^ letter) * 16777619u;
        return hash;
    }
}
