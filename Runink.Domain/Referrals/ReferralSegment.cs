namespace Runink.Domain.Referrals;

/// <summary>
/// A stretch of a referral's time in which it waited on one party, in one state, for one owner. Rows are only added: each ends where the next
/// begins; a closed referral's last one no longer runs. Their lengths add up to the time from receipt to end.
/// </summary>
public sealed class ReferralSegment
{
    public required string ReferralId { get; init; }

    public required int Ordinal { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required ReferralState State { get; init; }

    /// <summary>Who is waited on, as <see cref="ReferralStates.WaitsOn"/> says; null from its end on.</summary>
    public string? WaitsOn { get; init; }

    public required string Priority { get; init; }

    public string? OwnerId { get; init; }

    public string? OwnerName { get; init; }

    /// <summary>When this is due by the table of states; null when no clock runs.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The action that began it.</summary>
    public required string Cause { get; init; }

    public static ReferralSegment Of(Referral referral, int ordinal, string cause, DateTimeOffset at) => new()
    {
        ReferralId = referral.Id, Ordinal = ordinal, StartedAt = at, State = referral.State, WaitsOn = referral.WaitsOn, Priority = referral.Priority,
        OwnerId = referral.OwnerId, OwnerName = referral.OwnerName, DueAt = referral.DueAt, Cause = cause,
    };

    /// <summary>Whether the referral is as this segment says, so that no new one begins.</summary>
    public bool Still(Referral referral) =>
        (State, WaitsOn, Priority, OwnerId, DueAt) == (referral.State, referral.WaitsOn, referral.Priority, referral.OwnerId, referral.DueAt);
}

/// <summary>One wait: on whom, in which stage, for how long.</summary>
/// <param name="Until">Null while it lasts.</param>
public sealed record ReferralWait(string WaitsOn, ReferralState State, string? Owner, DateTimeOffset From, DateTimeOffset? Until, TimeSpan Length, DateTimeOffset? DueAt, string Cause);

/// <param name="Share">Part of the whole, 0 to 1.</param>
public sealed record ReferralWaitSum(string WaitsOn, TimeSpan Length, double Share);

public sealed record ReferralWaits(IReadOnlyList<ReferralWait> Waits, IReadOnlyList<ReferralWaitSum> Sums, TimeSpan Total)
{
    /// <param name="segments">Of one referral, in order.</param>
    public static ReferralWaits Of(IReadOnlyList<ReferralSegment> segments, DateTimeOffset now)
    {
        var waits = new List<ReferralWait>();
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i] is not { WaitsOn: { } party } segment)
                continue;
            var until = i + 1 < segments.Count ? segments[i + 1].StartedAt : (DateTimeOffset?)null;
            waits.Add(new ReferralWait(party, segment.State, segment.OwnerName, segment.StartedAt, until, (until ?? now) - segment.StartedAt, segment.DueAt, segment.Cause));
        }

        var total = Sum(waits);
        return new ReferralWaits(
            waits, [.. waits.GroupBy(wait => wait.WaitsOn, StringComparer.Ordinal).Select(group => new ReferralWaitSum(group.Key, Sum(group), total > TimeSpan.Zero ? Sum(group) / total : 0)).OrderByDescending(sum => sum.Length)],
            total);
    }

    private static TimeSpan Sum(IEnumerable<ReferralWait> waits) => waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait.Length);
}
