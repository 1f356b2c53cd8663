using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>+ − × ÷ over intervals.</summary>
internal sealed class ArithmeticCode(BoundExpr bound, char symbol, ScalarCode left, ScalarCode right) : ScalarCode(bound)
{
    public override IEnumerable<Code> Children => [left, right];

    protected override Value Run(ref Frame frame)
    {
        var a = left.Eval(ref frame);
        var b = right.Eval(ref frame);
        if (!a.Known || !b.Known)
            return Value.Unknown((a.Known ? UnknownCauses.None : a.Cause) | (b.Known ? UnknownCauses.None : b.Cause));
        try
        {
            var inside = (a.Number.IsPoint ? UnknownCauses.None : a.Cause) | (b.Number.IsPoint ? UnknownCauses.None : b.Cause);
            return Value.Of(Apply(symbol, a.Number, b.Number), inside, Drift(symbol, a.Drift, b.Drift));
        }
        catch (Exception beyond) when (beyond is OverflowException or DivideByZeroException)
        {
            return Value.Unknown(UnknownCauses.Arithmetic);
        }
    }

    public static Interval Apply(char symbol, Interval a, Interval b)
    {
        if (a.IsPoint && b.IsPoint)
            return Interval.Point(symbol switch { '+' => a.Low + b.Low, '-' => a.Low - b.Low, '*' => a.Low * b.Low, _ => a.Low / b.Low });
        var open = a.LowOpen || a.HighOpen || b.LowOpen || b.HighOpen;
        switch (symbol)
        {
            case '+': return new(Sum(a.Low, b.Low), Sum(a.High, b.High), a.LowOpen || b.LowOpen, a.HighOpen || b.HighOpen);
            case '-': return new(Sum(a.Low, -b.High), Sum(a.High, -b.Low), a.LowOpen || b.HighOpen, a.HighOpen || b.LowOpen);
            case '/' when b.Low <= 0 && b.High >= 0: throw new DivideByZeroException();
            default:
                Span<decimal> corners = symbol == '*'
                    ? [Product(a.Low, b.Low), Product(a.Low, b.High), Product(a.High, b.Low), Product(a.High, b.High)]
                    : [Quotient(a.Low, b.Low), Quotient(a.Low, b.High), Quotient(a.High, b.Low), Quotient(a.High, b.High)];
                corners.Sort();
                // Which corner an open end belongs to is not followed: closed is the cautious answer at the edges.
                return new(corners[0], corners[3], open && corners[0] == corners[3], false);
        }
    }

    /// <summary>"No bound", which the extreme decimals stand for, stays what it is; −no bound is the other one.</summary>
    private static bool IsOpenEnded(decimal number) => number is decimal.MaxValue or decimal.MinValue;

    private static decimal Sum(decimal a, decimal b) => IsOpenEnded(a) ? a : IsOpenEnded(b) ? b : a + b;

    private static decimal Product(decimal a, decimal b) =>
        !IsOpenEnded(a) && !IsOpenEnded(b) ? a * b : Endless(Math.Sign(a) * Math.Sign(b));

    private static decimal Quotient(decimal a, decimal b) => IsOpenEnded(b) ? 0 : IsOpenEnded(a) ? Endless(Math.Sign(a) * Math.Sign(b)) : a / b;

    private static decimal Endless(int sign) => sign switch { 0 => 0, > 0 => decimal.MaxValue, _ => decimal.MinValue };

    private static sbyte Drift(char symbol, sbyte a, sbyte b) => symbol switch
    {
        '+' => (sbyte)(a + b),
        '-' => (sbyte)(a - b),
        _ => a == 0 && b == 0 ? (sbyte)0 : (sbyte)100,
    };
}

internal sealed class NegateCode(BoundExpr bound, ScalarCode operand) : ScalarCode(bound)
{
    public override IEnumerable<Code> Children => [operand];

    protected override Value Run(ref Frame frame)
    {
        var v = operand.Eval(ref frame);
        return v.Known ? Value.Of(new Interval(-v.Number.High, -v.Number.Low, v.Number.HighOpen, v.Number.LowOpen), v.Cause, (sbyte)-v.Drift) : v;
    }
}

internal sealed class ConvertCode(BoundExpr bound, ScalarCode operand, ExprType from, ExprType to) : ScalarCode(bound)
{
    public override IEnumerable<Code> Children => [operand];

    protected override Value Run(ref Frame frame)
    {
        var v = operand.Eval(ref frame);
        if (!v.Known)
            return v;
        var number = v.Number.Map(n => UnitConversion.Convert(n, from.Unit, to.Unit, to.Analyte ?? from.Analyte, from.Difference || to.Difference));
        return number is { } converted ? Value.Of(converted, v.Cause, v.Drift == 0 ? (sbyte)0 : (sbyte)100) : Value.Unknown(UnknownCauses.Arithmetic);
    }
}

internal sealed class NowCode(BoundExpr bound) : ScalarCode(bound)
{
    public override bool IsAlwaysKnown => true;

    protected override Value Run(ref Frame frame) => Value.Of(Instants.Seconds(frame.Now), drift: 1);
}

internal sealed class RatioCode(BoundExpr bound, ScalarCode x, ScalarCode to) : ScalarCode(bound)
{
    public override IEnumerable<Code> Children => [x, to];

    protected override Value Run(ref Frame frame)
    {
        var a = x.Eval(ref frame);
        var b = to.Eval(ref frame);
        if (!a.Known || !b.Known)
            return Value.Unknown((a.Known ? UnknownCauses.None : a.Cause) | (b.Known ? UnknownCauses.None : b.Cause));
        try
        {
            return Value.Of(ArithmeticCode.Apply('/', a.Number, b.Number), a.Cause | b.Cause);
        }
        catch (Exception beyond) when (beyond is OverflowException or DivideByZeroException)
        {
            return Value.Unknown(UnknownCauses.Arithmetic);
        }
    }
}
