namespace Runink.Domain.Referrals.Scheduling;

/// <summary>That a slot was booked for a referral, by whom, and how that ended. Kept for good; while it stands, nobody else has the slot.</summary>
public sealed class SlotBooking
{
    public required string Id { get; init; }

    public required string SlotId { get; init; }

    /// <summary>Unique: the slot while the booking stands, the booking itself once it has ended. So the store knows no second one on a slot.</summary>
    public required string Holds { get; set; }

    public required string ReferralId { get; init; }

    public required string ServiceId { get; init; }

    public required string ServiceName { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public string? Place { get; init; }

    public required DateTimeOffset BookedAt { get; init; }

    public required string BookedBy { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The action on the referral that ended it: <c>cancel-visit</c>, <c>move-visit</c>, <c>no-show</c>, …</summary>
    public string? EndedWith { get; private set; }

    public string? EndReason { get; private set; }

    public string? EndedBy { get; private set; }

    public bool Stands => EndedAt is null;

    public void End(string action, string? reason, string by, DateTimeOffset now) =>
        (EndedAt, EndedWith, EndReason, EndedBy, Holds) = (now, action, reason, by, Id);

    /// <summary>Whether it still stands once something was done to its referral: the visit is at its time, and nobody has given the referral up.</summary>
    public static bool Holding(ReferralState state, DateTimeOffset? visitAt, DateTimeOffset startsAt) => visitAt == startsAt && (ReferralStates.IsOpen(state) || state == ReferralState.FinanciallyReady);
}
