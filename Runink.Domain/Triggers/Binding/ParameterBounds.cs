using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Binding;

/// <summary>What a named number is compared with: whoever overrides it must stay within what that can be.</summary>
internal static class ParameterBounds
{
    /// <returns>Each concept once whose own values, not their differences, stand on the other side.</returns>
    public static IReadOnlyList<Concept> Of(BoundTrigger trigger, string parameter)
    {
        var found = new List<Concept>();
        foreach (var root in new[] { trigger.When, trigger.Where, trigger.Unless, trigger.ResolveWhen, trigger.ReAlertWhen })
        {
            if (root is not null)
                Walk(root);
        }

        return found;

        void Walk(BoundExpr expr)
        {
            if (expr is BoundCompare compare && (Opposite(compare.Left, compare.Right) ?? Opposite(compare.Right, compare.Left)) is { } concept && !found.Contains(concept))
                found.Add(concept);
            foreach (var child in expr.Children)
                Walk(child);
        }

        Concept? Opposite(BoundExpr named, BoundExpr measured) =>
            named is BoundParameter number && number.Name == parameter && Measured(measured) is { PlausibleRange: not null } about ? about : null;
    }

    private static Concept? Measured(BoundExpr expr) => expr switch
    {
        BoundName name => name.Concept,
        BoundConvert convert => Measured(convert.Operand),
        BoundCall { Function.Result: ResultRule.SameAsFirst } call => call["x"]?.Series,
        _ => null,
    };
}
