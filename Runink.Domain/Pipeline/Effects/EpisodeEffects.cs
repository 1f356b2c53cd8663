using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Who does what: turns the gate's decision into escalations, referrals, messages and facts.</summary>
internal sealed class EpisodeEffects(EpisodeOpening opening)
{
    public void Carry(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, string key, EpisodeDecision decision)
    {
        switch (decision.Move)
        {
            case EpisodeMove.Fire:
                opening.Open(scope, loaded, trigger, key, couldNotEvaluate: false);
                break;
            case EpisodeMove.CannotEvaluate:
                opening.Open(scope, loaded, trigger, key, couldNotEvaluate: true);
                break;
            case EpisodeMove.Suppress:
                scope.Record(
                    "escalation_suppressed", new Subject("trigger", trigger.Id), Actor.Trigger(trigger.Id, trigger.Version),
                    Detail.Of(("patient", loaded.Patient.Id), ("reason", decision.Reason)));
                break;
            case EpisodeMove.ReAlert:
                OnOpen(scope, trigger, key, escalation => Worsened(scope, loaded, trigger, escalation));
                break;
            case EpisodeMove.Resolve:
                OnOpen(scope, trigger, key, escalation => escalation.CloseByRule(retracted: decision.Reason == "result-corrected", scope.Now));
                break;
            case EpisodeMove.Retract:
                OnOpen(scope, trigger, key, escalation => new EscalationChange("corrected", "escalation_result_corrected", "A corrected result: the condition no longer holds. Decide whether to close it."));
                break;
            case EpisodeMove.Hold or EpisodeMove.ReArm:
                break;
        }
    }

    /// <summary>Writes what happened beside the work, into the ledger, and tells the watchers.</summary>
    internal static void Note(WriteScope scope, Escalation escalation, EscalationChange change, Actor actor)
    {
        scope.Db.EscalationEvents.Add(new EscalationEventRecord
        {
            Id = scope.Ids.Next(),
            EscalationId = escalation.Id,
            At = scope.Now,
            Kind = change.Kind,
            ActorName = actor.Name,
            Text = change.Text,
        });
        scope.Record(change.FactKind, new Subject("escalation", escalation.Id), actor, Detail.Of(("status", escalation.Status.ToString().ToLowerInvariant()), ("textHash", Detail.HashOf(change.Text))));
        scope.Announce(new Change("escalation", escalation.Id));
    }

    private static EscalationChange? Worsened(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, Escalation escalation)
    {
        var explanation = TriggerEvaluator.Explain(trigger, loaded.State, scope.Now);
        escalation.WakeWorsened();
        escalation.Headline = explanation.Headline.Text;
        escalation.Explanation = explanation.ToJson();
        scope.Announce(new Change("escalation", escalation.Id, Critical: true));
        return new EscalationChange("worsened", "escalation_worsened", explanation.Headline.Text);
    }

    private static void OnOpen(WriteScope scope, CompiledTrigger trigger, string key, Func<Escalation, EscalationChange?> what)
    {
        var escalation = scope.Db.Escalations
            .Where(row => row.TriggerId == trigger.Id && row.EpisodeKey == key && !row.IsUnknown && row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted)
            .OrderByDescending(row => row.OpenedAt).FirstOrDefault();
        if (escalation is not null && what(escalation) is { } change)
            Note(scope, escalation, change, Actor.Trigger(trigger.Id, trigger.Version));
    }
}
