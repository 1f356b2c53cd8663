using System.Text;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>Everything of a trigger that runs.</summary>
internal sealed class TriggerProgram
{
    private readonly Dictionary<string, (Syntax.ParsedTemplate Parsed, Code[] Holes)> templates = new(StringComparer.Ordinal);

    public TriggerProgram(BoundTrigger bound, Vocabulary vocabulary)
    {
        var compiler = new Compiler(vocabulary, bound.Parsed.Id, bound.When);
        Vocabulary = vocabulary;
        Bound = bound;
        StaleAfter = bound.Parsed.StaleAfter;
        FinalOnly = bound.Parsed.FinalOnly;
        var when = compiler.Condition(bound.When);
        When = bound.Parsed.For > TimeSpan.Zero
            ? new SustainedCode(bound.When, when, compiler.Slots(bound.When), bound.Parsed.For, bound.Parsed.MaxGap)
            : when;
        Where = Optional(bound.Where);
        Unless = Optional(bound.Unless);
        Resolve = Optional(bound.ResolveWhen);
        ReAlert = Optional(bound.ReAlertWhen);
        foreach (var template in bound.Templates)
        {
            templates[template.Parsed.Text] = (template.Parsed, [.. template.Holes.Select(Code (hole) =>
                hole.Type.Kind == TypeKind.Boolean && hole is not BoundName ? compiler.Condition(hole) : compiler.Scalar(hole))]);
        }

        Guards = [.. Guard.Of(When), .. Where is null ? [] : Guard.Of(Where)];
        var nodes = new List<Code>();
        foreach (var root in new Code?[] { When, Where, Unless })
        {
            if (root is not null)
                Number(root, nodes);
        }

        Explained = nodes.Count;
        foreach (var quiet in new Code?[] { Resolve, ReAlert }.Concat(templates.Values.SelectMany(t => t.Holes)))
        {
            if (quiet is not null)
                Number(quiet, nodes);
        }

        Nodes = nodes;

        ConditionCode? Optional(BoundExpr? expr) => expr is null ? null : compiler.Condition(expr);
    }

    public BoundTrigger Bound { get; }

    public Vocabulary Vocabulary { get; }

    public ConditionCode When { get; }

    public ConditionCode? Where { get; }

    public ConditionCode? Unless { get; }

    public ConditionCode? Resolve { get; }

    public ConditionCode? ReAlert { get; }

    public TimeSpan? StaleAfter { get; }

    public bool FinalOnly { get; }

    /// <summary>Limits that the newest values must pass for it to hold.</summary>
    public IReadOnlyList<Guard> Guards { get; }

    public IReadOnlyList<Code> Nodes { get; }

    /// <summary>How many of the nodes, from the first, belong to when, where and unless.</summary>
    public int Explained { get; }

    public Frame Frame(PatientState state, DateTimeOffset now) => new(state, now, StaleAfter, FinalOnly);

    public string Render(string template, PatientState state, DateTimeOffset now)
    {
        if (!templates.TryGetValue(template, out var compiled))
            return template;
        var text = new StringBuilder();
        var at = 0;
        for (var i = 0; i < compiled.Holes.Length; i++)
        {
            var place = compiled.Parsed.Holes[i];
            text.Append(template, at, place.Start - at);
            var frame = Frame(state, now);
            text.Append(compiled.Holes[i] switch
            {
                ConditionCode condition => condition.Test(ref frame).Word(),
                ScalarCode scalar => Shown.Value(scalar.Eval(ref frame), scalar.Bound.Type),
                _ => "",
            });
            at = place.End;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }

    private static void Number(Code node, List<Code> nodes)
    {
        node.Index = nodes.Count;
        nodes.Add(node);
        foreach (var child in node.Children)
            Number(child, nodes);
    }
}
