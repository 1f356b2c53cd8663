using Runink.Domain.Patients;
using Runink.Domain.Teams;

namespace Runink.Domain.Escalations;

public enum EscalationStatus { Open, Claimed, Acknowledged, Snoozed, Resolved, Retracted }

public sealed record TriggerRef(string Id, int Version, string Name);

public enum ClockState { Running, Late, Met, Missed }

/// <summary>One promise about time. Met or Missed once <paramref name="StoppedAt"/> is known, Running or Late before.</summary>
/// <param name="Name">acknowledge, act or resolve.</param>
public sealed record SlaClock(string Name, DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? StoppedAt, ClockState State);

/// <summary>The driving signal's last values, oldest first, and the threshold that it is held against.</summary>
public sealed record Sparkline(string Concept, string Label, string? Unit, IReadOnlyList<SparkPoint> Points, decimal? Threshold);

public readonly record struct SparkPoint(DateTimeOffset At, decimal Value);

/// <summary>One escalation as a row of the worklist; also what the API answers.</summary>
/// <param name="Severity">info, low, moderate, high, critical.</param>
/// <param name="Headline">Why, in one line: "Lactate 3.4 mmol/L ↑ from 2.1 · qSOFA 2".</param>
/// <param name="NextAction">The verb of the next step: claim, acknowledge, act, resolve, review.</param>
/// <param name="AckExpiresAt">When "I am on it" no longer counts, unless something is done before.</param>
/// <param name="OfferedTo">Who was asked to take it over and has not answered.</param>
/// <param name="MutedReason">Why it is kept quiet; null when it is not.</param>
public sealed record EscalationRow(
    string Id,
    TriggerRef Trigger,
    PatientCard Patient,
    EncounterCard? Encounter,
    string Severity,
    EscalationStatus Status,
    PersonRef? Owner,
    DateTimeOffset OpenedAt,
    DateTimeOffset SignalAt,
    IReadOnlyList<SlaClock> Slas,
    string NextAction,
    string Headline,
    string Narrative,
    Sparkline? Spark,
    DateTimeOffset? SnoozedUntil,
    DateTimeOffset? AckExpiresAt,
    PersonRef? OfferedTo,
    string? MutedReason,
    int Version)
{
    /// <summary>The clock that counts now: the first that has not stopped.</summary>
    public SlaClock? Clock => Slas.FirstOrDefault(clock => clock.StoppedAt is null);
}
