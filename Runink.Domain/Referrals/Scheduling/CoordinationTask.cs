using Runink.Domain.Teams;

namespace Runink.Domain.Referrals.Scheduling;

public enum CoordinationTaskState
{
    Open,
    Done,
    NotNeeded,
    CouldNot,
}

/// <summary>Something that a person does for the patient of a referral by some time, mostly before the visit. Kept for good.</summary>
public sealed class CoordinationTask
{
    public const int LongestText = 200;

    public required string Id { get; init; }

    public required string ReferralId { get; init; }

    /// <summary>One of <see cref="CoordinationTaskKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Unique: what it is about, so that the same cause raises it once; its own id where a person made it.</summary>
    public required string CauseId { get; init; }

    public required string Text { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Somebody said by when; else it follows the visit.</summary>
    public bool HasOwnDue { get; init; }

    /// <summary>Who took it; null: whoever owns the referral.</summary>
    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public CoordinationTaskState State { get; private set; }

    public string? Reason { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }

    public bool IsOpen => State == CoordinationTaskState.Open;

    public void Take(PersonRef? by) => (OwnerId, OwnerName) = (by?.Id, by?.Name);

    public void End(CoordinationTaskState state, string? reason, string by, DateTimeOffset now) => (State, Reason, EndedBy, EndedAt) = (state, reason, by, now);

    public void Reopen() => (State, Reason, EndedBy, EndedAt) = (CoordinationTaskState.Open, null, null, null);
}

/// <summary>What such tasks are about.</summary>
public static class CoordinationTaskKinds
{
    /// <summary>A time of the waiting list is offered by telephone.</summary>
    public const string OfferTime = "offer-time";

    /// <summary>The patient is told of the visit by telephone.</summary>
    public const string TellVisit = "tell-visit";

    /// <summary>Nobody knows whether the patient comes.</summary>
    public const string AskVisit = "ask-visit";

    /// <summary>Offers came to nothing.</summary>
    public const string StillWaiting = "still-waiting";

    /// <summary>Somebody owes something for the dossier, and no message reaches them or none helped.</summary>
    public const string MissingItems = "missing-items";

    public const string Interpreter = "interpreter";

    public const string Transport = "transport";

    public const string MobilityAid = "mobility-aid";

    public const string OtherNeed = "other-need";

    /// <summary>What a patient needs to come to the visit and be understood there.</summary>
    public static IReadOnlyList<string> Needs { get; } = [Interpreter, Transport, MobilityAid, OtherNeed];

    public static bool IsNeed(string kind) => Needs.Contains(kind);
}
