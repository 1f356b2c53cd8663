namespace Runink.Domain.Referrals;

/// <summary>How many referrals may stand in a column, or in one lane of it, before one more needs a reason. Without a row the table of states says it.</summary>
public sealed class WorkLimit
{
    public const int Largest = 999;

    public required ReferralState State { get; init; }

    /// <summary>One of <see cref="ReferralLanes.All"/>; empty for the whole column.</summary>
    public required string LaneBy { get; init; }

    /// <summary>As <see cref="ReferralLanes.KeyOf(string, Referral)"/> names it; empty for the whole column.</summary>
    public required string Lane { get; init; }

    /// <summary>Null when it does not matter how many.</summary>
    public int? Most { get; set; }

    public static int? Of(ReferralState state, IEnumerable<WorkLimit> kept) =>
        kept.FirstOrDefault(limit => limit.State == state && limit.LaneBy.Length == 0) is { } said ? said.Most : ReferralStates.Of(state).Limit;
}
