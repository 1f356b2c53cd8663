using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Evaluation;

/// <summary>Does it matter: evaluates the triggers that read what changed, and hands what the gate decides to the effects.</summary>
internal sealed class TriggerDispatcher(TriggerCatalog catalog, EpisodeEffects effects, ShadowDispatcher shadows)
{
    private const string UpsertDue = """
        INSERT INTO DueEvaluations (TriggerId, PatientId, DueAt) VALUES ($0, $1, $2) ON CONFLICT (TriggerId, PatientId) DO UPDATE SET DueAt = $2
        """;

    private const string DeleteDue = "DELETE FROM DueEvaluations WHERE TriggerId = $0 AND PatientId = $1";

    /// <param name="corrected">True when the message corrected or withdrew a result.</param>
    public void After(WriteScope scope, LoadedPatient loaded, IReadOnlySet<string> concepts, bool contextChanged, bool corrected)
    {
        var set = catalog.Current;
        var touched = new HashSet<CompiledTrigger>(ReferenceEqualityComparer.Instance);
        if (contextChanged)
            touched.UnionWith(set.ReadingContext);
        foreach (var concept in concepts)
            set.Awaken(concept, loaded.State, scope.Now, touched);
        foreach (var ((id, _), episode) in loaded.Episodes)
        {
            if (!episode.IsQuiet && set.ById(id) is { } restless && concepts.Any(restless.Reads.Contains))
                touched.Add(restless);
        }

        foreach (var trigger in touched.OrderBy(trigger => trigger.Id, StringComparer.Ordinal))
            Evaluate(scope, loaded, trigger, corrected);
        shadows.After(scope, loaded, concepts, contextChanged, corrected);
    }

    /// <summary>What an episode of the trigger belongs to now; null when the trigger is not in force.</summary>
    public string? KeyOf(LoadedPatient loaded, string triggerId) => catalog.Current.ById(triggerId) is { } trigger ? KeyOf(loaded, trigger) : null;

    /// <summary>Asks all triggers anew: what is known of the patient was put together or taken apart.</summary>
    public void All(WriteScope scope, LoadedPatient loaded)
    {
        foreach (var trigger in catalog.Current.All.OrderBy(trigger => trigger.Id, StringComparer.Ordinal))
            Evaluate(scope, loaded, trigger, corrected: true);
    }

    public void Evaluate(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, bool corrected)
    {
        var key = KeyOf(loaded, trigger);
        var evaluation = TriggerEvaluator.Evaluate(trigger, loaded.State, scope.Now);
        var decision = EpisodeGate.Decide(
            trigger.Episode, EpisodeStates.Get(loaded, trigger.Id, key), EpisodeInput.From(evaluation, corrected), scope.Now);
        EpisodeStates.Set(scope, loaded, trigger.Id, key, decision.Next);
        SetDue(scope, loaded, trigger.Id, Earlier(evaluation.NextChange, decision.CheckAgainAt));
        effects.Carry(scope, loaded, trigger, key, decision);
    }

    /// <summary>The row that brought an evaluation about is done, whatever comes next.</summary>
    public static void ClearDue(WriteScope scope, LoadedPatient loaded, string triggerId) => SetDue(scope, loaded, triggerId, null);

    public static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null || a < b ? a : b;

    private static string KeyOf(LoadedPatient loaded, CompiledTrigger trigger) => trigger.Episode.Per == EpisodePer.Encounter ? loaded.EncounterKey : loaded.Patient.Id;

    public static void SetDue(WriteScope scope, LoadedPatient loaded, string triggerId, DateTimeOffset? dueAt)
    {
        if (dueAt is null)
        {
            if (loaded.Due.Remove(triggerId))
                scope.Post(DeleteDue, triggerId, loaded.Patient.Id);
        }
        else if (!loaded.Due.TryGetValue(triggerId, out var known) || known != dueAt)
        {
            loaded.Due[triggerId] = dueAt.Value;
            scope.Post(UpsertDue, triggerId, loaded.Patient.Id, dueAt.Value.UtcTicks);
        }
    }
}
