using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Explaining;

/// <summary>One leaf of a condition with what it found: the matter that all sentences are made of.</summary>
internal sealed record Finding(BoundExpr Expr, Verdict Verdict, UnknownCauses Causes, BoundExpr? Subject, Value Value, string Symbol, BoundExpr? Limit, TimeZoneInfo Zone)
{
    /// <summary>Of an absence that does not hold: what there is.</summary>
    public Presence? Present { get; init; }

    /// <summary>Of a condition on each item: of which it is told, and what was found there.</summary>
    public ItemFindings? Item { get; init; }

    public Concept? Concept => Subject is null ? null : Phrasing.Subject(Subject);

    public bool IsPlainName => Subject is BoundName;

    public string Label => Concept is { } concept && IsPlainName ? concept.Label : Subject is null ? Phrasing.Plain.Condition(Expr) : WithoutArticle(Phrasing.Plain.Scalar(Subject));

    public string ValueText => Subject is null ? Verdict.Word() : Subject.Type.Kind == TypeKind.Instant && Value.Known ? Shown.Instant(Value.Number.Low, Zone) : Shown.Value(Brief(), Subject.Type);

    /// <summary>What was measured, with its value, as one would say it.</summary>
    public string Measurement => Subject is BoundCall call && Value.Known ? Of(call) : $"{Label} {ValueText}";

    /// <summary>What stands between the value and its limit.</summary>
    public string Relation => Subject?.Type.Kind == TypeKind.Instant ? Symbol switch { ">" => "after", ">=" => "at or after", "<" => "before", "<=" => "at or before", _ => Phrasing.Relation(Symbol) } : Phrasing.Relation(Symbol);

    public string LimitText => Limit is null ? "" : Phrasing.Plain.Scalar(Limit);

    /// <summary>The limit without its unit, where the value beside it already shows that.</summary>
    public string BareLimit => Limit is BoundConstant { Value: null, Type: { Kind: TypeKind.Quantity or TypeKind.Number } } constant ? Interval.Number(constant.Number) : LimitText;

    /// <summary>Four digits tell a measurement that was converted, unless they put it on the other side of its limit.</summary>
    private Value Brief()
    {
        if (!Value.Known || !Value.Number.IsPoint || Subject!.Type.Kind is not (TypeKind.Quantity or TypeKind.Number) || Limit is not BoundConstant { Number: var limit })
            return Value;
        var exact = Value.Number.Low;
        var digits = Math.Abs(exact) switch { >= 1000 => 0, >= 100 => 1, >= 10 => 2, _ => 3 };
        var brief = decimal.Round(exact, digits);
        return brief.CompareTo(limit) == exact.CompareTo(limit) ? Value with { Number = Interval.Point(brief) } : Value;
    }

    private string Of(BoundCall call)
    {
        var (label, window) = (Concept?.Label, call["window"]?.Length is { } length ? DurationText.Window(length) : "");
        return call.Function.Name switch
        {
            "rise" => $"{label} up by {ValueText} in {window}",
            "fall" => $"{label} down by {ValueText} in {window}",
            "since" => $"{ValueText} since {Label["time since ".Length..]}",
            "age_of" => $"latest {label} {ValueText} old",
            "count" when call["x or condition"]?.Expression is { } counted => $"{Times()} in {window} that {Phrasing.Plain.Condition(counted)}",
            "count" => $"{label} {Times()} in {window}",
            "business_hours" => $"{ValueText} of {Label}",
            _ => $"{Label} {ValueText}",
        };

        string Times() => ValueText == "1" ? "once" : ValueText == "0" ? "not once" : $"{ValueText} times";
    }

    private static string WithoutArticle(string text) => text.StartsWith("the ", StringComparison.Ordinal) ? text[4..] : text;

    /// <summary>The leaves of a condition; <paramref name="deciding"/> keeps only those that make it what it is.</summary>
    public static IEnumerable<Finding> Of(Code? node, Trace trace, bool deciding)
    {
        switch (node)
        {
            case null:
                yield break;
            case LogicCode logic:
                var whole = trace[logic].Verdict;
                foreach (var child in logic.Children)
                {
                    if (deciding && trace[child].Verdict != whole)
                        continue;
                    foreach (var finding in Of(child, trace, deciding))
                        yield return finding;
                }

                yield break;
            case SustainedCode sustained when ReferenceEquals(sustained.Bound, sustained.Children.First().Bound):
                foreach (var finding in Of(sustained.Children.First(), trace, deciding))
                    yield return finding;
                yield break;
            case EachCode each:
                var told = trace[each].Item;
                yield return new(node.Bound, trace[node].Verdict, trace[node].Causes, null, default, "", null, trace.Zone)
                {
                    Item = new(each.Kind, told.Decides?.Number, told.Asked, told.Decides is null ? [] : [.. Of(each.Condition, trace, deciding: true)]),
                };
                yield break;
            case CompareCode or TextEqualCode:
                var sides = node.Children.Cast<ScalarCode>().ToArray();
                var flipped = IsFixed(sides[0]) && !IsFixed(sides[1]);
                var (subject, limit) = flipped ? (sides[1], sides[0]) : (sides[0], sides[1]);
                var symbol = node.Bound is BoundCompare compare ? compare.Operator : "=";
                yield return new(node.Bound, trace[node].Verdict, trace[node].Causes, subject.Bound, trace[subject].Value, flipped ? Phrasing.Mirrored(symbol) : symbol, limit is ParameterCode parameter ? parameter.Seen(trace[parameter].Value) : limit.Bound, trace.Zone);
                yield break;
            case AnyOfCode list when list.Children.First().Children.First() is ScalarCode of:
                yield return new(node.Bound, trace[node].Verdict, trace[node].Causes, of.Bound, trace[of].Value, "in", null, trace.Zone);
                yield break;
            default:
                var value = node.Children.FirstOrDefault() is ScalarCode scalar and not ConstantCode && node is FlagCode ? scalar : null;
                yield return new(node.Bound, trace[node].Verdict, trace[node].Causes, value?.Bound, value is null ? default : trace[value].Value, "", null, trace.Zone) { Present = trace[node].Present };
                yield break;
        }
    }

    private static bool IsFixed(Code code) => code is ConstantCode or ParameterCode;
}

/// <param name="Kind">order, referral, authorization or appointment.</param>
/// <param name="Number">Of the one that decides; null when it has none, or there is none to ask.</param>
/// <param name="Asked">How many were asked.</param>
/// <param name="Found">What was found of it.</param>
internal sealed record ItemFindings(string Kind, string? Number, int Asked, IReadOnlyList<Finding> Found)
{
    public string Name => Number is null ? Kind : $"{Kind} {Number}";

    /// <summary>What stands before what was found: nothing where there is no number to tell it by.</summary>
    public string Prefix => Number is null ? "" : $"{Kind} {Number}: ";

    /// <summary>What makes it what it is; that a value is known or not is said only where nothing else is.</summary>
    public IReadOnlyList<Finding> Deciding(Verdict verdict)
    {
        Finding[] all = [.. Found.Where(finding => finding.Verdict == verdict)];
        Finding[] telling = [.. all.Where(finding => finding.Expr is not BoundKnown)];
        return telling.Length > 0 ? telling : all;
    }
}
