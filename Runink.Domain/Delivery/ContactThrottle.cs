namespace Runink.Domain.Delivery;

/// <summary>So many messages to one receiver within so long.</summary>
public sealed record ThrottleLimit(int Most, TimeSpan Within);

/// <param name="HoldUntil">When the next message may go; null when it may go now.</param>
/// <param name="Reason"><c>critical</c>, <c>within-limits</c>, or the limit that holds it, e.g. <c>5 in 15 min</c>.</param>
public sealed record ThrottleDecision(DateTimeOffset? HoldUntil, string Reason)
{
    public bool MayGo => HoldUntil is null;
}

/// <summary>A receiver who gets too many messages reads none of them. What is critical always goes.</summary>
public static class ContactThrottle
{
    /// <param name="sent">When messages went to this receiver over this channel, in any order.</param>
    public static ThrottleDecision Decide(IReadOnlyCollection<DateTimeOffset> sent, IReadOnlyList<ThrottleLimit> limits, string? severity, DateTimeOffset now)
    {
        if (severity == "critical")
            return new ThrottleDecision(null, "critical");
        // The limit that holds longest decides.
        var held = limits.Select(limit => (limit, Until: FreeAt(sent, limit, now))).Where(one => one.Until > now).OrderByDescending(one => one.Until).ToList();
        return held is [var longest, ..]
            ? new ThrottleDecision(longest.Until, $"{longest.limit.Most} in {Spoken(longest.limit.Within)}")
            : new ThrottleDecision(null, "within-limits");
    }

    /// <summary>When the oldest of the last so many leaves the window.</summary>
    private static DateTimeOffset? FreeAt(IReadOnlyCollection<DateTimeOffset> sent, ThrottleLimit limit, DateTimeOffset now) =>
        sent.Where(at => at > now - limit.Within).OrderDescending().Take(limit.Most).ToList() is var lately && lately.Count == limit.Most ? lately[^1] + limit.Within : null;

    private static string Spoken(TimeSpan within) => within.TotalHours >= 1 && within.Minutes == 0 ? $"{within.TotalHours:0} h" : $"{within.TotalMinutes:0} min";
}
