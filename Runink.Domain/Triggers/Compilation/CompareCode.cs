using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

internal enum CompareKind { Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual }

/// <summary>Compares two intervals: true or false only when every pair of their points agrees.</summary>
internal sealed class CompareCode(BoundExpr bound, CompareKind kind, ScalarCode left, ScalarCode right) : ConditionCode(bound)
{
    /// <summary>Far below what any laboratory prints, far above what converting back and forth loses.</summary>
    private const decimal Tolerance = 0.000000000000001m;

    public CompareKind Kind => kind;

    /// <summary>Null when the right side is not a constant number.</summary>
    public Limit? Limit => limit;

    public ScalarCode Left => left;

    public ScalarCode Right => right;

    public override IEnumerable<Code> Children => [left, right];

    private readonly Limit? limit = right is ConstantCode { Value: { Text: null, Number: { IsPoint: true } number } } ? new(kind, number.Low) : null;

    public override SampleTest? OfOneSample =>
        limit is not null && kind is not (CompareKind.Equal or CompareKind.NotEqual) && left is LatestCode { OneSeries: var (slot, fresh) }
            ? new(slot, fresh, (near, exact) => limit.Decide(near, exact) == Verdict.True)
            : null;

    protected override Verdict Run(ref Frame frame)
    {
        if (limit is not null && frame.Trace is null && left.TryPoint(ref frame, out var near, out var exact))
            return limit.Decide(near, exact);
        var a = left.Eval(ref frame);
        var b = right.Eval(ref frame);
        if (!a.Known || !b.Known)
            return frame.Unknown((a.Known ? UnknownCauses.None : a.Cause) | (b.Known ? UnknownCauses.None : b.Cause));
        if (a.Drift != 0 || b.Drift != 0)
            Crossing(ref frame, a, b);
        var verdict = Decide(kind, a.Number, b.Number);
        return verdict == Verdict.Unknown ? frame.Unknown((a.Number.IsPoint ? UnknownCauses.None : a.Cause) | (b.Number.IsPoint ? UnknownCauses.None : b.Cause)) : verdict;
    }

    public static Verdict Decide(CompareKind kind, Interval a, Interval b) => kind switch
    {
        CompareKind.Less => Below(a, b, strict: true),
        CompareKind.GreaterOrEqual => Below(a, b, strict: true).Not(),
        CompareKind.Greater => Below(b, a, strict: true),
        CompareKind.LessOrEqual => Below(b, a, strict: true).Not(),
        CompareKind.Equal => Equal(a, b),
        CompareKind.NotEqual => Equal(a, b).Not(),
    };

    private static Verdict Below(Interval a, Interval b, bool strict)
    {
        var highest = Compare(a.High, b.Low);
        if (highest < 0 || (highest == 0 && (a.HighOpen || b.LowOpen)))
            return Verdict.True;
        var lowest = Compare(a.Low, b.High);
        return lowest > 0 || (lowest == 0 && strict) ? Verdict.False : Verdict.Unknown;
    }

    private static Verdict Equal(Interval a, Interval b)
    {
        if (a.IsPoint && b.IsPoint)
            return (Compare(a.Low, b.Low) == 0).ToVerdict();
        return Below(a, b, strict: true) == Verdict.True || Below(b, a, strict: true) == Verdict.True ? Verdict.False : Verdict.Unknown;
    }

    internal static int Compare(decimal a, decimal b)
    {
        if (a == b)
            return 0;
        // The extremes stand for "no bound"; subtracting from them could overflow.
        if (a == decimal.MinValue || b == decimal.MaxValue)
            return -1;
        if (a == decimal.MaxValue || b == decimal.MinValue)
            return 1;
        return Math.Sign(a) == Math.Sign(b) && Math.Abs(a - b) <= Tolerance ? 0 : a < b ? -1 : 1;
    }

    /// <summary>Where one side moves with the clock, the instant at which the two meet.</summary>
    private static void Crossing(ref Frame frame, Value a, Value b)
    {
        var drift = a.Drift - b.Drift;
        if (drift is not (1 or -1) || a.Drift is < -1 or > 1 || b.Drift is < -1 or > 1 || !a.Number.IsPoint || !b.Number.IsPoint)
        {
            if (drift != 0)
                frame.Note(frame.Now + TimeSpan.FromMinutes(1));
            return;
        }

        var seconds = (b.Number.Low - a.Number.Low) / drift;
        if (seconds is < 0 or > 315_360_000)
            return;
        var meet = frame.Now + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        frame.Note(meet);
        frame.Note(meet + Frame.Tick);
    }
}

/// <summary>A comparison with a constant. A double decides wherever it can; close to the limit the exact decimals do.</summary>
internal sealed class Limit
{
    private readonly decimal limit;
    private readonly double below;
    private readonly double above;
    private readonly Verdict less;
    private readonly Verdict same;
    private readonly Verdict more;

    public Limit(CompareKind kind, decimal limit)
    {
        this.limit = limit;
        // A thousand times what a double can be wrong by, and what the exact comparison tolerates.
        var margin = (Math.Abs((double)limit) * 1e-12) + 1e-13;
        below = (double)limit - margin;
        above = (double)limit + margin;
        less = (kind is CompareKind.Less or CompareKind.LessOrEqual or CompareKind.NotEqual).ToVerdict();
        same = (kind is CompareKind.LessOrEqual or CompareKind.GreaterOrEqual or CompareKind.Equal).ToVerdict();
        more = (kind is CompareKind.Greater or CompareKind.GreaterOrEqual or CompareKind.NotEqual).ToVerdict();
    }

    /// <summary>The number on the other side.</summary>
    public decimal Number => limit;

    public Verdict Decide(double near, decimal exact)
    {
        if (near < below)
            return less;
        if (near > above)
            return more;
        var order = CompareCode.Compare(exact, limit);
        return order < 0 ? less : order > 0 ? more : same;
    }
}

internal sealed class TextEqualCode(BoundExpr bound, bool negated, ScalarCode left, ScalarCode right) : ConditionCode(bound)
{
    public override IEnumerable<Code> Children => [left, right];

    protected override Verdict Run(ref Frame frame)
    {
        if (frame.Trace is null && left.TryText(ref frame, out var one) && right.TryText(ref frame, out var other))
            return ((string.Equals(one, other, StringComparison.Ordinal) || string.Equals(one, other, StringComparison.OrdinalIgnoreCase)) != negated).ToVerdict();
        var a = left.Eval(ref frame);
        var b = right.Eval(ref frame);
        if (!a.Known || !b.Known)
            return frame.Unknown((a.Known ? UnknownCauses.None : a.Cause) | (b.Known ? UnknownCauses.None : b.Cause));
        return (string.Equals(a.Text, b.Text, StringComparison.OrdinalIgnoreCase) != negated).ToVerdict();
    }
}

internal sealed class SameTruthCode(BoundExpr bound, bool negated, ConditionCode left, ConditionCode right) : ConditionCode(bound)
{
    public override IEnumerable<Code> Children => [left, right];

    protected override Verdict Run(ref Frame frame)
    {
        var a = left.Test(ref frame);
        var b = right.Test(ref frame);
        return a == Verdict.Unknown || b == Verdict.Unknown ? Verdict.Unknown : ((a == b) != negated).ToVerdict();
    }
}

/// <summary>CONTAINS, STARTS WITH, LIKE (<c>%</c> any run, <c>_</c> one character) and membership in a named set.</summary>
internal sealed class TextMatchCode(BoundExpr bound, bool negated, ScalarCode subject, Func<string, bool> match) : ConditionCode(bound)
{
    public override IEnumerable<Code> Children => [subject];

    protected override Verdict Run(ref Frame frame)
    {
        var value = subject.Eval(ref frame);
        return value.Known ? (match(value.Text ?? "") != negated).ToVerdict() : frame.Unknown(value.Cause);
    }
}

/// <summary>True when any item equals the subject.</summary>
internal sealed class AnyOfCode(BoundExpr bound, bool negated, ConditionCode[] items) : ConditionCode(bound)
{
    public override IEnumerable<Code> Children => items;

    protected override Verdict Run(ref Frame frame)
    {
        var result = Verdict.False;
        foreach (var item in items)
            result = result.Or(item.Test(ref frame));
        return negated ? result.Not() : result;
    }
}
