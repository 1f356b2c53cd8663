namespace Runink.Domain.Escalations;

/// <summary>A line of the history beside an escalation.</summary>
public sealed class EscalationEventRecord
{
    public required string Id { get; init; }

    public required string EscalationId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    public required string ActorName { get; init; }

    public string? Text { get; init; }
}

public enum LadderState
{
    Planned,
    Told,

    /// <summary>It was not needed: somebody was on it, or it was over.</summary>
    Skipped,

    /// <summary>The escalation is muted; the step waits for its voice.</summary>
    Held,

    /// <summary>Its trigger was retired: nobody is told by it any more.</summary>
    Ended,
}

/// <summary>One step of the policy: whom to tell when nobody has acknowledged by then.</summary>
public sealed class LadderStepRecord
{
    public required string EscalationId { get; init; }

    public required int Step { get; init; }

    public required string To { get; init; }

    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Where it stands in the policy, counted from its beginning.</summary>
    public TimeSpan After { get; init; }

    /// <summary>0 from the opening on; one more each time that an acknowledgement ran out.</summary>
    public int Round { get; init; }

    /// <summary>What is said; null for the steps of the policy, which say the usual.</summary>
    public string? Message { get; init; }

    /// <summary>Everybody who is told says that they have it, and is told again until then, whoever else is on it.</summary>
    public bool ByAll { get; init; }

    /// <summary>Business calendar outside of which the step waits; null is any time.</summary>
    public string? Hours { get; init; }

    public LadderState State { get; set; }

    public DateTimeOffset? DoneAt { get; set; }
}

public enum EscalationRequestKind
{
    /// <summary>A comment calls the person; settled when they have seen it.</summary>
    Mention,

    /// <summary>An item of the checklist is theirs; settled with the item.</summary>
    Item,
}

/// <summary>One person is asked for something about an escalation that another may own.</summary>
public sealed class EscalationRequest
{
    public required string EscalationId { get; init; }

    public required string PersonId { get; init; }

    public required EscalationRequestKind Kind { get; init; }

    /// <summary>Which item of the checklist; -1 for a mention.</summary>
    public required int Item { get; init; }

    public required DateTimeOffset At { get; set; }

    public DateTimeOffset? SettledAt { get; set; }
}

/// <summary>Somebody said that they have it.</summary>
public sealed class EscalationAcknowledgement
{
    public required string EscalationId { get; init; }

    public required string PersonId { get; init; }

    public required string PersonName { get; init; }

    public required DateTimeOffset At { get; init; }
}
