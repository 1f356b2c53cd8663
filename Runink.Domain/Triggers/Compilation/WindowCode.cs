using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>How often a condition was true at the samples of a window.</summary>
internal readonly record struct Tally(int True, int False, int Unknown)
{
    public int All => True + False + Unknown;

    /// <param name="one">What a single sample makes of the condition; null when it depends on more.</param>
    public static Tally? Of(ref Frame frame, ConditionCode condition, SampleTest? one, int[] slots, TimeSpan window)
    {
        if (one is not null && Stretch.Of(ref frame, one, frame.NowTicks - window.Ticks) is { } stretch)
        {
            if (frame.Trace is not null)
                condition.Test(ref frame);
            if (stretch.Count > 0)
                frame.Note(stretch.First + window.Ticks + Frame.Tick.Ticks);
            var holds = stretch.CountWhere(one.Holds);
            return frame.Pay(Math.Min(stretch.Count, 1000)) ? new(holds, stretch.Count - holds, 0) : null;
        }

        var instants = Instants.Of(ref frame, slots, frame.Now - window);
        if (instants.Count > 0)
            frame.Note(instants[0] + window + Frame.Tick);
        // The value that the explanation shows beside the condition is today's.
        if (frame.Trace is not null)
            condition.Test(ref frame);
        var tally = default(Tally);
        foreach (var instant in instants)
        {
            var then = frame.At(instant);
            var verdict = condition.Test(ref then);
            frame.Cost = then.Cost;
            if (!frame.Pay(1))
                return null;
            tally = verdict switch
            {
                Verdict.True => tally with { True = tally.True + 1 },
                Verdict.False => tally with { False = tally.False + 1 },
                Verdict.Unknown => tally with { Unknown = tally.Unknown + 1 },
            };
        }

        return tally;
    }
}

/// <summary><c>any</c> and <c>all</c>: without a sample in the window the truth is unknown.</summary>
internal sealed class WindowTestCode(BoundExpr bound, bool all, ConditionCode condition, int[] slots, TimeSpan window, int least) : ConditionCode(bound)
{
    private readonly SampleTest? one = condition.OfOneSample;

    public override IEnumerable<Code> Children => [condition];

    protected override Verdict Run(ref Frame frame)
    {
        if (Tally.Of(ref frame, condition, one, slots, window) is not { } tally)
            return frame.Unknown(UnknownCauses.TooCostly);
        if (tally.All == 0)
            return frame.Unknown(UnknownCauses.Missing);
        if (!all)
            return tally.True > 0 ? Verdict.True : tally.Unknown > 0 ? frame.Unknown(UnknownCauses.Missing) : Verdict.False;
        if (tally.False > 0)
            return Verdict.False;
        return tally.Unknown > 0 || tally.True < least ? frame.Unknown(UnknownCauses.TooFewSamples) : Verdict.True;
    }
}

internal sealed class WindowCountCode(BoundExpr bound, ConditionCode condition, int[] slots, TimeSpan window) : ScalarCode(bound)
{
    private readonly SampleTest? one = condition.OfOneSample;

    public override IEnumerable<Code> Children => [condition];

    protected override Value Run(ref Frame frame) =>
        Tally.Of(ref frame, condition, one, slots, window) is { } tally
            ? Value.Of(new Interval(tally.True, tally.True + tally.Unknown), UnknownCauses.Missing)
            : Value.Unknown(UnknownCauses.TooCostly);
}

/// <summary>Both conditions were true inside the same window.</summary>
internal sealed class WithinCode(BoundExpr bound, ConditionCode a, int[] slotsA, ConditionCode b, int[] slotsB, TimeSpan window) : ConditionCode(bound)
{
    private readonly WindowTestCode first = new(a.Bound, false, a, slotsA, window, 1);
    private readonly WindowTestCode second = new(b.Bound, false, b, slotsB, window, 1);

    public override IEnumerable<Code> Children => [first, second];

    protected override Verdict Run(ref Frame frame) => first.Test(ref frame).And(second.Test(ref frame));
}
