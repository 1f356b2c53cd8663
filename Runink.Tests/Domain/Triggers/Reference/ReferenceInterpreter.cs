using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Tests.Domain.Triggers.Reference;

/// <summary>
/// The language read slowly and literally: each expression is walked over the plain list of signals, every window is
/// filtered anew, nothing is cached. It shares the syntax tree with the product and nothing else.
/// </summary>
internal sealed class ReferenceInterpreter(ReferencePatient patient)
{
    private bool pastFaults;

    public Verdict Test(Expr expr, DateTimeOffset now) => expr switch
    {
        GroupExpr group => Test(group.Inner, now),
        LogicExpr { IsAnd: true } all => all.Operands.Select(o => Test(o, now)).Min(),
        LogicExpr any => any.Operands.Select(o => Test(o, now)).Max(),
        NotExpr not => Inverse(Test(not.Operand, now)),
        TruthExpr truth => truth.Value ? Verdict.True : Verdict.False,
        CompareExpr compare => Compare(compare.Operator, Value(compare.Left, now), Value(compare.Right, now)),
        BetweenExpr between => Between(between, now),
        InExpr set => set.Negated ? Inverse(In(set, now)) : In(set, now),
        TextTestExpr test => Match(test, now),
        KnownExpr known => (IsKnown(known.Subject, now) != known.Negated) ? Verdict.True : Verdict.False,
        NameExpr flag => Flag(Value(flag, now)),
        CallExpr call => Call(call, now),
        _ => throw new NotSupportedException(expr.ToString()),
    };

    private bool IsKnown(Expr expr, DateTimeOffset now) =>
        expr is NameExpr or NumberExpr or ArithmeticExpr or CallExpr { Name: not ("any" or "all" or "sustained" or "absent" or "within") }
            ? Value(expr, now) is not null
            : Test(expr, now) != Verdict.Unknown;

    private static Verdict Inverse(Verdict verdict) => verdict switch { Verdict.True => Verdict.False, Verdict.False => Verdict.True, _ => Verdict.Unknown };

    private Verdict Between(BetweenExpr between, DateTimeOffset now)
    {
        var value = Value(between.Subject, now);
        var low = Compare(">=", value, Value(between.Low, now));
        var high = Compare("<=", value, Value(between.High, now));
        var inside = low < high ? low : high;
        return between.Negated ? Inverse(inside) : inside;
    }

    private Verdict In(InExpr set, DateTimeOffset now) =>
        set.Items.Select(item => Compare("=", Value(set.Subject, now), Value(item, now))).Max();

    private Verdict Match(TextTestExpr test, DateTimeOffset now)
    {
        if (Value(test.Subject, now) is not { Text: { } text })
            return Verdict.Unknown;
        var pattern = ((TextExpr)test.Pattern).Value.ToLowerInvariant();
        text = text.ToLowerInvariant();
        var matches = test.Test == TextTest.Contains ? text.Contains(pattern, StringComparison.Ordinal) : text.StartsWith(pattern, StringComparison.Ordinal);
        return matches != test.Negated ? Verdict.True : Verdict.False;
    }

    private static Verdict Flag(ReferenceValue? value) => value?.Text?.ToUpperInvariant() switch
    {
        "Y" or "TRUE" => Verdict.True,
        "N" or "FALSE" => Verdict.False,
        _ => Verdict.Unknown,
    };

    private static Verdict Compare(string symbol, ReferenceValue? left, ReferenceValue? right)
    {
        if (left is null || right is null)
            return Verdict.Unknown;
        if (left.Text is not null)
        {
            var same = left.Text.Equals(right.Text, StringComparison.OrdinalIgnoreCase);
            return same == (symbol == "=") ? Verdict.True : Verdict.False;
        }

        (left, right) = ReferenceUnits.Alike(left, right);
        var (a, b) = ((left.Low, left.High), (right.Low, right.High));
        var less = a.High < b.Low ? Verdict.True : a.Low >= b.High ? Verdict.False : Verdict.Unknown;
        var greater = a.Low > b.High ? Verdict.True : a.High <= b.Low ? Verdict.False : Verdict.Unknown;
        var equal = a.Low == a.High && b.Low == b.High ? (a.Low == b.Low ? Verdict.True : Verdict.False)
            : less == Verdict.True || greater == Verdict.True ? Verdict.False : Verdict.Unknown;
        return symbol switch
        {
            "<" => less,
            ">" => greater,
            "<=" => Inverse(greater),
            ">=" => Inverse(less),
            "=" => equal,
            _ => Inverse(equal),
        };
    }

    private Verdict Call(CallExpr call, DateTimeOffset now)
    {
        switch (call.Name)
        {
            case "any":
                return Any(Argument(call, 0), Length(call, 1), now);
            case "within":
                var (a, b) = (Any(Argument(call, 0), Length(call, 2), now), Any(Argument(call, 1), Length(call, 2), now));
                return a < b ? a : b;
            case "all":
                var verdicts = Instants(Argument(call, 0), now - Length(call, 1), now).Select(at => Test(Argument(call, 0), at)).ToArray();
                var least = call.Arguments.Count > 2 ? (int)((NumberExpr)Argument(call, 2)).Value : 1;
                return verdicts.Length == 0 ? Verdict.Unknown
                    : verdicts.Contains(Verdict.False) ? Verdict.False
                    : verdicts.Contains(Verdict.Unknown) || verdicts.Length < least ? Verdict.Unknown : Verdict.True;
            case "sustained":
                return Sustained(call, now);
            case "absent":
                return Absent(call, now);
            default:
                throw new NotSupportedException(call.Name);
        }
    }

    private Verdict Any(Expr condition, TimeSpan window, DateTimeOffset now)
    {
        var verdicts = Instants(condition, now - window, now).Select(at => Test(condition, at)).ToArray();
        return verdicts.Length == 0 ? Verdict.Unknown : verdicts.Max();
    }

    /// <summary>True at the beginning, at every sample and wherever a value grows stale or a window runs out in between.</summary>
    private Verdict Sustained(CallExpr call, DateTimeOffset now)
    {
        var (condition, length) = (Argument(call, 0), Length(call, 1));
        if (Test(condition, now) is not Verdict.True and var other)
            return other;
        var from = now - length;
        if (call.Arguments.Count > 2)
        {
            var gap = Length(call, 2);
            var inside = Instants(condition, from, now).ToArray();
            if (inside.Length == 0 ? length > gap : inside.Zip(inside.Skip(1)).Any(pair => pair.Second - pair.First > gap) || now - inside[^1] > gap)
                return Verdict.Unknown;
        }

        var outside = pastFaults;
        pastFaults = true;
        var held = Changes(condition, from, now).Prepend(from).All(at => Test(condition, at) == Verdict.True);
        pastFaults = outside;
        return held ? Verdict.True : Verdict.False;
    }

    private Verdict Absent(CallExpr call, DateTimeOffset now)
    {
        var newest = patient.Samples(((NameExpr)Argument(call, 0)).Name).LastOrDefault(s => s.At <= now);
        var window = Length(call, 1);
        if (call.Arguments.Count == 2)
        {
            var from = newest?.At ?? patient.Admitted;
            return now > from + window ? Verdict.True : Verdict.False;
        }

        if (Happened(Argument(call, 2), now) is not { } happened)
            return Verdict.False;
        return newest?.At <= happened || newest is null ? (now > happened + window ? Verdict.True : Verdict.False) : Verdict.False;
    }

    /// <summary>When a value last came, or when the newest run of a true condition began.</summary>
    private DateTimeOffset? Happened(Expr happening, DateTimeOffset now)
    {
        if (happening is NameExpr { Name: not "care.dialysis" } name)
            return patient.Samples(name.Name).LastOrDefault(s => s.At <= now)?.At;
        DateTimeOffset? began = null;
        foreach (var at in Instants(happening, DateTimeOffset.MinValue, now).Reverse())
        {
            var verdict = Test(happening, at);
            if (verdict == Verdict.True)
                began = at;
            else if (verdict == Verdict.False && began is not null)
                break;
        }

        return began;
    }

    private ReferenceValue? Value(Expr expr, DateTimeOffset now)
    {
        switch (expr)
        {
            case GroupExpr group: return Value(group.Inner, now);
            case NumberExpr number: return ReferenceUnits.Literal(number);
            case TextExpr text: return ReferenceValue.Of(text.Value);
            case NameExpr name: return patient.Context(name.Name, now) ?? patient.Latest(name.Name, now, pastFaults);
            case NegateExpr negate: return Value(negate.Operand, now) is { } v ? v with { Low = -v.High, High = -v.Low } : null;
            case ArithmeticExpr arithmetic: return Arithmetic(arithmetic.Operator, Value(arithmetic.Left, now), Value(arithmetic.Right, now));
            case CallExpr call: return Scalar(call, now);
            default: throw new NotSupportedException(expr.ToString());
        }
    }

    private static ReferenceValue? Arithmetic(char symbol, ReferenceValue? left, ReferenceValue? right)
    {
        if (left is null || right is null)
            return null;
        if (symbol is '+' or '-')
            (left, right) = ReferenceUnits.Alike(left, right);
        var corners = symbol switch
        {
            '+' => [left.Low + right.Low, left.High + right.High],
            '-' => [left.Low - right.High, left.High - right.Low],
            '*' => new[] { left.Low * right.Low, left.Low * right.High, left.High * right.Low, left.High * right.High },
            _ when right.Low <= 0 && right.High >= 0 => [],
            _ => [left.Low / right.Low, left.Low / right.High, left.High / right.Low, left.High / right.High],
        };
        return corners.Length == 0 ? null : new(corners.Min(), corners.Max(), left.Unit ?? right.Unit, left.Concept ?? right.Concept, null);
    }

    private ReferenceValue? Scalar(CallExpr call, DateTimeOffset now)
    {
        if (call.Name == "ratio")
        {
            var (x, to) = (Value(Argument(call, 0), now), Value(Argument(call, 1), now));
            return x is null || to is null ? null : Arithmetic('/', x, ReferenceUnits.Alike(x, to).Right) is { } quotient ? quotient with { Unit = null, Concept = null } : null;
        }

        if (call.Name == "since")
            return Happened(Argument(call, 0), now) is { } at ? ReferenceValue.Seconds(now - at) : null;
        if (call.Name == "count" && Argument(call, 0) is not NameExpr { Name: not "care.dialysis" })
        {
            var verdicts = Instants(Argument(call, 0), now - Length(call, 1), now).Select(at => Test(Argument(call, 0), at)).ToArray();
            var sure = verdicts.Count(v => v == Verdict.True);
            return ReferenceValue.Bare(sure, sure + verdicts.Count(v => v == Verdict.Unknown));
        }

        var name = ((NameExpr)Argument(call, 0)).Name;
        var all = patient.Samples(name).Where(s => s.At <= now).ToArray();
        if (call.Name == "age_of")
            return all.Length == 0 ? null : ReferenceValue.Seconds(now - all[^1].At);
        var window = call.Name switch
        {
            "previous" => all,
            "last" when call.Arguments.Count == 1 => all,
            "baseline" => [.. all.Where(s => s.At >= now - Length(call, 2) && s.At <= now - Length(call, 3))],
            _ => [.. all.Where(s => s.At >= now - Length(call, 1))],
        };
        if (call.Name == "last")
            return window.Length == 0 ? null : window[^1].Usable;
        return Fold(call.Name == "baseline" ? ((NameExpr)Argument(call, 1)).Name : call.Name, [.. window.Where(s => s.Usable is not null)]);
    }

    private static ReferenceValue? Fold(string function, ReferenceSample[] usable)
    {
        if (function == "count")
            return ReferenceValue.Bare(usable.Length, usable.Length);
        if (usable.Length == 0 || (function == "previous" && usable.Length < 2))
            return null;
        var one = usable[0].Usable!;
        var (lows, highs) = (usable.Select(s => s.Usable!.Low).ToArray(), usable.Select(s => s.Usable!.High).ToArray());
        var last = usable[^1].Usable!;
        return function switch
        {
            "first" => one,
            "previous" => usable[^2].Usable,
            "min" or "lowest" => one with { Low = lows.Min(), High = highs.Min() },
            "max" => one with { Low = lows.Max(), High = highs.Max() },
            "sum" => one with { Low = lows.Sum(), High = highs.Sum() },
            "avg" or "mean" => one with { Low = lows.Sum() / lows.Length, High = highs.Sum() / highs.Length },
            "median" => one with { Low = Median(lows), High = Median(highs) },
            "change" => last with { Low = last.Low - one.High, High = last.High - one.Low },
            "rise" => last with { Low = last.Low - highs.Min(), High = last.High - lows.Min() },
            "fall" => last with { Low = lows.Max() - last.High, High = highs.Max() - last.Low },
            "rate" => Slope(usable) is { } slope ? new(slope, slope, one.Unit + "/h", one.Concept, null) : null,
            _ => throw new NotSupportedException(function),
        };
    }

    private static decimal Median(decimal[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static decimal? Slope(ReferenceSample[] samples)
    {
        if (samples.Length < 2 || samples.Any(s => s.Usable!.Low != s.Usable.High))
            return null;
        var points = samples.Select(s => (X: (decimal)(s.At - samples[0].At).TotalMinutes / 60, Y: s.Usable!.Low)).ToArray();
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        var spread = points.Sum(p => (p.X - x) * (p.X - x));
        return spread == 0 ? null : points.Sum(p => (p.X - x) * (p.Y - y)) / spread;
    }

    /// <summary>The times of the samples of every series that a condition names.</summary>
    private IEnumerable<DateTimeOffset> Instants(Expr condition, DateTimeOffset from, DateTimeOffset to) =>
        Names(condition).SelectMany(patient.Samples).Select(s => s.At).Where(at => at >= from && at <= to).Distinct().Order();

    /// <summary>Wherever a truth could change: samples, ends of freshness and of every length of time in the text, and right after each.</summary>
    private IEnumerable<DateTimeOffset> Changes(Expr condition, DateTimeOffset from, DateTimeOffset to) =>
        from sample in Names(condition).SelectMany(patient.Samples)
        from length in Lengths(condition).Append(TimeSpan.Zero).Append(sample.Fresh)
        from after in new[] { 0, 1 }
        let at = (sample.At + length).AddMilliseconds(after)
        where at >= @from && at <= to
        select at;

    private static IEnumerable<string> Names(Expr expr) => Parts(expr).OfType<NameExpr>().Select(n => n.Name).Where(n => n.Contains('.', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<TimeSpan> Lengths(Expr expr) => Parts(expr).OfType<NumberExpr>().Where(n => ReferenceUnits.IsTime(n.Unit)).Select(ReferenceUnits.Time);

    private static IEnumerable<Expr> Parts(Expr expr)
    {
        IEnumerable<Expr> children = expr switch
        {
            GroupExpr e => [e.Inner],
            LogicExpr e => e.Operands,
            NotExpr e => [e.Operand],
            CompareExpr e => [e.Left, e.Right],
            BetweenExpr e => [e.Subject, e.Low, e.High],
            InExpr e => [e.Subject, .. e.Items],
            TextTestExpr e => [e.Subject],
            KnownExpr e => [e.Subject],
            NegateExpr e => [e.Operand],
            ArithmeticExpr e => [e.Left, e.Right],
            CallExpr e => e.Arguments.Select(a => a.Value),
            _ => [],
        };
        return children.SelectMany(Parts).Prepend(expr);
    }

    private static Expr Argument(CallExpr call, int index) => call.Arguments[index].Value;

    private static TimeSpan Length(CallExpr call, int index) => ReferenceUnits.Time((NumberExpr)Argument(call, index));
}
