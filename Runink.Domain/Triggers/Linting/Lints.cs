using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Linting;

/// <summary>What is allowed but hardly meant.</summary>
internal static class Lints
{
    public static void Run(BoundTrigger trigger, Report report)
    {
        foreach (var root in new[] { trigger.When, trigger.Where, trigger.Unless, trigger.ResolveWhen, trigger.ReAlertWhen })
        {
            if (root is not null)
                Plausible(root, report);
        }

        TruthLints.Run(trigger, report);
        TimeLints.Run(trigger, report);
        QsofaAlone(trigger, report);
        Negations(trigger.When, trigger.When, report);
        UnusedParameters(trigger, report);
    }

    /// <summary>A limit outside what the concept can plausibly be is always or never passed: a typing or a unit mistake.</summary>
    private static void Plausible(BoundExpr expr, Report report)
    {
        if (expr is BoundCompare { Left: BoundName { Concept: { PlausibleRange: { } range } concept } name, Right: BoundConstant { Value: null } limit } compare && name.Type.Unit.Code == concept.CanonicalUnit.Code)
        {
            var possible = CompareCode.Decide(Kind(compare.Operator), new Interval(range.Low, range.High), Interval.Point(limit.Number));
            if (possible != Verdict.Unknown)
            {
                report.Warning("RNK1703", $"This is {(possible == Verdict.True ? "always" : "never")} true: {concept.Label} lies between {Interval.Number(range.Low)} and {Shown.Number(Interval.Point(range.High), concept.CanonicalUnit)}.", compare.Span);
            }
        }

        foreach (var child in expr.Children)
            Plausible(child, report);
    }

    /// <summary>A text that holds a word may deny it: "No growth" contains growth.</summary>
    private static void Negations(BoundExpr expr, BoundExpr whole, Report report)
    {
        if (expr is BoundTextTest { Test: TextTest.Contains, Negated: false, Pattern: BoundConstant { Value: { } word } } test
            && !word.StartsWith("no", StringComparison.OrdinalIgnoreCase) && !Denials(whole, test.Subject.Text).Any())
            report.Hint("RNK1713", $"\"No {word}\" contains {word} too: add AND NOT {test.Subject.Text} CONTAINS \"no {word}\", or ask for a coded answer.", test.Span);
        foreach (var child in expr.Children)
            Negations(child, whole, report);
    }

    private static IEnumerable<BoundExpr> Denials(BoundExpr expr, string subject) =>
        (expr is BoundTextTest { Negated: true } test && test.Subject.Text == subject) || (expr is BoundNot { Operand: BoundTextTest denied } && denied.Subject.Text == subject)
            ? [expr] : expr.Children.SelectMany(child => Denials(child, subject));

    private static void QsofaAlone(BoundTrigger trigger, Report report)
    {
        var reads = Reading.Of(trigger.When).Concepts;
        var qsofa = FunctionTable.Find("qsofa")!.AlsoReads;
        if (reads.Count > 0 && reads.All(name => name == "score.qsofa" || qsofa.Contains(name, StringComparer.Ordinal)) && Mentions(trigger.When))
            report.Hint("RNK1704", "qSOFA is the only screen here; the 2021 sepsis guideline advises against that.", trigger.When.Span);
    }

    private static bool Mentions(BoundExpr expr) =>
        expr is BoundName { Concept.Name: "score.qsofa" } or BoundCall { Function.Name: "qsofa" } || expr.Children.Any(Mentions);

    private static void UnusedParameters(BoundTrigger trigger, Report report)
    {
        var texts = new[] { trigger.Parsed.When, trigger.Parsed.Where, trigger.Parsed.Unless, trigger.Parsed.ResolveWhen, trigger.Parsed.ReAlertWhen }
            .Concat(trigger.Parsed.Templates.SelectMany(t => t.Holes).Select(h => h.Expression))
            .OfType<Syntax.ParsedExpr>();
        var used = texts.SelectMany(t => Lexer.Read(t.Source.Text)).Where(t => t.Kind == TokenKind.Parameter).Select(t => t.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in trigger.Parsed.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!used.Contains(name))
                report.Hint("RNK1705", $"The parameter {name} is not used.", value.Source.Span(value.Root));
        }
    }

    private static CompareKind Kind(string symbol) => symbol switch
    {
        "<" => CompareKind.Less,
        "<=" => CompareKind.LessOrEqual,
        ">" => CompareKind.Greater,
        ">=" => CompareKind.GreaterOrEqual,
        "=" => CompareKind.Equal,
        _ => CompareKind.NotEqual,
    };
}
