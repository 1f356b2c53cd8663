using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;

namespace Runink.Domain.Triggers.Explaining;

/// <summary>A number at which a trigger in force looks at a measured value of a patient.</summary>
/// <param name="Relation">How the value is compared: <c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c> or <c>&lt;=</c>.</param>
/// <param name="Number">In the concept's own unit; what is set for the patient or the unit goes before what is declared.</param>
public sealed record TriggerLimit(string Concept, string Relation, decimal Number, string TriggerId, string TriggerName);

/// <summary>The plain limits of a trigger for one patient. Those that are meant for others (newborns, another unit) are left out.</summary>
public static class TriggerLimits
{
    public static IReadOnlyList<TriggerLimit> Of(CompiledTrigger trigger, PatientState state, DateTimeOffset now)
    {
        var program = trigger.Program;
        var trace = Explainer.Run(program, state, now);
        if (program.Where is { } where && IsMeantForOthers(where, trace))
            return [];
        var limits = new List<TriggerLimit>();
        Walk(program.When);
        return [.. limits.Distinct()];

        void Walk(Code node)
        {
            // What a negation holds back is no limit that anybody watches.
            if (node.Bound is BoundNot || IsMeantForOthers(node, trace))
                return;
            if (node.Bound is BoundCompare { Operator: ">" or ">=" or "<" or "<=", Left: BoundName { Concept: { IsContext: false, IsNumeric: true } concept }, Right: BoundConstant { Value: null } constant } compare)
                limits.Add(new TriggerLimit(concept.Name, compare.Operator, Number(node, constant), trigger.Id, trigger.Name));
            foreach (var child in node.Children)
                Walk(child);
        }

        decimal Number(Code compare, BoundConstant constant) =>
            compare.Children.OfType<ParameterCode>().FirstOrDefault() is { } parameter ? parameter.Seen(trace[parameter].Value).Number : constant.Number;
    }

    /// <summary>Who the patient is or where decides it alone: no value that could come would make it true.</summary>
    private static bool IsMeantForOthers(Code node, Trace trace) => node switch
    {
        { Bound: BoundLogic { IsAnd: true } } => node.Children.Any(child => IsMeantForOthers(child, trace)),
        ConditionCode => ReadsContextAlone(node.Bound) && trace[node] is { Seen: true, Verdict: Verdict.False },
        _ => false,
    };

    private static bool ReadsContextAlone(BoundExpr expr)
    {
        var names = Names(expr).ToList();
        return names.Count > 0 && names.TrueForAll(name => name.Concept.IsContext);
    }

    private static IEnumerable<BoundName> Names(BoundExpr expr) => expr.Children.SelectMany(Names).Concat(expr is BoundName name ? [name] : []);
}
