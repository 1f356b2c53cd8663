using System.Text.Json;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Referrals;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Opens an episode: the row on the worklist, its ladder, and every action of the trigger.</summary>
internal sealed class EpisodeOpening(Vocabulary vocabulary, SiteOptions site)
{
    private const int SparkPoints = 12;

    public void Open(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, string key, bool couldNotEvaluate)
    {
        var explanation = TriggerEvaluator.Explain(trigger, loaded.State, scope.Now);
        var escalation = Make(scope, loaded, trigger, key, explanation, couldNotEvaluate);
        var actor = Actor.Trigger(trigger.Id, trigger.Version);
        if (trigger.OnWorklist || couldNotEvaluate)
        {
            scope.Db.Escalations.Add(escalation);
            EpisodeEffects.Note(scope, escalation, new EscalationChange("opened", "escalation_opened", explanation.Headline.Text), actor);
            if (trigger.Severity == TriggerSeverity.Critical)
                scope.Announce(new Change("escalation", escalation.Id, Critical: true));
        }

        if (couldNotEvaluate)
            return;
        AddLadder(scope, trigger, escalation);
        foreach (var action in trigger.Actions)
            Do(scope, loaded, trigger, escalation, action, explanation, actor);
    }

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
            Checklist = Escalation.WriteChecklist(couldNotEvaluate ? [] : Work(trigger)),
            Sources = JsonSerializer.Serialize(explanation.Inputs.Select(input => input.MessageId).OfType<string>().Distinct(StringComparer.Ordinal)),
            AcknowledgeDueAt = Due(trigger, scope.Now, trigger.Sla.Acknowledge),
            ActDueAt = Due(trigger, scope.Now, trigger.Sla.Act),
            ResolveDueAt = Due(trigger, scope.Now, trigger.Sla.Resolve),
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
        if (headline.Concept is null || vocabulary.Find(headline.Concept) is not { IsNumeric: true } concept)
            return null;
        var points = state.Series(concept.Name)
            .Select(signal => Sample.Of(signal, concept))
            .Where(sample => sample is { Fault: SampleFault.None, Number.IsPoint: true })
            .Select(sample => new SparkPoint(sample.At, sample.Number.Low))
            .TakeLast(SparkPoints).ToList();
        return points.Count == 0 ? null : new Sparkline(concept.Name, concept.ShortLabel, headline.Unit ?? concept.Unit, points, headline.Threshold);
    }

    private DateTimeOffset? Due(CompiledTrigger trigger, DateTimeOffset fired, TimeSpan? target) => trigger.Sla.Due(fired, target, vocabulary.Calendars, site.Zone);

    private void AddLadder(WriteScope scope, CompiledTrigger trigger, Escalation escalation)
    {
        var step = 0;
        foreach (var rung in trigger.Escalation.Steps)
        {
            for (var round = 0; round <= rung.Repeat; round++)
            {
                scope.Db.LadderSteps.Add(new LadderStepRecord
                {
                    EscalationId = escalation.Id,
                    Step = ++step,
                    To = rung.To,
                    DueAt = Due(trigger, escalation.OpenedAt, rung.After * (round + 1))!.Value,
                });
            }
        }
    }

    private void Do(
        WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, Escalation escalation, TriggerAction action,
        Explanation explanation, Actor actor)
    {
        switch (action)
        {
            case NotifyAction notify:
                scope.Db.Outbox.Add(Mail(scope, escalation, notify.Who, notify.Message is null ? null : trigger.Render(notify.Message, loaded.State, scope.Now)));
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
                scope.Db.Outbox.Add(Mail(scope, escalation, escalate.To, null));
                break;
            case EscalateAction escalate:
                scope.Db.LadderSteps.Add(new LadderStepRecord
                {
                    EscalationId = escalation.Id,
                    Step = 100 + scope.Db.LadderSteps.Local.Count,
                    To = escalate.To,
                    DueAt = Due(trigger, escalation.OpenedAt, escalate.After)!.Value,
                });
                break;
            case TaskAction:
                break;
            default:
                // Patient messages, EHR tasks and webhooks have no channel here yet: the ledger says that they were not done.
                scope.Record("action_not_available", new Subject("escalation", escalation.Id), actor, Detail.Of(("action", action.GetType().Name)));
                break;
        }
    }

    /// <summary>Says where and how urgent, never who: a mailbox is not a chart.</summary>
    internal OutboxMessage Mail(WriteScope scope, Escalation escalation, string who, string? message)
    {
        var place = string.IsNullOrEmpty(escalation.Unit) ? "" : $", {escalation.Unit}";
        var mail = new OutboxMessage
        {
            Id = scope.Ids.Next(),
            Channel = "email",
            To = who,
            Subject = $"{char.ToUpperInvariant(escalation.Severity[0])}{escalation.Severity[1..]}: {escalation.TriggerName}{place}",
            Body = $"{message ?? $"{escalation.TriggerName} needs somebody now{place}."}\n\nOpen it to see the patient, why it fired, and what to do:\n{site.BaseUrl}/escalations/{escalation.Id}\n\n"
                + (escalation.AcknowledgeDueAt is { } due ? $"Acknowledge by {TimeZoneInfo.ConvertTime(due, site.Zone):yyyy-MM-dd HH:mm} ({site.TimeZone}).\n" : ""),
            EscalationId = escalation.Id,
            CreatedAt = scope.Now,
        };
        mail.Plan(scope.Now);
        scope.Announce(new Change("delivery", mail.Id));
        return mail;
    }

    private static void StartReferral(
        WriteScope scope, LoadedPatient loaded, Escalation escalation, string service, string priority, string reason, Actor actor)
    {
        var open = scope.Db.Referrals.Local.Concat(scope.Db.Referrals.Where(row => row.PatientId == loaded.Patient.Id && row.Service == service))
            .FirstOrDefault(row => ReferralStates.IsOpen(row.State) && row.PatientId == loaded.Patient.Id && row.Service == service);
        if (open is not null)
        {
            scope.Record("referral_already_open", new Subject("referral", open.Id), actor, Detail.Of(("escalation", escalation.Id)));
            return;
        }

        var referral = Referral.Open(
            scope.Ids.Next(), service, loaded.Patient.Id, priority, reason, "escalation", escalation.Id,
            loaded.Patient.Mrn is not null, hasEvidence: true, scope.Now);
        scope.Db.Referrals.Add(referral);
        scope.Db.ReferralEvents.Add(new ReferralEventRecord
        {
            Id = scope.Ids.Next(),
            ReferralId = referral.Id,
            At = scope.Now,
            Kind = "received",
            ActorName = actor.Name,
            To = referral.State,
            Text = reason,
        });
        scope.Record("referral_received", new Subject("referral", referral.Id), actor, Detail.Of(("service", service), ("escalation", escalation.Id)));
        scope.Announce(new Change("referral", referral.Id));
    }
}
