namespace Runink.Domain.Analytics;

/// <summary>What the SLA numbers are counted from: one escalation's instants, no patient.</summary>
public sealed record EscalationTimes(
    string Id, string TriggerId, string TriggerName, string? Unit, string Severity, bool IsUnknown, DateTimeOffset OpenedAt,
    DateTimeOffset? AcknowledgeDueAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ResolvedAt, bool IsOpen, bool IsOwned)
{
    /// <summary>Since when it is muted: its clocks stand where they stood then.</summary>
    public DateTimeOffset? MutedAt { get; init; }

    /// <summary>How long it was muted before it was acknowledged: nobody was asked for anything in that time.</summary>
    public TimeSpan Rested { get; init; }

    /// <summary>Who owns it, or did when it was closed.</summary>
    public string? OwnerId { get; init; }

    public string? OwnerName { get; init; }

    public DateTimeOffset? ActDueAt { get; init; }

    public DateTimeOffset? ActedAt { get; init; }

    public DateTimeOffset? ResolveDueAt { get; init; }

    /// <summary>Its rule took it back; nobody closed it.</summary>
    public bool IsRetracted { get; init; }

    /// <summary>
    /// In time: acknowledged by then. Not in time: acknowledged later, closed without, or past due and still waiting. Null while
    /// the answer is open or nothing was promised.
    /// </summary>
    public bool? InTime(DateTimeOffset now) => InTime(AcknowledgeDueAt, AcknowledgedAt, now);

    /// <summary>The same of the first act.</summary>
    public bool? ActedInTime(DateTimeOffset now) => InTime(ActDueAt, ActedAt, now);

    /// <summary>The same of closing it; what its rule took back in time is neither.</summary>
    public bool? ResolvedInTime(DateTimeOffset now) => InTime(ResolveDueAt, IsRetracted ? null : ResolvedAt, now);

    public TimeSpan? TimeToAcknowledge => AcknowledgedAt - OpenedAt - Rested;

    private bool? InTime(DateTimeOffset? dueAt, DateTimeOffset? doneAt, DateTimeOffset now) => (dueAt, doneAt) switch
    {
        (null, _) => null,
        ({ } due, { } done) => done <= due,
        // Closed before the clock ran out without it: nobody was late, nobody did it.
        ({ } due, null) when !IsOpen => ResolvedAt <= due ? null : false,
        ({ } due, null) => (MutedAt ?? now) > due ? false : null,
    };
}
