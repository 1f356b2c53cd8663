using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Explaining;

/// <summary>Conditions in plain English.</summary>
/// <param name="marks">Notes which words stand where in the text; null leaves the words alone.</param>
internal sealed class Phrasing(SentenceMarks? marks = null)
{
    public static readonly Phrasing Plain = new();

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

    public string Condition(BoundExpr expr) => expr switch
    {
        BoundLogic logic => string.Join(logic.IsAnd ? " and " : ", or ", logic.Children.Select(child => child is BoundLogic inner && inner.IsAnd != logic.IsAnd ? $"({Condition(child)})" : Condition(child))),
        BoundNot { Operand: BoundCall { Function.Name: "has_condition" } call } => $"without {Listed(call)}",
        BoundNot { Operand: BoundCall { Function.Name: "consent" } call } => $"without consent for {call["purpose"]!.Word}",
        BoundNot { Operand: BoundCall { Function.Name: "absent" } call } => Came(call),
        BoundNot { Operand: BoundCall { Function.Name: "each" } call } => None(call),
        BoundNot { Operand: BoundCall or BoundName } not => $"not {Condition(not.Operand)}",
        BoundNot not => $"not so that {Condition(not.Operand)}",
        BoundCompare compare => Compare(compare),
        BoundIn { Set: not null } set => $"{Scalar(set.Subject)} is {(set.Negated ? "not " : "")}in the set {Spaced(((InExpr)set.Syntax).SetName!)}",
        BoundIn list => $"{Scalar(list.Subject)} is {(list.Negated ? "not " : "")}{Either([.. list.Items.Select(Scalar)])}",
        BoundKnown known => $"{Scalar(known.Subject)} is {(known.Negated ? "not " : "")}known",
        BoundTextTest test => $"{Scalar(test.Subject)} {(test.Negated ? "does not " : "")}{(test.Test switch { TextTest.Contains => test.Negated ? "contain" : "contains", TextTest.StartsWith => test.Negated ? "start with" : "starts with", TextTest.Like => test.Negated ? "look like" : "looks like" })} {Scalar(test.Pattern)}",
        BoundName name => Name(name),
        BoundConstant truth => truth.Number != 0 ? "always" : "never",
        BoundCall call => Call(call),
        _ => expr.Text,
    };

    public string Scalar(BoundExpr expr) => expr switch
    {
        BoundConstant constant => Constant(constant),
        BoundName { Concept: { IsContext: false, IsNumeric: true } series } name when !series.Name.StartsWith("score.", StringComparison.Ordinal) => $"the latest {Name(name)}",
        BoundName name => $"the {Name(name)}",
        BoundConvert convert => Scalar(convert.Operand),
        BoundArithmetic sum => $"{Term(sum.Left)} {sum.Operator switch { '+' => "plus", '-' => "minus", '*' => "times", _ => "divided by" }} {Term(sum.Right)}",
        BoundNegate minus => $"minus {Term(minus.Operand)}",
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

    /// <summary>What makes a condition not so, said without denying a denial.</summary>
    public string Denial(BoundExpr expr) => expr switch
    {
        BoundNot not => Condition(not.Operand),
        BoundCall { Function.Name: "absent" } call => Came(call),
        BoundCall { Function.Name: "each" } call => None(call),
        BoundCall { Function.Name: "has_condition" } call => $"without {Listed(call)}",
        BoundCall { Function.Name: "consent" } call => $"without consent for {call["purpose"]!.Word}",
        BoundCall { Function.Name: "on_pathway" or "on_medication" or "in_cohort" } call => $"not {Condition(call)}",
        BoundKnown known => $"{Scalar(known.Subject)} is {(known.Negated ? "" : "not ")}known",
        BoundName name => $"not {name.Concept.Label}",
        _ => $"not so that {Condition(expr)}",
    };

    private string None(BoundCall each) => $"of no {each["of"]!.Word!.ToLowerInvariant()} {Condition(each["condition"]!.Expression!)}";

    private string Came(BoundCall absent)
    {
        var (label, window) = (Series(absent, "x"), Window(absent, "window"));
        if (absent["match"] is not null)
            return $"no {Event(absent["after"]!)} is without {label} for longer than {window}";
        return absent["after"] is { } after ? $"at most {window} since {Event(after)} without {label}" : $"{label} within {window}";
    }

    /// <summary>Why something is not missing, by what there is.</summary>
    public string Present(BoundCall absent, Presence there)
    {
        var (label, window) = (Series(absent, "x"), Window(absent, "window"));
        return (absent["after"], there) switch
        {
            ({ } after, { Came: { } came }) => $"{label} {DurationText.Words(came)} after {Event(after)}",
            ({ } after, { Event: { } since }) => $"{Event(after)} {DurationText.Words(since)} ago, not more than {window}",
            ({ } after, _) => $"no {Event(after)} on record",
            (null, { Came: { } ago }) => $"{label} {DurationText.Words(ago)} ago, not more than {window}",
            (null, { Event: { } since }) => $"here for {DurationText.Words(since)} only, not more than {window}",
            _ => Came(absent),
        };
    }

    /// <summary>What has_condition() or on_medication() looks for.</summary>
    private static string Listed(BoundCall call) => call["set"] switch
    {
        { Label: { } label } => label,
        { Word: { } word } when call.Function.Name == "has_condition" => $"the condition {Spaced(word)}",
        { Word: { } word } => Spaced(word),
        _ => call.Text,
    };

    /// <summary>The name of a set in words.</summary>
    private static string Spaced(string set) => set.Replace('_', ' ');

    private string Name(BoundName name) => marks?.Name(name.Concept.Label, name.Source, name.Syntax, name.Concept) ?? name.Concept.Label;

    private string Constant(BoundConstant constant)
    {
        var words = constant.Type.Kind == TypeKind.Duration ? DurationText.Window(TimeSpan.FromSeconds((double)constant.Number)) : Shown.Value(constant.Value is { } text ? Value.Of(text) : Value.Of(constant.Number), constant.Type);
        return marks?.Constant(words, constant) ?? words;
    }

    /// <summary>A length of time that a function was given.</summary>
    private string Window(BoundCall call, string parameter)
    {
        var words = DurationText.Window(call[parameter]!.Length!.Value);
        return marks?.Window(words, call, parameter) ?? words;
    }

    /// <summary>The series that a function looks at.</summary>
    private string Series(BoundCall call, string parameter)
    {
        var series = call[parameter]!.Series!;
        return marks?.Series(series.Label, call, parameter, series) ?? series.Label;
    }

    private string Term(BoundExpr expr) => expr is BoundArithmetic ? $"({Scalar(expr)})" : Scalar(expr);

    private string Compare(BoundCompare compare)
    {
        var (subject, symbol, limit) = compare.Left is BoundConstant && compare.Right is not BoundConstant
            ? (compare.Right, Mirrored(compare.Operator), compare.Left)
            : (compare.Left, compare.Operator, compare.Right);
        var words = Limit(subject, limit);
        var isMirrored = !ReferenceEquals(subject, compare.Left);
        if (subject is BoundName { Concept.Name: "patient.age" })
        {
            return symbol switch { ">" => $"{Sign("older than")} {words}", ">=" => $"{words} {Sign("or older")}", "<" => $"{Sign("younger than")} {words}", "<=" => $"{words} {Sign("or younger")}", _ => $"aged {words}" };
        }

        var relation = Relation(symbol);
        return $"{Scalar(subject)} is {(relation.Length > 0 ? Sign(relation) + " " : "")}{words}";

        string Sign(string sign) => isMirrored ? sign : marks?.Sign(sign, compare) ?? sign;
    }

    /// <summary>What something is compared with, as a value of that something.</summary>
    private string Limit(BoundExpr subject, BoundExpr limit)
    {
        if (marks is null)
            return Scalar(limit);
        marks.About = Subject(subject);
        var words = Scalar(limit);
        marks.About = null;
        return words;
    }

    private string Call(BoundCall call)
    {
        var label = call["x"]?.Series is not null ? Series(call, "x") : call["x or condition"]?.Series is not null ? Series(call, "x or condition") : "";
        var window = call["window"]?.Length is not null ? Window(call, "window") : "";
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
            "baseline" => $"the {call["method"]!.Word!.ToLowerInvariant()} {label} from {Window(call, "from")} to {Window(call, "to")} ago",
            "sustained" => $"{Condition(call["condition"]!.Expression!)} without a break for {Window(call, "duration")}",
            "absent" when call["match"] is not null => $"{Event(call["after"]!)} without {label} within {window}",
            "absent" when call["after"] is { } after => $"no {label} within {window} after {Event(after)}",
            "absent" => $"no {label} for {window}",
            "each" => $"of one {call["of"]!.Word!.ToLowerInvariant()} {Condition(call["condition"]!.Expression!)}",
            "within" => $"{Condition(call["a"]!.Expression!)} and {Condition(call["b"]!.Expression!)} within {window}",
            "since" => $"the time since {Event(call["event"]!)}",
            "business_hours" => $"the working time ({call["calendar"]!.Word}) from {Moment(call["from"]!)} to {Moment(call["to"]!)}",
            "distinct" => $"the number of different {label} values in {window}",
            "hour" => "the hour of the day",
            "weekday" => "the day of the week",
            "shift" => "the shift",
            "holiday" => $"a holiday of the calendar {call["calendar"]!.Word}",
            "newest" => $"the newest of {string.Join(" and ", new[] { "x", "y", "z" }.Where(place => call[place] is not null).Select(place => Series(call, place)))}",
            "stdev" => $"the standard deviation of {label} from {Window(call, "from")} to {Window(call, "to")} ago",
            "reference_low" => $"its laboratory's lower limit of {label}",
            "reference_high" => $"its laboratory's upper limit of {label}",
            "abnormal_flag" => $"its laboratory's flag of {label}",
            "qsofa" => "the qSOFA score",
            "news2" => call["scale"]?.Whole == 2 ? "the NEWS2 score (scale 2)" : "the NEWS2 score",
            "mews" => "the MEWS score",
            "sirs" => "the number of SIRS criteria",
            "kdigo_stage" => "the KDIGO stage",
            "lace" => "the LACE index",
            "hospital" => "the HOSPITAL score",
            "phq9" => "the PHQ-9 total",
            "on_pathway" => $"on the {call["name"]!.Word} pathway",
            "has_condition" => $"with {Listed(call)}",
            "on_medication" => $"taking {Listed(call)}",
            "consent" => $"consent given for {call["purpose"]!.Word}",
            "in_cohort" => $"in the cohort {call["name"]!.Word}",
            _ => call.Text,
        };
    }

    private string Moment(BoundArgument argument) =>
        argument.Expression is { Type.Kind: TypeKind.Instant } instant ? Scalar(instant) : $"the last {Event(argument)}";

    private string Event(BoundArgument argument) => argument switch
    {
        { Series: { } series } => series.Label,
        { Expression: BoundCompare { Left: BoundName name } compare } => string.Join(' ', new[] { Name(name), Relation(compare.Operator), Limit(name, compare.Right) }.Where(part => part.Length > 0)),
        _ => Condition(argument.Expression!),
    };
}
