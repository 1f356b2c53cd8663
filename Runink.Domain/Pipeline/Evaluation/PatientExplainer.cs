using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Explaining;
using Runink.Domain.Triggers.Testing;

namespace Runink.Domain.Pipeline.Evaluation;

/// <summary>What the triggers say of one patient, read from the store beside the writer: at this moment, or again as at an earlier one.</summary>
public sealed class PatientExplainer(CompanionStore store, TriggerCatalog catalog, SiteOptions site, TimeProvider time)
{
    private readonly PatientStateReader states = new(catalog.Vocabulary, site);

    /// <param name="triggerId">Null explains every trigger in force.</param>
    public IReadOnlyList<(CompiledTrigger Trigger, Explanation Why)> Explain(string patientId, string? triggerId = null)
    {
        var now = time.GetUtcNow();
        using var db = store.Read();
        var state = states.ReadAt(db, patientId, now);
        var triggers = triggerId is null ? catalog.Current.All : catalog.Current.ById(triggerId) is { } one ? [one] : [];
        return [.. triggers.Select(trigger => (trigger, TriggerEvaluator.Explain(trigger, state, now)))];
    }

    /// <summary>What a trigger in force sees of the patient now, as a test without who it is; null when it is not in force.</summary>
    /// <param name="shouldFire">What the trigger should have done.</param>
    public (CompiledTrigger Trigger, PatientExample Example)? Example(string patientId, string triggerId, string name, bool shouldFire)
    {
        if (catalog.Current.ById(triggerId) is not { } trigger)
            return null;
        var now = time.GetUtcNow();
        using var db = store.Read();
        return (trigger, PatientExample.Of(trigger, states.ReadAt(db, patientId, now), now, name, shouldFire, catalog.Vocabulary));
    }

    /// <summary>The numbers at which triggers in force look at this patient's values.</summary>
    public IReadOnlyList<TriggerLimit> Limits(string patientId)
    {
        var now = time.GetUtcNow();
        using var db = store.Read();
        var state = states.ReadAt(db, patientId, now);
        return [.. catalog.Current.All.SelectMany(trigger => TriggerLimits.Of(trigger, state, now))];
    }

    /// <summary>Makes an escalation's explanation again from the rows that stood in the store when it was made.</summary>
    /// <exception cref="InvalidOperationException">There is no such escalation.</exception>
    public RerunExplanation Rerun(string escalationId)
    {
        using var db = store.Read();
        var escalation = db.Escalations.AsNoTracking().Single(row => row.Id == escalationId);
        // A worsening explains anew, at its own instant.
        var at = db.EscalationEvents.AsNoTracking().Where(row => row.EscalationId == escalationId && (row.Kind == "opened" || row.Kind == "worsened")).Max(row => row.At);
        var version = db.TriggerVersions.AsNoTracking().SingleOrDefault(row => row.TriggerId == escalation.TriggerId && row.Version == escalation.TriggerVersion);
        if (version is null || catalog.Compile(version.TriggerId, version.Yaml) is not { } compiled)
            return new(escalation.Explanation, null);
        var state = states.ReadAt(db, escalation.PatientId, at, NewestMessage(escalation.Explanation));
        return new(escalation.Explanation, TriggerEvaluator.Explain(compiled.With(version.Version), state, at).ToJson());
    }

    private static string? NewestMessage(string explanation)
    {
        using var kept = JsonDocument.Parse(explanation);
        return kept.RootElement.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("messageId").GetString()).OfType<string>().Max(StringComparer.Ordinal);
    }
}

/// <summary>An explanation as it was kept, and as the kept text of its trigger and the kept signals make it today.</summary>
/// <param name="Again">Null when that version's text no longer compiles.</param>
public sealed record RerunExplanation(string Kept, string? Again)
{
    /// <summary>Byte for byte.</summary>
    public bool Identical => string.Equals(Kept, Again, StringComparison.Ordinal);
}
