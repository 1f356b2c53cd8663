using Runink.Domain.Teams;

namespace Runink.Domain.Escalations;

/// <summary>One episode: work that somebody must own, acknowledge and finish in time.</summary>
public sealed partial class Escalation
{
    public required string Id { get; init; }

    public required string TriggerId { get; init; }

    public required int TriggerVersion { get; init; }

    public required string TriggerName { get; init; }

    /// <summary>The encounter or patient that the trigger fired once for.</summary>
    public required string EpisodeKey { get; init; }

    public required string PatientId { get; init; }

    public string? EncounterId { get; init; }

    /// <summary>The unit at the time of opening: work stays with the unit that it was opened for.</summary>
    public string? Unit { get; init; }

    public required string Severity { get; set; }

    /// <summary>True for work that says "could not evaluate" instead of "this holds".</summary>
    public bool IsUnknown { get; init; }

    public EscalationStatus Status { get; private set; }

    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset SignalAt { get; init; }

    public required string Headline { get; set; }

    public required string Narrative { get; set; }

    public required string Explanation { get; set; }

    public string? Spark { get; set; }

    public required string Checklist { get; set; }

    public required string Sources { get; init; }

    /// <summary>Business calendar of its clocks; null counts round the clock.</summary>
    public string? Calendar { get; init; }

    /// <summary>The escalation policy with its version; null when the steps stand in the trigger.</summary>
    public string? Policy { get; init; }

    /// <summary>Whom to tell when nobody of a step can be reached; null when the policy names nobody.</summary>
    public string? Fallback { get; init; }

    public DateTimeOffset? AcknowledgeDueAt { get; private set; }

    /// <summary>The first time; whether it still holds says <see cref="AckHolds"/>.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>Somebody said that they are on it, and that has neither run out nor been taken back.</summary>
    public bool AckHolds { get; private set; }

    /// <summary>After this long without an act an acknowledgement no longer holds; null never.</summary>
    public TimeSpan? AckExpires { get; init; }

    public DateTimeOffset? AckExpiresAt { get; private set; }

    public DateTimeOffset? ActDueAt { get; private set; }

    public DateTimeOffset? ActedAt { get; private set; }

    public DateTimeOffset? ResolveDueAt { get; private set; }

    /// <summary>When the next share of a clock is used up (<see cref="SlaWarnings"/>); null when no clock is left.</summary>
    public DateTimeOffset? NextWarningAt { get; set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public DateTimeOffset? SnoozedUntil { get; private set; }

    /// <summary>What keeps it quiet: <c>silence:ID</c> or <c>trigger:ID</c>; null when it speaks.</summary>
    public string? MutedBy { get; private set; }

    public string? MutedReason { get; private set; }

    public DateTimeOffset? MutedAt { get; private set; }

    /// <summary>Who was asked to take it over; its owner stays its owner until they do.</summary>
    public string? OfferedToId { get; private set; }

    public string? OfferedToName { get; private set; }

    public DateTimeOffset? OfferedAt { get; private set; }

    /// <summary>What the person who closed it says: was it worth being asked? Null when nobody said.</summary>
    public bool? WasUseful { get; private set; }

    /// <summary>A code of <see cref="EscalationFeedback.NotUseful"/>.</summary>
    public string? NotUsefulReason { get; private set; }

    public int Version { get; private set; } = 1;

    public bool IsOpen => Status is not (EscalationStatus.Resolved or EscalationStatus.Retracted);

    public PersonRef? Owner => OwnerId is null ? null : new PersonRef(OwnerId, OwnerName!);

    public PersonRef? OfferedTo => OfferedToId is null ? null : new PersonRef(OfferedToId, OfferedToName!);

    /// <summary>Nobody is told and no clock runs while something else speaks for it.</summary>
    public bool IsMuted => MutedBy is not null;

    /// <summary>The steps of its policy go on: nobody has said that they are on it.</summary>
    public bool Escalates => IsOpen && !AckHolds && !IsMuted;

    public IReadOnlyList<ChecklistItem> ChecklistItems => Teams.Checklist.Read(Checklist);

    public string NextAction => IsMuted && IsOpen ? "wait" : Status switch
    {
        EscalationStatus.Open => IsUnknown ? "review" : "claim",
        EscalationStatus.Claimed => "acknowledge",
        EscalationStatus.Acknowledged => ActedAt is null && ChecklistItems.Count > 0 ? "act" : "resolve",
        EscalationStatus.Snoozed => "wait",
        EscalationStatus.Resolved or EscalationStatus.Retracted => "none",
    };
}
