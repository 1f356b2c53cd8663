using System.Diagnostics;
using Runink.Domain.Foundation;
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
        var began = Stopwatch.GetTimestamp();
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
        Measures.Evaluations.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>What an episode of the trigger belongs to now; null when the trigger is not in force.</summary>
    public string? KeyOf(LoadedPatient loaded, string triggerId) => catalog.Current.ById(triggerId) is { } trigger ? KeyOf(loaded, trigger) : null;

    /// <summary>Asks all triggers anew: what is known of the patient was put together or taken apart.</summary>
    public void All(WriteScope scope, LoadedPatient loaded)
    {
        foreach (var trigger in catalog.Current.All.OrderBy(trigger => trigger.Id, StringComparer.Ordinal))
            Evaluate(scope, loaded, trigger, corrected: true);
    }

    public EpisodeMove Evaluate(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, bool corrected)
    {
        var key = KeyOf(loaded, trigger);
        var evaluation = TriggerEvaluator.Evaluate(trigger, loaded.State, scope.Now);
        var decision = EpisodeGate.Decide(
            trigger.Episode, EpisodeStates.Get(loaded, trigger.Id, key), EpisodeInput.From(evaluation, corrected), scope.Now);
        EpisodeStates.Set(scope, loaded, trigger.Id, key, decision.Next);
        SetDue(scope, loaded, trigger.Id, Earlier(evaluation.NextChange, decision.CheckAgainAt));
        effects.Carry(scope, loaded, trigger, key, decision);
        return decision.Move;
    }

    /// <summary>Does what a due row asks for: evaluates, or plans anew where a message has moved the instant since.</summary>
    public void Due(WriteScope scope, LoadedPatient loaded, string triggerId)
    {
        var isMoved = loaded.Due.TryGetValue(triggerId, out var due) && due.Wanted != due.Written && (due.Wanted is null || due.Wanted > scope.Now);
        WriteDue(scope, loaded, triggerId, isMoved ? due.Wanted : null);
        if (isMoved)
            return;
        if (catalog.Current.ById(triggerId) is { } trigger)
            Evaluate(scope, loaded, trigger, corrected: false);
        else if (catalog.Shadows.ById(triggerId) is { } shadow)
            ShadowDispatcher.Evaluate(scope, loaded, shadow, corrected: false);
    }

    public static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null || a < b ? a : b;

    private static string KeyOf(LoadedPatient loaded, CompiledTrigger trigger) => trigger.Episode.Per == EpisodePer.Encounter ? loaded.EncounterKey : loaded.Patient.Id;

    /// <summary>
    /// Plans the next look. An instant that stands in the store and comes earlier stays there, so that a busy patient does not rewrite
    /// it with each message; when it comes it is moved to what is wanted by then.
    /// </summary>
    public static void SetDue(WriteScope scope, LoadedPatient loaded, string triggerId, DateTimeOffset? dueAt)
    {
        if (loaded.Due.TryGetValue(triggerId, out var planned) && planned.Written > scope.Now && (dueAt is null || dueAt >= planned.Written))
            loaded.Due[triggerId] = planned with { Wanted = dueAt };
        else if (planned.Written != dueAt)
            WriteDue(scope, loaded, triggerId, dueAt);
        else
            loaded.Due[triggerId] = planned with { Wanted = dueAt };
    }

    private static void WriteDue(WriteScope scope, LoadedPatient loaded, string triggerId, DateTimeOffset? dueAt)
    {
        if (dueAt is { } at)
        {
            loaded.Due[triggerId] = new(at, at);
            scope.Post(UpsertDue, triggerId, loaded.Patient.Id, at.UtcTicks);
        }
        else if (loaded.Due.Remove(triggerId))
        {
            scope.Post(DeleteDue, triggerId, loaded.Patient.Id);
        }
    }
}
