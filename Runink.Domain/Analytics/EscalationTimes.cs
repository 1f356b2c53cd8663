namespace Runink.Domain.Analytics;

/// <summary>What the SLA numbers are counted from: one escalation's instants, no patient.</summary>
public sealed record EscalationTimes(
    string Id, string TriggerId, string TriggerName, string? Unit, string Severity, bool IsUnknown, DateTimeOffset OpenedAt,
    DateTimeOffset? AcknowledgeDueAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ResolvedAt, bool IsOpen, bool IsOwned)
{
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
        ({ } due, null) => now > due ? false : null,
    };

    public TimeSpan? TimeToAcknowledge => AcknowledgedAt - OpenedAt;
}
