using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Binding;

/// <summary>Checks a call against its row of the table.</summary>
internal static class CallBinder
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(400);

    public static BoundExpr Bind(Binder binder, CallExpr call)
    {
        if (FunctionTable.Find(call.Name) is not { } function)
        {
            if (call.Name.Equals("now", StringComparison.OrdinalIgnoreCase) && call.Arguments.Count == 0)
                return binder.Bind(new NameExpr("now", call.Start, call.End));
            var near = Nearest.Of(call.Name, FunctionTable.Rows.Select(f => f.Name));
            binder.Report.Error("RNK1302", $"{call.Name} is not a function.{(near is null ? "" : $" Did you mean {near}?")}", binder.Source.Span(call.Start, call.NameEnd), near);
            return binder.Broken(call);
        }

        if (Place(binder, call, function) is not { } placed)
            return binder.Broken(call);
        var values = new BoundArgument?[placed.Length];
        var broken = false;
        for (var i = 0; i < placed.Length; i++)
        {
            if (placed[i] is not { } given)
                continue;
            values[i] = Argument(binder, function.Parameters[i], given);
            broken |= values[i] is null or { Expression.Type.Kind: TypeKind.Broken };
        }

        if (broken)
            return binder.Broken(call);
        if (function.Name == "ratio" && values is [{ Expression: { } x }, { Expression: { } to } second])
        {
            if (Comparison.Align(binder, to, x.Type, call) is not { } aligned)
                return binder.Broken(call);
            values[1] = second with { Expression = aligned };
        }

        if (function.Name == "newest" && values.OfType<BoundArgument>().Select(value => value.Series!).FirstOrDefault(other => !Alike(values[0]!.Series!, other)) is { } unlike)
            return binder.Error("RNK1401", $"{unlike.Name} cannot stand in for {values[0]!.Series!.Name}: they are measured differently.", call);
        if (function.Name is "baseline" or "stdev" && values.OfType<BoundArgument>().Select(value => value.Length).OfType<TimeSpan>().ToArray() is [var from, var until] && from <= until)
            return binder.Error("RNK1504", $"{function.Name} goes from the older age to the younger one, e.g. 365d, 8d.", call);
        if (function.Name is "business_hours" or "holiday" && values[^1] is { Word: { } calendar } && !binder.Vocabulary.Calendars.ContainsKey(calendar))
            return UnknownCalendar(binder, calendar, placed[^1]!);
        if (function.Group == "context" && values is [{ Word: { } meant }] && ListNames.Misspelt(binder.Vocabulary, function, meant, placed[0] is NameExpr) is { } wrong)
            return binder.Error("RNK1306", wrong.Message, placed[0]!, wrong.Near is null || !Nearest.IsSlip(meant, wrong.Near) ? null : placed[0] is TextExpr ? $"\"{wrong.Near}\"" : wrong.Near);
        if (function.Name == "absent" && values is [_, _, var after, { Word: not null }] && after?.Series is not { IsContext: false })
            return binder.Error("RNK1503", "match: each needs the name of what happened under after, such as referral.placed.", call);
        if (function.Name == "each" && values is [{ Word: { } kind }, { Expression: { } of }] && EachFault(binder, kind, of) is { } fault)
            return binder.Error("RNK1503", fault, call);
        if (function.Name == "news2" && values is [{ Whole: not (1 or 2) }])
            return binder.Error("RNK1505", "The scale of NEWS2 is 1 or 2.", call);
        if (values is [{ Series: { IsNumeric: false } series }, ..] && function.Result is ResultRule.DifferenceOfFirst or ResultRule.FirstPerHour || values is [{ Series.IsNumeric: false }, ..] && function.Name is "min" or "max" or "avg" or "median" or "sum" or "baseline" or "reference_low" or "reference_high")
            return binder.Error("RNK1406", $"{call.Name} needs numbers; {values[0]!.Series!.Name} has none.", call);
        return new BoundCall(binder.Source, call, Result(function, values), function, values);
    }

    private static string? EachFault(Binder binder, string kind, BoundExpr condition)
    {
        if (Parts(condition).Any(part => part is BoundCall { Function.Name: "each" }))
            return "each cannot stand inside each: one item has no items of its own.";
        if (Parts(condition).SelectMany(Concepts).Any(concept => kind.Equals(concept.Item, StringComparison.OrdinalIgnoreCase)))
            return null;
        var names = binder.Vocabulary.Concepts.Where(concept => kind.Equals(concept.Item, StringComparison.OrdinalIgnoreCase)).Select(concept => concept.Name);
        return $"The condition reads nothing of each {kind}: use a name such as {string.Join(" or ", names.Take(2))}.";
    }

    private static IEnumerable<BoundExpr> Parts(BoundExpr expr) => expr.Children.SelectMany(Parts).Prepend(expr);

    private static IEnumerable<Concept> Concepts(BoundExpr part) => part switch
    {
        BoundName name => [name.Concept],
        BoundCall call => call.Function.Parameters.Select(parameter => call[parameter.Name]?.Series).OfType<Concept>(),
        _ => [],
    };

    private static bool Alike(Concept first, Concept other) =>
        first.Kind == other.Kind && (first.Kind != ConceptKind.Quantity || UnitConversion.Fits(other.CanonicalUnit, first.CanonicalUnit, other));

    /// <summary>Arguments in the order of the parameters; null after a report.</summary>
    private static Expr?[]? Place(Binder binder, CallExpr call, Function function)
    {
        var placed = new Expr?[function.Parameters.Count];
        var next = 0;
        foreach (var argument in call.Arguments)
        {
            var index = next;
            if (argument.Label is { } label)
            {
                index = function.Parameters.ToList().FindIndex(p => p.Name == label);
                if (index < 0)
                {
                    binder.Error("RNK1503", $"{function.Name} has no argument {label}: {function.Signature}.", argument.Value);
                    return null;
                }
            }
            else
            {
                next++;
            }

            if (index >= placed.Length || placed[index] is not null)
            {
                binder.Error("RNK1503", $"Too many arguments: {function.Signature}.", argument.Value);
                return null;
            }

            placed[index] = argument.Value;
        }

        for (var i = 0; i < placed.Length; i++)
        {
            if (placed[i] is null && !function.Parameters[i].Optional)
            {
                binder.Error(function.Parameters[i].Name == "window" ? "RNK1501" : "RNK1503", $"{function.Parameters[i].Name} is missing: {function.Signature}.", call);
                return null;
            }
        }

        return placed;
    }

    private static BoundArgument? Argument(Binder binder, Parameter parameter, Expr given)
    {
        while (given is GroupExpr group)
            given = group.Inner;
        switch (parameter.Kind)
        {
            case ParameterKind.Series:
                return Series(binder, given, parameter.Name);
            case ParameterKind.Condition:
                return new(binder.Condition(given));
            case ParameterKind.Event:
                if (given is NameExpr name && binder.Vocabulary.Find(name.Name) is { Kind: not ConceptKind.Boolean } or { Kind: ConceptKind.Instant })
                    return given is NameExpr { Name: var path } && binder.Vocabulary.Find(path) is { } concept ? new(Series: concept) : null;
                return new(binder.Condition(given));
            case ParameterKind.Scalar:
                var scalar = binder.Bind(given);
                if (scalar.Type.IsNumeric || scalar.Type.Kind == TypeKind.Broken)
                    return new(scalar);
                binder.Error("RNK1406", $"{binder.Source.TextOf(given)} is {scalar.Type}, not a number.", given);
                return null;
            case ParameterKind.Length:
                return Length(binder, given, parameter.Name);
            case ParameterKind.Whole:
                if (given is NumberExpr { Unit: null } whole && whole.Value == decimal.Truncate(whole.Value) && whole.Value is >= 0 and <= 100000)
                    return new(Whole: (int)whole.Value);
                binder.Error("RNK1503", $"{parameter.Name} is a whole number.", given);
                return null;
            case ParameterKind.Word:
                var word = given switch { TextExpr text => text.Value, NameExpr plain => plain.Name, _ => null };
                if (word is not null && (parameter.Words.Length == 0 || parameter.Words.Contains(word, StringComparer.OrdinalIgnoreCase)))
                    return new(Word: word) { Label = parameter.Name == "set" ? binder.Vocabulary.Sets.GetValueOrDefault(word)?.Label : null };
                binder.Error("RNK1503", parameter.Words.Length == 0 ? $"{parameter.Name} is a name." : $"{parameter.Name} is one of {string.Join(", ", parameter.Words)}.", given);
                return null;
            case ParameterKind.Instant:
                return Moment(binder, given);
            default:
                throw new InvalidOperationException($"{parameter.Kind} has no binding.");
        }
    }

    /// <summary>An instant, the last time that something came, or the last time that a condition became true.</summary>
    private static BoundArgument? Moment(Binder binder, Expr given)
    {
        if (given is NameExpr name && binder.Vocabulary.Find(name.Name) is { IsContext: false, Kind: not (ConceptKind.Instant or ConceptKind.Date) } series)
            return new(Series: series);
        var bound = binder.Bind(given);
        if (bound.Type.Kind is TypeKind.Instant or TypeKind.Boolean or TypeKind.Broken)
            return new(bound);
        binder.Error("RNK1406", $"{binder.Source.TextOf(given)} is {bound.Type}, neither an instant nor an event.", given);
        return null;
    }

    private static BoundExpr UnknownCalendar(Binder binder, string calendar, Expr given)
    {
        var near = Nearest.Of(calendar, binder.Vocabulary.Calendars.Keys);
        return binder.Error("RNK1305", CalendarMessage(binder.Vocabulary, calendar, near), given, near is null ? null : $"\"{near}\"");
    }

    internal static string CalendarMessage(Vocabulary vocabulary, string calendar, string? near) =>
        $"{calendar} is not a calendar.{(near is null ? $" Known: {string.Join(", ", vocabulary.Calendars.Keys)}." : $" Did you mean {near}?")}";

    private static BoundArgument? Series(Binder binder, Expr given, string parameter)
    {
        if (given is not NameExpr name)
        {
            binder.Error("RNK1506", $"{parameter} is a name such as lab.lactate, not an expression.", given);
            return null;
        }

        if (binder.Vocabulary.Find(name.Name) is not { } concept)
        {
            binder.UnknownName(name);
            return null;
        }

        if (!concept.IsContext)
            return new(Series: concept);
        binder.Error("RNK1506", $"{name.Name} has one value at a time, no history.", given);
        return null;
    }

    private static BoundArgument? Length(Binder binder, Expr given, string parameter)
    {
        var bound = binder.Bind(given);
        // What is too long to be a length of time is still a quantity of it.
        if (bound is BoundConstant { Type.Kind: TypeKind.Quantity } && bound.Type.Unit.Dimension == ExprType.Second.Dimension)
        {
            binder.Error("RNK1502", $"{parameter} must be longer than nothing and at most {LongestWindow.TotalDays:0} days.", given);
            return null;
        }

        if (bound is not BoundConstant { Type.Kind: TypeKind.Duration or TypeKind.Broken } constant)
        {
            binder.Error("RNK1501", $"{parameter} is a length of time such as 6h or 2d.", given);
            return null;
        }

        if (constant.Type.Kind == TypeKind.Broken)
            return null;
        var length = TimeSpan.FromSeconds((double)constant.Number);
        if (length <= LongestWindow && (length > TimeSpan.Zero || parameter == "to"))
            return new(Length: length);
        binder.Error("RNK1502", $"{parameter} must be longer than nothing and at most {LongestWindow.TotalDays:0} days.", given);
        return null;
    }

    private static ExprType Result(Function function, BoundArgument?[] values)
    {
        var first = values is [{ Series: { } series }, ..] ? ExprType.Of(series) : ExprType.Number;
        return function.Result switch
        {
            ResultRule.SameAsFirst => first,
            ResultRule.DifferenceOfFirst => first with { Difference = true },
            ResultRule.FirstPerHour => new(TypeKind.Quantity, new Unit($"{first.Unit.Code}/h", first.Unit.Dimension * new Dimension(0, 0, -1, 0, 0, 0, 0), first.Unit.Factor / 3600), first.Analyte, true),
            ResultRule.Number => ExprType.Number,
            ResultRule.Boolean => ExprType.Boolean,
            ResultRule.Duration => ExprType.Duration,
            ResultRule.Instant => ExprType.Instant,
            ResultRule.Text => ExprType.Text,
        };
    }
}
