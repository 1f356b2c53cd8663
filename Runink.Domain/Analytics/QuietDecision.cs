namespace Runink.Domain.Analytics;

/// <summary>Whether a trigger that used to fire has gone quiet: its own past says how long a pause may last.</summary>
/// <param name="Expected">Firings that were to be expected since the last one.</param>
/// <param name="Reason">quiet, heard, too-few (to say anything).</param>
public readonly record struct QuietDecision(bool IsQuiet, double Expected, string Reason)
{
    /// <summary>With fewer firings a rate says nothing.</summary>
    public const int FewestFirings = 10;

    /// <summary>How far back a rate is taken from.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(28);

    /// <summary>So many missing firings happen by chance once in a thousand pauses: the chance of none where x are expected is e^-x (Poisson).</summary>
    private const double Chance = 6.9;

    /// <param name="firings">Those of the last weeks, in order.</param>
    /// <param name="watchedSince">Since when the trigger could fire: its publishing, or the start of the record.</param>
    public static QuietDecision Decide(IReadOnlyList<DateTimeOffset> firings, DateTimeOffset watchedSince, DateTimeOffset now)
    {
        if (firings.Count < FewestFirings)
            return new(false, 0, "too-few");
        var last = firings[^1];
        var from = last - Window > watchedSince ? last - Window : watchedSince;
        var counted = firings.Count(at => at >= from);
        var length = last - from;
        if (counted < FewestFirings || length <= TimeSpan.Zero)
            return new(false, 0, "too-few");
        var expected = counted * ((now - last) / length);
        return new(expected >= Chance, expected, expected >= Chance ? "quiet" : "heard");
    }
}
