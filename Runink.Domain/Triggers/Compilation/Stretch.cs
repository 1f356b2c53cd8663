using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>
/// The samples of one series inside a window, each at an instant of its own and with an exact number, so that a condition on
/// single samples may be counted without running it for each.
/// </summary>
internal readonly struct Stretch
{
    private readonly SignalSeries? series;
    private readonly int start;
    private readonly int end;

    private Stretch(SignalSeries? series, int start, int end) => (this.series, this.start, this.end) = (series, start, end);

    public int Count => end - start;

    /// <summary>Ticks of the first sample; there is one.</summary>
    public long First => series!.Samples[start].AtTicks;

    /// <summary>Ticks of the last sample; there is one.</summary>
    public long Last => series!.Samples[end - 1].AtTicks;

    /// <returns>Null when the condition has to be run at each instant.</returns>
    /// <param name="from">UTC ticks of the beginning, included.</param>
    public static Stretch? Of(ref Frame frame, SampleTest test, long from)
    {
        if (frame.SeriesAt(test.Slot) is not { } series)
            return new(null, 0, 0);
        var until = series.CountUntil(frame.NowTicks);
        if (until < series.Count)
            frame.Note(series.Samples[until].AtTicks);
        var first = series.CountUntil(from - 1);
        return Plain(series, first, until, frame.FinalOnly) ? new(series, first, until) : null;
    }

    public int CountWhere(Func<double, decimal, bool> holds) => series?.CountWhere(start, end, holds) ?? 0;

    /// <summary>The longest time between two neighbours.</summary>
    public long LongestGap => Count < 2 ? 0 : series!.Sums(start + 1, end).LongestGap;

    /// <summary>Whether the truth of now has been unbroken since an instant no later than the stretch's beginning.</summary>
    /// <param name="instant">UTC ticks.</param>
    /// <param name="fresh">Ticks for which a sample speaks.</param>
    /// <param name="since">UTC ticks since when it is unbroken; meaningful when it is not.</param>
    public bool BeganBy(long instant, long fresh, Func<double, decimal, bool> holds, out long since)
    {
        since = instant;
        var samples = series!.Samples;
        var before = start - 1;
        var spoken = before >= 0 && holds(samples[before].Near, samples[before].Number.Low) && instant - samples[before].AtTicks <= fresh;
        if (start < end && samples[start].AtTicks == instant)
            spoken = true;
        else if (start < end && before >= 0 && samples[start].AtTicks - samples[before].AtTicks > fresh)
            spoken = false;
        if (spoken && CountWhere(holds) == Count && LongestGap <= fresh)
            return true;
        var first = end - 1;
        while (first > start && holds(samples[first - 1].Near, samples[first - 1].Number.Low) && samples[first].AtTicks - samples[first - 1].AtTicks <= fresh)
            first--;
        since = samples[first].AtTicks;
        return false;
    }

    /// <summary>The sample before the stretch is looked at too: at the beginning it is the one that speaks.</summary>
    private static bool Plain(SignalSeries series, int from, int to, bool finalOnly)
    {
        var sums = series.Sums(Math.Max(0, from - 1), to);
        return sums is { Faulty: 0, Ranged: 0 } && !(finalOnly && sums.Preliminary > 0) && (to - from < 2 || series.Sums(from + 1, to).ShortestGap > 0);
    }
}
