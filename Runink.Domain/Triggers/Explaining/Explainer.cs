using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Compilation;

namespace Runink.Domain.Triggers.Explaining;

/// <summary>Runs a trigger with a trace and tells what it found.</summary>
internal static class Explainer
{
    public static Explanation Explain(CompiledTrigger trigger, PatientState state, DateTimeOffset now)
    {
        var program = trigger.Program;
        var evaluation = TriggerEvaluator.Evaluate(trigger, state, now);
        var trace = Run(program, state, now);
        var when = Finding.Of(program.When, trace, deciding: true).ToArray();
        var where = Finding.Of(program.Where, trace, deciding: true).ToArray();
        // What is false elsewhere says more than what is unknown here, and the other way round: each side is told whole.
        var allWhen = evaluation.Holds == Verdict.True ? when : Finding.Of(program.When, trace, deciding: false).ToArray();
        var exception = program.Unless is { } unless ? Phrasing.Plain.Condition(unless.Bound) : null;
        var causes = evaluation.Holds == Verdict.Unknown
            ? allWhen.Concat(where).Where(f => f.Verdict == Verdict.Unknown).Select(Wording.Cause).Select(Phrasing.Capital).Distinct(StringComparer.Ordinal).ToArray()
            : [];
        return new(
            new(trigger.Id, trigger.Version, trigger.Hash),
            trigger.Source,
            evaluation.Holds,
            Wording.Sentence(evaluation.Holds, evaluation.Holds == Verdict.Unknown ? allWhen : when, where, evaluation.Suppressed, exception),
            Wording.Headline(trigger, state, now, [.. Finding.Of(program.When, trace, deciding: false)]),
            Nodes(program, trace),
            InputReader.Of(program, trace, state, now),
            causes,
            [.. Wording.WouldChange(evaluation.Holds, allWhen, where, evaluation.NextChange, state.Zone).Distinct(StringComparer.Ordinal)]);
    }

    public static Headline Headline(CompiledTrigger trigger, PatientState state, DateTimeOffset now)
    {
        var trace = Run(trigger.Program, state, now);
        return Wording.Headline(trigger, state, now, [.. Finding.Of(trigger.Program.When, trace, deciding: false)]);
    }

    /// <summary>All of when, where and unless, whatever decides: what each part yielded.</summary>
    public static Trace Run(TriggerProgram program, PatientState state, DateTimeOffset now)
    {
        var trace = new Trace(program.Nodes.Count, state.Zone);
        var frame = program.Frame(state, now);
        frame.Trace = trace;
        program.When.Test(ref frame);
        program.Where?.Test(ref frame);
        program.Unless?.Test(ref frame);
        return trace;
    }

    private static List<ExplanationNode> Nodes(TriggerProgram program, Trace trace)
    {
        var nodes = new List<ExplanationNode>();
        foreach (var root in new Code?[] { program.When, program.Where, program.Unless })
        {
            if (root is not null)
                Walk(root, null);
        }

        return nodes;

        void Walk(Code node, string? parent)
        {
            var result = trace[node];
            var id = string.Create(CultureInfo.InvariantCulture, $"n{node.Index}");
            if (node is not ConstantCode && result.Seen)
                nodes.Add(new(id, parent, node.Bound.Span, node.Bound.Text, node is ConditionCode ? result.Verdict.Word() : Shown.Alone(result.Value, node.Bound.Type)));
            foreach (var child in node.Children)
                Walk(child, id);
        }
    }
}
