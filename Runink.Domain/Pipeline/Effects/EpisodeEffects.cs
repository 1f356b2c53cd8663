using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Who does what: turns the gate's decision into escalations, referrals, messages and facts.</summary>
internal sealed class EpisodeEffects(EpisodeOpening opening, Muting muting, Vocabulary vocabulary)
{
    public void Carry(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, string key, EpisodeDecision decision)
    {
        if (decision.Readable)
            CloseUnknown(scope, trigger, key);
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
                OnOpen(scope, trigger, key, escalation => escalation.CloseByRule(retracted: decision.Reason == "result-corrected", scope.Now), muting.Closed);
                break;
            case EpisodeMove.Retract:
                OnOpen(scope, trigger, key, escalation => new EscalationChange("corrected", "escalation_result_corrected", "A corrected result: the condition no longer holds. Decide whether to close it."));
                break;
            case EpisodeMove.Hold when decision is { Next.AsleepAt: { } before, Reason: "still-true" or "already-open" }:
                OnOpen(scope, trigger, key, escalation => WakeIfWorse(scope, loaded, trigger, key, escalation, before));
                break;
            case EpisodeMove.Hold or EpisodeMove.ReArm:
                break;
        }
    }

    /// <summary>Writes what happened beside the work, into the ledger, and tells the watchers; where it matters to the clocks a new segment of them begins.</summary>
    internal static void Note(WriteScope scope, Escalation escalation, EscalationChange change, Actor actor)
    {
        Write(scope, escalation, change, actor);
        if (change.Kind == "reopened" || RecordSystemTasks.StatusOf(escalation.Status) is not null)
            RecordSystemTasks.Follow(scope, escalation);
        scope.Db.SlaSegments.Where(segment => segment.EscalationId == escalation.Id).OrderByDescending(segment => segment.Ordinal).FirstOrDefault();
        if (scope.Db.SlaSegments.Local.Where(segment => segment.EscalationId == escalation.Id).MaxBy(segment => segment.Ordinal) is { } last && !last.Still(escalation))
            scope.Db.SlaSegments.Add(SlaSegment.Of(escalation, last.Ordinal + 1, change.Kind, scope.Now));
    }

    internal static void Write(WriteScope scope, Escalation escalation, EscalationChange change, Actor actor)
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

    private EscalationChange? Worsened(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, Escalation escalation)
    {
        var explanation = TriggerEvaluator.Explain(trigger, loaded.State, scope.Now);
        if (escalation.IsMuted)
            muting.Speak(scope, escalation, "A worse value came.");
        escalation.WakeWorsened();
        escalation.Headline = explanation.Headline.Text;
        escalation.Explanation = explanation.ToJson();
        scope.Announce(new Change("escalation", escalation.Id, Critical: true));
        return new EscalationChange("worsened", "escalation_worsened", explanation.Headline.Text);
    }

    /// <summary>Most triggers do not say what is worse; the value that drives it does.</summary>
    private EscalationChange? WakeIfWorse(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, string key, Escalation escalation, decimal before)
    {
        if (Worsening.Value(loaded.State, vocabulary, escalation) is not { } now || !Worsening.IsWorse(escalation, before, now) || escalation.WakeWorsened() is not { } woke)
            return null;
        EpisodeStates.Set(scope, loaded, trigger.Id, key, EpisodeStates.Get(loaded, trigger.Id, key) with { AsleepAt = null });
        var explanation = TriggerEvaluator.Explain(trigger, loaded.State, scope.Now);
        (escalation.Headline, escalation.Explanation) = (explanation.Headline.Text, explanation.ToJson());
        scope.Announce(new Change("escalation", escalation.Id, Critical: true));
        return woke;
    }

    /// <summary>What could not be evaluated has been: nobody has to look at the data any more.</summary>
    private void CloseUnknown(WriteScope scope, CompiledTrigger trigger, string key)
    {
        foreach (var escalation in scope.Db.Escalations.Where(row => row.TriggerId == trigger.Id && row.EpisodeKey == key && row.IsUnknown && row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted).ToList())
        {
            if (escalation.CloseAsReadable(scope.Now) is not { } change)
                continue;
            Note(scope, escalation, change, Actor.Trigger(trigger.Id, trigger.Version));
            muting.Closed(scope, escalation);
        }
    }

    private static void OnOpen(WriteScope scope, CompiledTrigger trigger, string key, Func<Escalation, EscalationChange?> what, Action<WriteScope, Escalation>? then = null)
    {
        var escalation = scope.Db.Escalations
            .Where(row => row.TriggerId == trigger.Id && row.EpisodeKey == key && !row.IsUnknown && row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted)
            .OrderByDescending(row => row.OpenedAt).FirstOrDefault();
        if (escalation is null || what(escalation) is not { } change)
            return;
        Note(scope, escalation, change, Actor.Trigger(trigger.Id, trigger.Version));
        then?.Invoke(scope, escalation);
    }
}
