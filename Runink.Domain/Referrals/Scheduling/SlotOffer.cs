namespace Runink.Domain.Referrals.Scheduling;

/// <summary>How an offer ended.</summary>
public enum SlotOfferOutcome
{
    Accepted,
    Declined,

    /// <summary>Nobody answered in time.</summary>
    Lapsed,

    /// <summary>The time, or the wish for it, went away before anybody answered.</summary>
    Withdrawn,
}

/// <summary>That a time which became free was offered to somebody on the waiting list, and is kept for that patient meanwhile. Kept for good.</summary>
public sealed class SlotOffer
{
    public required string Id { get; init; }

    public required string SlotId { get; init; }

    /// <summary>Unique: the slot while the offer stands, the offer itself once it has ended. So a slot is offered to one at a time.</summary>
    public required string Holds { get; set; }

    public required string ReferralId { get; init; }

    public required string EntryId { get; init; }

    public required string ServiceId { get; init; }

    public required string ServiceName { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public string? Place { get; init; }

    /// <summary>message or telephone.</summary>
    public required string Channel { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    /// <summary>When it is said; quiet hours are over then.</summary>
    public required DateTimeOffset SaidAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many more would have taken it: they are asked next.</summary>
    public required int Behind { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public SlotOfferOutcome? Outcome { get; private set; }

    public string? EndedBy { get; private set; }

    public string? Reason { get; private set; }

    public bool Stands => EndedAt is null;

    public void End(SlotOfferOutcome outcome, string? reason, string by, DateTimeOffset now) => (EndedAt, Outcome, Reason, EndedBy, Holds) = (now, outcome, reason, by, Id);
}
