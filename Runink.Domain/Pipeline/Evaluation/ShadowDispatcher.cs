using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Evaluation;

/// <summary>Evaluates versions in shadow on live data, through the same gate: it writes down what they would have done, and does none of it.</summary>
internal sealed class ShadowDispatcher(TriggerCatalog catalog)
{
    public void After(WriteScope scope, LoadedPatient loaded, IReadOnlySet<string> concepts, bool contextChanged, bool corrected)
    {
        foreach (var shadow in catalog.Shadows.All)
        {
            if ((contextChanged && shadow.ReadsContext) || concepts.Any(shadow.Reads.Contains))
                Evaluate(scope, loaded, shadow, corrected);
        }
    }

    /// <param name="starting">What holds now held before the shadow began.</param>
    public static void Evaluate(WriteScope scope, LoadedPatient loaded, CompiledTrigger shadow, bool corrected, bool starting = false)
    {
        var key = shadow.Episode.Per == EpisodePer.Encounter ? loaded.EncounterKey : loaded.Patient.Id;
        var evaluation = TriggerEvaluator.Evaluate(shadow, loaded.State, scope.Now);
        var decision = EpisodeGate.Decide(
            shadow.Episode, EpisodeStates.Get(loaded, shadow.Id, key), EpisodeInput.From(evaluation, corrected), scope.Now);
        EpisodeStates.Set(scope, loaded, shadow.Id, key, decision.Next);
        TriggerDispatcher.SetDue(scope, loaded, shadow.Id, TriggerDispatcher.Earlier(evaluation.NextChange, decision.CheckAgainAt));
        ShadowFindingKind? kind = decision.Move switch
        {
            EpisodeMove.Fire => starting ? ShadowFindingKind.HeldAtStart : ShadowFindingKind.Fired,
            EpisodeMove.CannotEvaluate => ShadowFindingKind.Unknown,
            EpisodeMove.Suppress => ShadowFindingKind.Suppressed,
            _ => null,
        };
        if (kind is not { } found)
            return;
        scope.Db.ShadowFindings.Add(new ShadowFinding
        {
            Id = scope.Ids.Next(),
            TriggerId = Shadow.TriggerId(shadow),
            Version = shadow.Version,
            PatientId = loaded.Patient.Id,
            At = scope.Now,
            Kind = found,
            Unit = loaded.Open?.Unit,
            Text = decision.Move == EpisodeMove.Fire ? TriggerEvaluator.Headline(shadow, loaded.State, scope.Now).Text : decision.Reason,
        });
    }
}
