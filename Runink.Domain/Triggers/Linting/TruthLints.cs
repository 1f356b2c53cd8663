using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Linting;

/// <summary>Conditions that their own parts make always or never true.</summary>
internal static class TruthLints
{
    public static void Run(BoundTrigger trigger, Report report)
    {
        foreach (var root in new[] { trigger.When, trigger.Where, trigger.Unless, trigger.ResolveWhen, trigger.ReAlertWhen })
        {
            if (root is not null)
                Walk(root, report);
        }

        if (trigger.Where is { } where)
        {
            var about = Parts(where, isAnd: true).ToArray();
            foreach (var part in Parts(trigger.When, isAnd: true))
            {
                if (Array.Find(about, other => Implication.Exclude(part, other)) is { } other)
                    report.Warning("RNK1703", $"This is never true while where asks for {other.Text}.", part.Span);
            }
        }

        Twins(trigger, report);
    }

    private static void Walk(BoundExpr expr, Report report)
    {
        if (expr is BoundLogic logic)
        {
            var parts = Parts(logic, logic.IsAnd).ToArray();
            for (var i = 0; i < parts.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (logic.IsAnd && Implication.Exclude(parts[i], parts[j]))
                        report.Warning("RNK1703", Told(logic, "never", parts[j], parts[i]), logic.Span);
                    else if (!logic.IsAnd && Implication.Exhaust(parts[i], parts[j]))
                        report.Warning("RNK1703", Told(logic, "always", parts[j], parts[i]), logic.Span);
                }
            }
        }

        foreach (var child in expr.Children)
        {
            // Parts of the same kind were looked at together with the whole.
            if (expr is not BoundLogic outer || child is not BoundLogic inner || inner.IsAnd != outer.IsAnd)
                Walk(child, report);
        }
    }

    private static string Told(BoundLogic whole, string how, BoundExpr first, BoundExpr second) =>
        first.Text == second.Text
            ? $"This is {how} true: the limits of {whole.Text} {(how == "never" ? "leave nothing between them" : "leave nothing out")}."
            : $"This is {how} true: {first.Text} and {second.Text} {(how == "never" ? "cannot both hold" : "cover every value")}.";

    private static IEnumerable<BoundExpr> Parts(BoundExpr expr, bool isAnd) =>
        expr is BoundLogic logic && logic.IsAnd == isAnd ? logic.Children.SelectMany(child => Parts(child, isAnd)) : [expr];

    private static void Twins(BoundTrigger trigger, Report report)
    {
        if (trigger.Unless is { } unless && Implication.Implies(trigger.When, unless))
            report.Warning("RNK1709", "Whenever `when` is true this is true too, so the trigger never fires.", unless.Span);
        if (trigger.ResolveWhen is { } resolve && Implication.Implies(trigger.When, resolve))
            report.Warning("RNK1709", "Whenever `when` is true this is true too, so the episode closes as it opens.", resolve.Span);
        if (trigger.ReAlertWhen is { } worse && Implication.Implies(trigger.When, worse))
            report.Warning("RNK1709", "Whenever `when` is true this is true too, so it tells nothing new.", worse.Span);
    }
}
