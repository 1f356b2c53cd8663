using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Explaining;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers;

/// <summary>A trigger told in plain words.</summary>
public static class TriggerSentence
{
    public static string Describe(CompiledTrigger trigger)
    {
        var bound = trigger.Program.Bound;
        var text = "When " + Phrasing.Condition(bound.When);
        if (trigger.For > TimeSpan.Zero)
            text += $", without a break for {DurationText.Words(trigger.For)}";
        if (bound.Where is { } where)
            text += $", for a patient {Patients(where)}";
        if (bound.Unless is { } unless)
            text += $", unless {Phrasing.Condition(unless)}";
        text += $": {Join([.. trigger.Actions.Select(Action)])}.";
        return trigger.Sla.Acknowledge is { } acknowledge ? $"{text} Somebody must acknowledge within {Long(acknowledge)}{(trigger.Sla.Calendar is { } calendar ? $" by the calendar {calendar}" : "")}." : text;
    }

    private static string Patients(BoundExpr where)
    {
        if (where is not BoundLogic { IsAnd: true } all)
            return Patient(where, first: true);
        return string.Join(" and ", all.Children.Select((part, i) => Patient(part, i == 0)));
    }

    private static string Patient(BoundExpr part, bool first)
    {
        var who = first ? "who " : "";
        if (part is BoundCompare { Left: BoundName { Concept.Name: "encounter.type" }, Operator: "=", Right: BoundConstant { Value: { } type } })
        {
            return who + type.ToUpperInvariant() switch
            {
                "ED" => "came through the emergency department",
                "INPATIENT" => "is an inpatient",
                "OBSERVATION" => "is under observation",
                "HOME" => "is cared for at home",
                _ => $"has a visit of type {type}",
            };
        }

        return part switch
        {
            BoundCompare { Left: BoundName { Concept.Name: "patient.age" } } => $"{who}is {Phrasing.Condition(part)}",
            BoundCall or BoundNot { Operand: BoundCall } => $"{who}is {Phrasing.Condition(part)}",
            BoundIn { Negated: false, Subject: BoundName { Concept.Name: "encounter.type" } } list => $"{who}came as {Phrasing.Either([.. list.Items.Select(Phrasing.Scalar)])}",
            _ => $"where {Phrasing.Condition(part)}",
        };
    }

    private static string Action(TriggerAction action) => action switch
    {
        NotifyAction notify => $"tell {Recipient(notify.Who)}",
        EscalateAction { After: var after } escalate when after > TimeSpan.Zero => $"after {Long(after)} tell {Recipient(escalate.To)}",
        EscalateAction escalate => $"escalate to {Recipient(escalate.To)}",
        RouteReferralAction route => $"send a referral to {route.Service}",
        LogAction => "log it",
        TaskAction task => $"open the task \"{task.Title}\"",
        EhrTaskAction task => $"write the task \"{task.Title}\" to the record system",
        MessageAction => "send the patient a message",
        WebhookAction webhook => $"call {webhook.Endpoint}",
        _ => throw new InvalidOperationException($"{action.GetType().Name} has no words."),
    };

    private static string Recipient(string who)
    {
        var at = who.IndexOf('@', StringComparison.Ordinal);
        if (who.StartsWith("on_call(", StringComparison.Ordinal))
            return $"whoever is on call for {who[8..^1].Trim('"').Replace('_', ' ')}";
        var name = (at > 0 ? who[..at] : who).Replace('_', ' ').Replace('.', ' ');
        return $"the {name}";
    }

    private static string Long(TimeSpan span) =>
        span.TotalMinutes < 60 || span.Minutes != 0 ? DurationText.Words(span).Replace("min", "minutes", StringComparison.Ordinal)
        : span.TotalHours < 48 ? $"{span.TotalHours:0} {(span.TotalHours is 1 ? "hour" : "hours")}" : $"{span.TotalDays:0} days";

    private static string Join(string[] parts) => parts.Length switch
    {
        0 => "do nothing",
        1 => parts[0],
        2 => $"{parts[0]} and {parts[1]}",
        _ => string.Join(", ", parts[..^1]) + ", and " + parts[^1],
    };
}
