using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Domain.Store.Journey;

/// <summary>An explanation as it was kept, and as the kept text of its trigger and the kept signals make it today.</summary>
/// <param name="Again">Null when that version's text no longer compiles.</param>
public sealed record RerunExplanation(string Kept, string? Again)
{
    /// <summary>Byte for byte.</summary>
    public bool Identical => string.Equals(Kept, Again, StringComparison.Ordinal);
}

/// <summary>Patients as the rows say they were known at an instant: what was decided then can be decided again.</summary>
public sealed class PatientThen(SqliteStore store, TriggerBook book, SiteOptions site)
{
    /// <exception cref="InvalidOperationException">There is no such escalation.</exception>
    public RerunExplanation Rerun(string escalationId)
    {
        using var db = store.Read();
        var escalation = db.Escalations.AsNoTracking().Single(row => row.Id == escalationId);
        // A worsening explains anew, at its own instant.
        var at = db.EscalationEvents.AsNoTracking().Where(row => row.EscalationId == escalationId && (row.Kind == "opened" || row.Kind == "worsened")).Max(row => row.At);
        var version = db.TriggerVersions.AsNoTracking().SingleOrDefault(row => row.TriggerId == escalation.TriggerId && row.Version == escalation.TriggerVersion);
        if (version is null || book.Compile(version.TriggerId, version.Yaml) is not { } compiled)
            return new(escalation.Explanation, null);
        var state = State(db, escalation.PatientId, at, NewestMessage(escalation.Explanation));
        return new(escalation.Explanation, TriggerEvaluator.Explain(compiled.With(version.Version), state, at).ToJson());
    }

    /// <param name="message">Of several that came at that very instant, the last that counts.</param>
    private PatientState State(CompanionDb db, string patientId, DateTimeOffset at, string? message)
    {
        var learnt = db.Contexts.AsNoTracking().Where(row => row.PatientId == patientId && row.At <= at).OrderBy(row => row.At).ThenBy(row => row.MessageId)
            .AsEnumerable().LastOrDefault(row => Counts(row.At, row.MessageId))?.Read();
        var state = new PatientState(learnt?.Facts ?? new(patientId, null, null), book.Vocabulary) { Zone = site.Zone, Encounter = learnt?.Encounter };
        var since = at - SignalSeries.Retention;
        foreach (var batch in db.SignalBatches.AsNoTracking().Where(row => row.PatientId == patientId && row.RecordedAt >= since && row.RecordedAt <= at).OrderBy(row => row.RecordedAt).ThenBy(row => row.MessageId))
        {
            foreach (var signal in Counts(batch.RecordedAt, batch.MessageId) ? batch.Signals() : [])
                state.Add(signal);
        }

        state.Settings =
        [
            .. db.ParameterOverrides.AsNoTracking().Where(row => (row.PatientId == patientId || row.PatientId == null) && row.At <= at && (row.RemovedAt == null || row.RemovedAt > at))
                .AsEnumerable().Select(row => row.Setting() with { Until = row.ExpiresAt }),
        ];
        return state;

        bool Counts(DateTimeOffset recorded, string from) => recorded < at || message is null || string.CompareOrdinal(from, message) <= 0;
    }

    private static string? NewestMessage(string explanation)
    {
        using var kept = JsonDocument.Parse(explanation);
        return kept.RootElement.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("messageId").GetString()).OfType<string>().Max(StringComparer.Ordinal);
    }
}
