using System.Text.Json;
using Runink.Domain.Patients;

namespace Runink.Domain.Escalations;

/// <summary>Makes rows of the worklist out of what is stored.</summary>
public static class EscalationRows
{
    public static EscalationRow Row(this Escalation escalation, PatientCard patient, EncounterCard? encounter, DateTimeOffset now) => new(
        escalation.Id,
        new TriggerRef(escalation.TriggerId, escalation.TriggerVersion, escalation.TriggerName),
        patient,
        encounter,
        escalation.Severity,
        escalation.Status,
        escalation.Owner,
        escalation.OpenedAt,
        escalation.SignalAt,
        escalation.Clocks(now),
        escalation.NextAction,
        escalation.Headline,
        escalation.Narrative,
        escalation.Spark is null ? null : JsonSerializer.Deserialize<Sparkline>(escalation.Spark),
        escalation.SnoozedUntil,
        escalation.AckExpiresAt,
        escalation.OfferedTo,
        escalation.MutedReason,
        escalation.Version);

    public static IReadOnlyList<string> SourceIds(this Escalation escalation) => JsonSerializer.Deserialize<List<string>>(escalation.Sources)!;
}
