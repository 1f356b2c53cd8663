using System.Diagnostics.CodeAnalysis;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>A part of a program, made once and run many times. It holds places, not names.</summary>
internal abstract class Code(BoundExpr bound)
{
    public BoundExpr Bound => bound;

    /// <summary>Place in a trace.</summary>
    public int Index { get; set; }

    public virtual IEnumerable<Code> Children => [];

    /// <summary>Nothing that a feed sends or leaves out can make it unknown: a clock, a constant, what is made of them alone.</summary>
    public virtual bool IsAlwaysKnown => Children.Any() && Children.All(child => child.IsAlwaysKnown);
}

internal abstract class ConditionCode(BoundExpr bound) : Code(bound)
{
    public Verdict Test(ref Frame frame)
    {
        if (frame.Trace is not { } trace)
            return Run(ref frame);
        var outside = frame.Causes;
        frame.Causes = UnknownCauses.None;
        var verdict = Run(ref frame);
        trace.Put(this, verdict, frame.Causes);
        frame.Causes |= outside;
        return verdict;
    }

    /// <summary>
    /// What a single sample of one series makes of it at its own instant, where that is all it depends on; else null.
    /// </summary>
    public virtual SampleTest? OfOneSample => null;

    protected abstract Verdict Run(ref Frame frame);
}

/// <param name="FreshFor">Ticks for which a sample speaks.</param>
/// <param name="Holds">Of numbers that are points; it changes at one number at most.</param>
internal sealed record SampleTest(int Slot, long FreshFor, Func<double, decimal, bool> Holds);

internal abstract class ScalarCode(BoundExpr bound) : Code(bound)
{
    public Value Eval(ref Frame frame)
    {
        var value = Run(ref frame);
        frame.Trace?.Put(this, value);
        return value;
    }

    /// <summary>
    /// The short way to a number that is one point and stands still while time passes; false when only the long way can
    /// tell. It leaves no trace, so it is for runs that nobody asked to have explained.
    /// </summary>
    /// <param name="near">The number as near as a double comes.</param>
    public virtual bool TryPoint(ref Frame frame, out double near, out decimal exact)
    {
        (near, exact) = (0, 0);
        return false;
    }

    /// <summary>The short way to a text; false when only the long way can tell.</summary>
    public virtual bool TryText(ref Frame frame, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return false;
    }

    protected abstract Value Run(ref Frame frame);
}

/// <summary>AND and OR. Without a trace the first part that decides ends it; its next change is then the only one that matters.</summary>
internal sealed class LogicCode(BoundExpr bound, bool isAnd, ConditionCode[] operands) : ConditionCode(bound)
{
    public bool IsAnd => isAnd;

    public IReadOnlyList<ConditionCode> Operands => operands;

    public override IEnumerable<Code> Children => operands;

    protected override Verdict Run(ref Frame frame)
    {
        var decided = isAnd ? Verdict.False : Verdict.True;
        var result = isAnd ? Verdict.True : Verdict.False;
        foreach (var operand in operands)
        {
            var verdict = operand.Test(ref frame);
            if (verdict == decided && frame.Trace is null)
                return decided;
            result = isAnd ? result.And(verdict) : result.Or(verdict);
        }

        return result;
    }
}

internal sealed class NotCode(BoundExpr bound, ConditionCode operand) : ConditionCode(bound)
{
    public override IEnumerable<Code> Children => [operand];

    protected override Verdict Run(ref Frame frame) => operand.Test(ref frame).Not();
}

internal sealed class KnownCode(BoundExpr bound, Code subject, bool negated) : ConditionCode(bound)
{
    public override IEnumerable<Code> Children => [subject];

    protected override Verdict Run(ref Frame frame)
    {
        var known = subject switch
        {
            ScalarCode scalar => scalar.Eval(ref frame).Known,
            ConditionCode condition => condition.Test(ref frame) != Verdict.Unknown,
            _ => false,
        };
        return (known != negated).ToVerdict();
    }
}

internal sealed class TruthCode(BoundExpr bound, bool value) : ConditionCode(bound)
{
    protected override Verdict Run(ref Frame frame) => value.ToVerdict();
}

/// <summary>A yes-or-no value used as a condition.</summary>
internal sealed class FlagCode(BoundExpr bound, ScalarCode value) : ConditionCode(bound)
{
    public override IEnumerable<Code> Children => [value];

    protected override Verdict Run(ref Frame frame)
    {
        var said = value.Eval(ref frame);
        if (!said.Known)
            return frame.Unknown(said.Cause);
        return Signals.SignalText.Truth(said.Text ?? "") is { } truth ? truth.ToVerdict() : frame.Unknown(UnknownCauses.NonNumeric);
    }
}
