using System.Text.Json;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Referrals;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Opens an episode: the row on the worklist, its ladder, and every action of the trigger.</summary>
internal sealed class EpisodeOpening(TriggerCatalog catalog, WorkCalendars calendars, Notices notices, Muting muting, ReferralCommandHandler referrals, OutsideActions outside)
{
    private const int SparkPoints = 12;

    public void Open(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, string key, bool couldNotEvaluate)
    {
        var explanation = TriggerEvaluator.Explain(trigger, loaded.State, scope.Now);
        var escalation = Make(scope, loaded, trigger, key, explanation, couldNotEvaluate);
        var actor = Actor.Trigger(trigger.Id, trigger.Version);
        if (trigger.OnWorklist || couldNotEvaluate)
            Show(scope, escalation, trigger, explanation, couldNotEvaluate, actor);
        if (couldNotEvaluate)
            return;
        foreach (var action in trigger.Actions)
            Do(scope, loaded, trigger, escalation, action, explanation, actor);
    }

    private void Show(WriteScope scope, Escalation escalation, CompiledTrigger trigger, Explanation explanation, bool couldNotEvaluate, Actor actor)
    {
        var calendar = calendars.Find(escalation.Calendar);
        escalation.SetTargets(new SlaTargets(trigger.Sla.Acknowledge, trigger.Sla.Act, trigger.Sla.Resolve), calendar, TimeSpan.Zero);
        escalation.NextWarningAt = SlaWarnings.Next(escalation, calendar, scope.Now);
        scope.Db.Escalations.Add(escalation);
        scope.Db.SlaSegments.Add(SlaSegment.Of(escalation, 0, "opened", scope.Now));
        EpisodeEffects.Write(scope, escalation, new EscalationChange("opened", "escalation_opened", explanation.Headline.Text), actor);
        if (!couldNotEvaluate)
            Ladder.Plan(scope, escalation, Kept(trigger)?.StepsFor(escalation.Unit) ?? trigger.Escalation.Steps, length => After(escalation, length));
        muting.Opened(scope, escalation);
        if (trigger.Severity == TriggerSeverity.Critical && !escalation.IsMuted)
            scope.Announce(new Change("escalation", escalation.Id, Critical: true));
    }

    /// <summary>The policy that the trigger names and somebody keeps; null when its steps stand in its own text, or nobody keeps it.</summary>
    private EscalationPolicy? Kept(CompiledTrigger trigger) =>
        trigger.Escalation is { IsNamed: true, Policy: { } name } ? catalog.Policies.GetValueOrDefault(name) : null;

    private DateTimeOffset After(Escalation escalation, TimeSpan length) => Foundation.Calendars.WorkingTime.Add(calendars.Find(escalation.Calendar), escalation.OpenedAt, length);

    private Escalation Make(
        WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, string key, Explanation explanation, bool couldNotEvaluate) => new()
        {
            Id = scope.Ids.Next(),
            TriggerId = trigger.Id,
            TriggerVersion = trigger.Version,
            TriggerName = trigger.Name,
            EpisodeKey = key,
            PatientId = loaded.Patient.Id,
            EncounterId = loaded.Open?.Id,
            Unit = loaded.Open?.Unit,
            Severity = trigger.Severity.ToString().ToLowerInvariant(),
            IsUnknown = couldNotEvaluate,
            OpenedAt = scope.Now,
            SignalAt = explanation.Inputs.Max(input => input.ClinicalTime) ?? scope.Now,
            Headline = couldNotEvaluate ? $"Could not evaluate: {string.Join(", ", explanation.Causes)}" : explanation.Headline.Text,
            Narrative = Narrative(trigger, explanation, couldNotEvaluate),
            Explanation = explanation.ToJson(),
            Spark = Spark(loaded.State, explanation.Headline) is { } spark ? JsonSerializer.Serialize(spark) : null,
            Checklist = Teams.Checklist.Write(couldNotEvaluate ? [] : Work(trigger)),
            Sources = JsonSerializer.Serialize(explanation.Inputs.Select(input => input.MessageId).OfType<string>().Distinct(StringComparer.Ordinal)),
            Calendar = trigger.Sla.Calendar,
            Policy = Kept(trigger) is { } kept ? $"{kept.Id} v{kept.Version}" : trigger.Escalation.Policy,
            Fallback = Kept(trigger) is { } known ? known.Ladder.Fallback : trigger.Escalation.Fallback,
            AckExpires = Kept(trigger)?.Ladder.AckExpires ?? trigger.Escalation.AckExpires,
        };

    /// <summary>The checklist, then the tasks with whom they are for.</summary>
    private static IEnumerable<string> Work(CompiledTrigger trigger) => trigger.Checklist.Select(item => item.Text)
        .Concat(trigger.Actions.OfType<TaskAction>().Select(task => task.For is null ? task.Title : $"{task.Title} ({task.For.Replace('_', ' ')})"));

    /// <summary>What is happening and what is suggested, in sentences that a person can say aloud.</summary>
    private static string Narrative(CompiledTrigger trigger, Explanation explanation, bool couldNotEvaluate)
    {
        if (couldNotEvaluate)
            return $"{explanation.Sentence} Look at the data, then decide by hand.";
        var parts = new List<string> { explanation.Sentence };
        if (trigger.Checklist is [var first, ..])
            parts.Add($"First on the checklist: {first.Text.TrimEnd('.')}.");
        if (trigger.Actions.OfType<RouteReferralAction>().FirstOrDefault() is { } referral)
            parts.Add($"A referral to {referral.Service} is on the board.");
        return string.Join(' ', parts);
    }

    private Sparkline? Spark(PatientState state, Headline headline)
    {
        if (headline.Concept is null || catalog.Vocabulary.Find(headline.Concept) is not { IsNumeric: true } concept)
            return null;
        var points = state.Series(concept.Name)
            .Select(signal => Sample.Of(signal, concept))
            .Where(sample => sample is { Fault: SampleFault.None, Number.IsPoint: true })
            .Select(sample => new SparkPoint(sample.At, sample.Number.Low))
            .TakeLast(SparkPoints).ToList();
        return points.Count == 0 ? null : new Sparkline(concept.Name, concept.ShortLabel, headline.Unit ?? concept.Unit, points, headline.Threshold);
    }

    private void Do(
        WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, Escalation escalation, TriggerAction action,
        Explanation explanation, Actor actor)
    {
        switch (action)
        {
            case NotifyAction notify:
                Say(scope, escalation, notify.Channel is "slack" or "teams" or "webhook" ? $"{notify.Channel}:{notify.Who}" : notify.Who, notify.Message is null ? null : trigger.Render(notify.Message, loaded.State, scope.Now));
                break;
            case RouteReferralAction route:
                StartReferral(scope, loaded, escalation, route.Service, Referral.PriorityOf(route.Priority, escalation.Severity),
                    route.Reason is null ? explanation.Sentence : trigger.Render(route.Reason, loaded.State, scope.Now), actor);
                break;
            case LogAction entry:
                scope.Record(
                    trigger.Render(entry.Entry, loaded.State, scope.Now), new Subject("escalation", escalation.Id), actor,
                    Detail.Of(("trigger", trigger.Id), ("version", trigger.Version), ("hash", trigger.Hash)));
                break;
            case EscalateAction escalate when escalate.After == TimeSpan.Zero:
                Say(scope, escalation, escalate.To, null);
                break;
            case EscalateAction escalate:
                Ladder.Plan(scope, escalation, [new EscalationStep(escalate.After, escalate.To)], length => After(escalation, length));
                break;
            case TaskAction:
                break;
            case WebhookAction webhook:
                outside.Call(scope, loaded, trigger, escalation, webhook);
                break;
            case EhrTaskAction task:
                outside.WriteTask(scope, escalation, task, actor);
                break;
            default:
                // Patient messages have no channel here yet: the ledger says that they were not done.
                scope.Record("action_not_available", new Subject("escalation", escalation.Id), actor, Detail.Of(("action", action.GetType().Name)));
                break;
        }
    }

    /// <summary>Now, or when whatever keeps it quiet is gone.</summary>
    private void Say(WriteScope scope, Escalation escalation, string who, string? message)
    {
        if (escalation.IsMuted)
            Ladder.Plan(scope, escalation, who, scope.Now, message ?? "");
        else
            notices.Tell(scope, escalation, who, message);
    }

    private void StartReferral(
        WriteScope scope, LoadedPatient loaded, Escalation escalation, string service, string priority, string reason, Actor actor)
    {
        // A rule that is true again does not ask twice; a person who does is only warned.
        if (ReferralEffects.Twins(scope, loaded.Patient.Id, service) is [var open, ..])
        {
            scope.Record("referral_already_open", new Subject("referral", open.Id), actor, Detail.Of(("escalation", escalation.Id)));
            return;
        }

        referrals.Open(
            scope, new ReferralOpening(loaded.Patient.Id, service, priority, reason, "escalation", escalation.Id) { HasValues = true }, actor, Detail.Of(("service", service), ("escalation", escalation.Id)));
    }
}
