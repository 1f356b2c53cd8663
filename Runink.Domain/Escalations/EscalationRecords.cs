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

public enum LadderState { Planned, Told, Skipped }

/// <summary>One step of the policy: whom to tell when nobody has acknowledged by then.</summary>
public sealed class LadderStepRecord
{
    public required string EscalationId { get; init; }

    public required int Step { get; init; }

    public required string To { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public LadderState State { get; set; }

    public DateTimeOffset? DoneAt { get; set; }
}
