using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What a trigger does outside of the product: a call to a registered endpoint, a task in the record system. Both leave through the outbox.</summary>
internal sealed class OutsideActions(RegisteredEndpoints endpoints, SiteOptions site)
{
    /// <summary>An endpoint that nobody registered is a row as well: it fails in the open, where a person looks.</summary>
    public void Call(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger, Escalation escalation, WebhookAction webhook)
    {
        var endpoint = endpoints.Find(webhook.Endpoint);
        var text = webhook.Body is not null && endpoint is { MayCarryPhi: true } ? trigger.Render(webhook.Body, loaded.State, scope.Now) : null;
        Write(scope, escalation, endpoint?.Kind ?? "webhook", endpoint?.Name ?? webhook.Endpoint, new OutsideContent(NoticeOf(escalation, trigger.OnWorklist), text));
    }

    public void WriteTask(WriteScope scope, Escalation escalation, EhrTaskAction task, Actor actor)
    {
        if (endpoints.ForEhrTasks is not { } endpoint)
        {
            scope.Record("action_not_available", new Subject("escalation", escalation.Id), actor, Detail.Of(("action", nameof(EhrTaskAction)), ("reason", "no record system is registered")));
            return;
        }

        var order = new EhrTaskOrder(
            escalation.PatientId, escalation.EncounterId, task.For, task.Title, PriorityOf(task.Priority, escalation.Severity),
            task.Due is { } due ? escalation.OpenedAt + due : escalation.ResolveDueAt ?? escalation.AcknowledgeDueAt);
        Write(scope, escalation, endpoint.Kind, endpoint.Name, new OutsideContent(NoticeOf(escalation, isListed: true), Task: order));
    }

    /// <summary>A message about an escalation for a registered endpoint.</summary>
    public EscalationNotice NoticeOf(Escalation escalation, bool isListed) => new(
        escalation.Id, escalation.TriggerId, escalation.TriggerName, escalation.Severity, escalation.Unit,
        isListed ? $"{site.BaseUrl}/escalations/{escalation.Id}" : null, escalation.AcknowledgeDueAt);

    /// <summary>FHIR request priority: as the trigger says, else as urgent as the escalation is.</summary>
    private static string PriorityOf(string? requested, string severity) => (requested?.ToLowerInvariant(), severity) switch
    {
        ({ } said and ("routine" or "urgent" or "asap" or "stat"), _) => said,
        (_, "critical") => "stat",
        (_, "high") => "urgent",
        _ => "routine",
    };

    private static void Write(WriteScope scope, Escalation escalation, string channel, string to, OutsideContent content)
    {
        var place = string.IsNullOrEmpty(escalation.Unit) ? "" : $", {escalation.Unit}";
        var message = new OutboxMessage
        {
            Id = scope.Ids.Next(),
            Channel = channel,
            To = to,
            Subject = $"{char.ToUpperInvariant(escalation.Severity[0])}{escalation.Severity[1..]}: {escalation.TriggerName}{place}",
            Body = content.Task is { } task ? task.Title : $"{escalation.TriggerName} needs somebody now{place}.",
            Content = content.Write(),
            EscalationId = escalation.Id,
            CreatedAt = scope.Now,
        };
        message.Plan(scope.Now);
        scope.Db.Outbox.Add(message);
        scope.Announce(new Change("delivery", message.Id));
    }
}
