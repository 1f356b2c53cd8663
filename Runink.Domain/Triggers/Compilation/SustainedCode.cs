using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>
/// The condition has been true without a break for a time. It is looked at wherever it may change inside that time: at
/// every sample and at every instant at which it changes by itself. A sample that cannot be read neither breaks nor begins it: while the
/// newest is one, the truth is unknown, and once a readable one has come the time before counts.
/// </summary>
internal sealed class SustainedCode(BoundExpr bound, ConditionCode condition, int[] slots, TimeSpan duration, TimeSpan? maxGap) : ConditionCode(bound)
{
    private const int MostSteps = 5000;

    private readonly SampleTest? one = condition.OfOneSample;

    public ConditionCode Condition => condition;

    public override IEnumerable<Code> Children => [condition];

    protected override Verdict Run(ref Frame frame)
    {
        var now = condition.Test(ref frame);
        if (now != Verdict.True)
            return now;
        var start = frame.Now - duration;
        if (one is not null && Stretch.Of(ref frame, one, start.UtcTicks) is { } stretch)
            return OfSamples(ref frame, one, stretch);
        var samples = Instants.Of(ref frame, slots, start);
        if (maxGap is { } gap && Gap(ref frame, samples, gap))
            return frame.Unknown(UnknownCauses.TooFewSamples);

        var at = start;
        DateTimeOffset? since = null;
        for (var (steps, sample) = (0, 0); at <= frame.Now; steps++)
        {
            if (steps > MostSteps || !frame.Pay(1))
                return frame.Unknown(UnknownCauses.TooCostly);
            var then = frame.At(at);
            then.PastFaults = true;
            var verdict = condition.Test(ref then);
            frame.Cost = then.Cost;
            since = verdict == Verdict.True ? since ?? at : null;
            while (sample < samples.Count && samples[sample] <= at)
                sample++;
            var next = sample < samples.Count ? samples[sample] : frame.Now;
            if (then.Next is { } changes && changes < next)
                next = changes;
            if (at == frame.Now)
                break;
            at = next > frame.Now ? frame.Now : next;
        }

        if (since <= start)
            return Verdict.True;
        frame.Note((since ?? frame.Now) + duration);
        // Nothing was known before the run began: "not yet" is then only a guess, but one that time will settle.
        return Verdict.False;
    }

    /// <summary>The same where a condition depends on single samples: it breaks at one that fails and where one grows stale.</summary>
    private Verdict OfSamples(ref Frame frame, SampleTest test, in Stretch stretch)
    {
        if (maxGap is { } gap)
        {
            if (stretch.Count == 0 ? duration > gap : stretch.LongestGap > gap.Ticks || frame.NowTicks - stretch.Last > gap.Ticks)
                return frame.Unknown(UnknownCauses.TooFewSamples);
            if (stretch.Count > 0)
                frame.Note(stretch.Last + gap.Ticks + Frame.Tick.Ticks);
        }

        if (!frame.Pay(Math.Min(stretch.Count, 1000)))
            return frame.Unknown(UnknownCauses.TooCostly);
        var fresh = frame.StaleAfter?.Ticks ?? test.FreshFor;
        var start = frame.NowTicks - duration.Ticks;
        if (stretch.BeganBy(start, fresh, test.Holds, out var since))
            return Verdict.True;
        frame.Note(since + duration.Ticks);
        return Verdict.False;
    }

    /// <summary>Whether two samples inside the time, or the newest and now, lie too far apart.</summary>
    private bool Gap(ref Frame frame, List<DateTimeOffset> samples, TimeSpan gap)
    {
        if (samples.Count == 0)
            return duration > gap;
        frame.Note(samples[^1] + gap + Frame.Tick);
        for (var i = 1; i < samples.Count; i++)
        {
            if (samples[i] - samples[i - 1] > gap)
                return true;
        }

        return frame.Now - samples[^1] > gap;
    }
}
