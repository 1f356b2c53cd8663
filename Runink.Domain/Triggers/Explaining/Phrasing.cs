using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Explaining;

/// <summary>Conditions in plain English.</summary>
internal static class Phrasing
{
    public static string Relation(string symbol) => symbol switch
    {
        ">" => "above",
        ">=" => "at least",
        "<" => "below",
        "<=" => "at most",
        "!=" => "not",
        _ => "",
    };

    public static string Opposite(string symbol) => symbol switch
    {
        ">" => "<=",
        ">=" => "<",
        "<" => ">=",
        "<=" => ">",
        "=" => "!=",
        _ => "=",
    };

    public static string Mirrored(string symbol) => symbol switch { ">" => "<", ">=" => "<=", "<" => ">", "<=" => ">=", _ => symbol };

    public static string Condition(BoundExpr expr) => expr switch
    {
        BoundLogic logic => string.Join(logic.IsAnd ? " and " : ", or ", logic.Children.Select(child => child is BoundLogic inner && inner.IsAnd != logic.IsAnd ? $"({Condition(child)})" : Condition(child))),
        BoundNot { Operand: BoundCall { Function.Name: "has_condition" } call } => $"without the condition {call["set"]!.Word}",
        BoundNot { Operand: BoundCall or BoundName } not => $"not {Condition(not.Operand)}",
        BoundNot not => $"not so that {Condition(not.Operand)}",
        BoundCompare compare => Compare(compare),
        BoundIn { Set: not null } set => $"{Scalar(set.Subject)} is {(set.Negated ? "not " : "")}in the set",
        BoundIn list => $"{Scalar(list.Subject)} is {(list.Negated ? "not " : "")}{Either([.. list.Items.Select(Scalar)])}",
        BoundKnown known => $"{Scalar(known.Subject)} is {(known.Negated ? "not " : "")}known",
        BoundTextTest test => $"{Scalar(test.Subject)} {(test.Negated ? "does not " : "")}{(test.Test switch { TextTest.Contains => test.Negated ? "contain" : "contains", TextTest.StartsWith => test.Negated ? "start with" : "starts with", TextTest.Like => test.Negated ? "look like" : "looks like" })} {Scalar(test.Pattern)}",
        BoundName name => name.Concept.Label,
        BoundConstant truth => truth.Number != 0 ? "always" : "never",
        BoundCall call => Call(call),
        _ => expr.Text,
    };

    public static string Scalar(BoundExpr expr) => expr switch
    {
        BoundConstant { Type.Kind: TypeKind.Duration } length => DurationText.Window(TimeSpan.FromSeconds((double)length.Number)),
        BoundConstant constant => Shown.Value(constant.Value is { } text ? Value.Of(text) : Value.Of(constant.Number), constant.Type),
        BoundName { Concept: { IsContext: false, IsNumeric: true } series } when !series.Name.StartsWith("score.", StringComparison.Ordinal) => $"the latest {series.Label}",
        BoundName name => $"the {name.Concept.Label}",
        BoundConvert convert => Scalar(convert.Operand),
        BoundArithmetic or BoundNegate => expr.Text,
        BoundCall call => Call(call),
        _ => Condition(expr),
    };

    /// <summary>The concept that a value is about, through functions of it; null when there is none or several.</summary>
    public static Concept? Subject(BoundExpr expr) => expr switch
    {
        BoundName name => name.Concept,
        BoundConvert convert => Subject(convert.Operand),
        BoundCall call => call["x"]?.Series ?? call["x or condition"]?.Series ?? (call["x"]?.Expression is { } x ? Subject(x) : null),
        _ => null,
    };

    /// <summary>a, b or c</summary>
    public static string Either(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "nothing",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} or {items[^1]}",
    };

    /// <summary>A capital to begin a sentence with, but qSOFA and eGFR stay what they are.</summary>
    public static string Capital(string text) =>
        text.Length == 0 || (text.Length > 1 && char.IsUpper(text[1])) ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Compare(BoundCompare compare)
    {
        var (subject, symbol, limit) = compare.Left is BoundConstant && compare.Right is not BoundConstant
            ? (compare.Right, Mirrored(compare.Operator), compare.Left)
            : (compare.Left, compare.Operator, compare.Right);
        if (subject is BoundName { Concept.Name: "patient.age" })
        {
            return symbol switch { ">" => $"older than {Scalar(limit)}", ">=" => $"{Scalar(limit)} or older", "<" => $"younger than {Scalar(limit)}", "<=" => $"{Scalar(limit)} or younger", _ => $"aged {Scalar(limit)}" };
        }

        var relation = Relation(symbol);
        return $"{Scalar(subject)} is {(relation.Length > 0 ? relation + " " : "")}{Scalar(limit)}";
    }

    private static string Call(BoundCall call)
    {
        var label = (call["x"]?.Series ?? call["x or condition"]?.Series)?.Label ?? "";
        var window = call["window"]?.Length is { } length ? DurationText.Window(length) : "";
        return call.Function.Name switch
        {
            "now" => "now",
            "last" => window.Length > 0 ? $"the last {label} of {window}" : $"the last {label}",
            "previous" => $"the {label} before the latest",
            "first" => $"the first {label} of {window}",
            "age_of" => $"the age of the latest {label}",
            "min" => $"the lowest {label} of {window}",
            "max" => $"the highest {label} of {window}",
            "avg" => $"the mean {label} of {window}",
            "median" => $"the median {label} of {window}",
            "sum" => $"the sum of {label} over {window}",
            "count" when call["x or condition"]?.Expression is { } counted => $"the number of times in {window} that {Condition(counted)}",
            "count" => $"the number of {label} values in {window}",
            "any" => $"at some time in {window} {Condition(call["condition"]!.Expression!)}",
            "all" => $"at every measurement in {window} {Condition(call["condition"]!.Expression!)}",
            "change" => $"the change of {label} over {window}",
            "rise" => $"the rise of {label} over {window}",
            "fall" => $"the fall of {label} over {window}",
            "rate" => $"the slope of {label} over {window}",
            "ratio" => $"{Scalar(call["x"]!.Expression!)} divided by {Scalar(call["to"]!.Expression!)}",
            "baseline" => $"the {call["method"]!.Word!.ToLowerInvariant()} {label} from {DurationText.Window(call["from"]!.Length!.Value)} to {DurationText.Window(call["to"]!.Length!.Value)} ago",
            "sustained" => $"{Condition(call["condition"]!.Expression!)} without a break for {DurationText.Window(call["duration"]!.Length!.Value)}",
            "absent" when call["after"] is { } after => $"no {label} within {window} after {Event(after)}",
            "absent" => $"no {label} for {window}",
            "within" => $"{Condition(call["a"]!.Expression!)} and {Condition(call["b"]!.Expression!)} within {window}",
            "since" => $"the time since {Event(call["event"]!)}",
            "business_hours" => $"the working time ({call["calendar"]!.Word}) from {Moment(call["from"]!)} to {Moment(call["to"]!)}",
            "qsofa" => "the qSOFA score",
            "news2" => call["scale"]?.Whole == 2 ? "the NEWS2 score (scale 2)" : "the NEWS2 score",
            "mews" => "the MEWS score",
            "sirs" => "the number of SIRS criteria",
            "kdigo_stage" => "the KDIGO stage",
            "lace" => "the LACE index",
            "hospital" => "the HOSPITAL score",
            "phq9" => "the PHQ-9 total",
            "on_pathway" => $"on the {call["name"]!.Word} pathway",
            "has_condition" => $"with the condition {call["set"]!.Word}",
            "on_medication" => $"taking {call["set"]!.Word}",
            "consent" => $"consent given for {call["purpose"]!.Word}",
            "in_cohort" => $"in the cohort {call["name"]!.Word}",
            _ => call.Text,
        };
    }

    private static string Moment(BoundArgument argument) =>
        argument.Expression is { Type.Kind: TypeKind.Instant } instant ? Scalar(instant) : $"the last {Event(argument)}";

    private static string Event(BoundArgument argument) => argument switch
    {
        { Series: { } series } => series.Label,
        { Expression: BoundCompare { Left: BoundName name } compare } => $"{name.Concept.Label} {Relation(compare.Operator)} {Scalar(compare.Right)}",
        _ => Condition(argument.Expression!),
    };
}
