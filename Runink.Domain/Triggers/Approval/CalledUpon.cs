using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Approval;

/// <param name="Who">As the trigger names it.</param>
/// <param name="When">"at once", "after 10 min if nobody has acknowledged", …</param>
public sealed record Called(string Who, string When);

/// <summary>Whom and what a trigger calls, and where.</summary>
/// <param name="Units">Units that its condition names; empty when it names none and concerns the whole hospital.</param>
/// <param name="Elsewhere">What leaves this program: services, endpoints, the record system, the patient.</param>
public sealed record CalledUpon(IReadOnlyList<Called> People, IReadOnlyList<string> Elsewhere, IReadOnlyList<string> Units)
{
    public static CalledUpon Of(CompiledTrigger trigger)
    {
        var people = new List<Called>();
        var elsewhere = new List<string>();
        foreach (var action in trigger.Actions)
        {
            switch (action)
            {
                case NotifyAction notify:
                    people.Add(new(notify.Who, "at once"));
                    break;
                case EscalateAction escalate:
                    people.Add(new(escalate.To, escalate.After > TimeSpan.Zero ? $"after {DurationText.Words(escalate.After)}" : "at once"));
                    break;
                case TaskAction { For: { } who }:
                    people.Add(new(who, "with a task"));
                    break;
                case RouteReferralAction route:
                    elsewhere.Add($"A referral to {route.Service}");
                    break;
                case EhrTaskAction task:
                    elsewhere.Add($"A task in the record system: {task.Title}");
                    break;
                case MessageAction:
                    elsewhere.Add("A message to the patient");
                    break;
                case WebhookAction webhook:
                    elsewhere.Add($"A call to {webhook.Endpoint}");
                    break;
            }
        }

        if (trigger.OnWorklist)
            people.AddRange(trigger.Escalation.Steps.Select(step => new Called(step.To, $"after {DurationText.Words(step.After)} while nobody has acknowledged")));
        var bound = trigger.Program.Bound;
        return new([.. people.Distinct()], elsewhere, [.. new[] { bound.When, bound.Where }.OfType<BoundExpr>().SelectMany(UnitsIn).Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    private static IEnumerable<string> UnitsIn(BoundExpr part) => part switch
    {
        BoundCompare { Left: BoundName { Concept.Name: "encounter.unit" }, Operator: "=", Right: BoundConstant { Value: { } unit } } => [unit],
        BoundIn { Negated: false, Subject: BoundName { Concept.Name: "encounter.unit" } } list => list.Items.OfType<BoundConstant>().Select(item => item.Value).OfType<string>(),
        BoundNot => [],
        _ => part.Children.SelectMany(UnitsIn),
    };
}
