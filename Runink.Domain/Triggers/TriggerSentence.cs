using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Explaining;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers;

/// <summary>A trigger told in plain words.</summary>
public static class TriggerSentence
{
    public static string Describe(CompiledTrigger trigger) => Describe(trigger, null);

    /// <param name="marks">Notes which words stand where in the trigger's own text.</param>
    internal static string Describe(CompiledTrigger trigger, SentenceMarks? marks)
    {
        var (bound, told) = (trigger.Program.Bound, marks is null ? Phrasing.Plain : new Phrasing(marks));
        var node = bound.Parsed.Node;
        var text = "When " + told.Condition(bound.When);
        if (trigger.For > TimeSpan.Zero)
            text += $", without a break for {Marked("duration", DurationText.Words(trigger.For), node["for"])}";
        if (bound.Where is { } where)
            text += $", for a patient {Patients(told, marks, where)}";
        if (bound.Unless is { } unless)
            text += $", unless {told.Condition(unless)}";
        var then = node["then"] as YamlList;
        text += $": {Join([.. trigger.Actions.Select((action, i) => Action(action, Who(action, then?.Items.ElementAtOrDefault(i) as YamlMap)))])}.";
        return trigger.Sla.Acknowledge is { } acknowledge
            ? $"{text} Somebody must acknowledge within {Marked("duration", Long(acknowledge), (node["sla"] as YamlMap)?["acknowledge"])}{(trigger.Sla.Calendar is { } calendar ? $" by the calendar {calendar}" : "")}."
            : text;

        string Marked(string kind, string words, YamlNode? at) => marks?.Scalar(kind, words, at) ?? words;
        string Who(TriggerAction action, YamlMap? at) => action switch
        {
            NotifyAction notify => Marked("who", Recipient(notify.Who), at?["who"] ?? at?["to"]),
            EscalateAction escalate => Marked("who", Recipient(escalate.To), at?["to"] ?? at?["who"]),
            _ => "",
        };
    }

    private static string Patients(Phrasing told, SentenceMarks? marks, BoundExpr where)
    {
        if (where is not BoundLogic { IsAnd: true } all)
            return Patient(told, marks, where, first: true);
        return string.Join(" and ", all.Children.Select((part, i) => Patient(told, marks, part, i == 0)));
    }

    private static string Patient(Phrasing told, SentenceMarks? marks, BoundExpr part, bool first)
    {
        var who = first ? "who " : "";
        if (part is BoundCompare { Left: BoundName { Concept: { Name: "encounter.type" } visit }, Operator: "=", Right: BoundConstant { Value: { } type } constant })
        {
            return who + type.ToUpperInvariant() switch
            {
                "ED" => $"came through {Kind("the emergency department")}",
                "INPATIENT" => $"is {Kind("an inpatient")}",
                "OBSERVATION" => $"is {Kind("under observation")}",
                "HOME" => $"is {Kind("cared for at home")}",
                _ => $"has a visit of type {Kind(type)}",
            };

            string Kind(string words)
            {
                if (marks is null)
                    return words;
                marks.About = visit;
                var marked = marks.Constant(words, constant);
                marks.About = null;
                return marked;
            }
        }

        return part switch
        {
            BoundCompare { Left: BoundName { Concept.Name: "patient.age" } } => $"{who}is {told.Condition(part)}",
            BoundCall { Function.Name: "has_condition" } or BoundNot { Operand: BoundCall { Function.Name: "has_condition" } } => told.Condition(part),
            BoundCall or BoundNot { Operand: BoundCall } => $"{who}is {told.Condition(part)}",
            BoundIn { Negated: false, Subject: BoundName { Concept.Name: "encounter.type" } } list => $"{who}came as {Phrasing.Either([.. list.Items.Select(told.Scalar)])}",
            _ => $"where {told.Condition(part)}",
        };
    }

    private static string Action(TriggerAction action, string who) => action switch
    {
        NotifyAction => $"tell {who}",
        EscalateAction { After: var after } when after > TimeSpan.Zero => $"after {Long(after)} tell {who}",
        EscalateAction => $"escalate to {who}",
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
