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

    /// <summary>
    /// In time: acknowledged by then. Not in time: acknowledged later, closed without, or past due and still waiting. Null while
    /// the answer is open or nothing was promised.
    /// </summary>
    public bool? InTime(DateTimeOffset now) => (AcknowledgeDueAt, AcknowledgedAt) switch
    {
        (null, _) => null,
        ({ } due, { } acknowledged) => acknowledged <= due,
        // Closed before the clock ran out without an acknowledgement: nobody was late, nobody acknowledged.
        ({ } due, null) when !IsOpen => ResolvedAt <= due ? null : false,
        ({ } due, null) => (MutedAt ?? now) > due ? false : null,
    };

    public TimeSpan? TimeToAcknowledge => AcknowledgedAt - OpenedAt - Rested;
}
