using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>Functions that look at one series: last, previous, first, min … rate, baseline. Unusable samples are passed over.</summary>
internal sealed class SeriesCode(BoundExpr bound, string function, Concept concept, TimeSpan? window, TimeSpan until, int least, ScoreHistory? computed = null) : ScalarCode(bound)
{
    private readonly int slot = concept.Slot;

    public Concept Concept => concept;

    public TimeSpan? Window => window;

    protected override Value Run(ref Frame frame)
    {
        if (computed is not null && window is { } back && !IsCharted(ref frame, back))
            return Computed(ref frame, computed, back);
        if (frame.SeriesAt(slot) is not { } series)
            return function == "count" ? Value.Of(0) : Value.Unknown(UnknownCauses.Missing);
        var samples = series.Samples;
        var end = series.CountUntil(frame.NowTicks - until.Ticks);
        var start = window is { } length ? series.CountUntil(frame.NowTicks - length.Ticks - 1) : 0;
        if (end < samples.Length)
            frame.Note(samples[end].AtTicks + until.Ticks);
        if (start < end && window is { } w)
            frame.Note(samples[start].AtTicks + w.Ticks + Frame.Tick.Ticks);
        end = Math.Max(start, end);
        if (!concept.IsNumeric)
            return Others(samples[start..end], frame.FinalOnly);
        // The newest result alone is asked for: if it cannot be read, an older one must not speak in its place.
        if (function == "last")
            return start == end ? Value.Unknown(UnknownCauses.Missing) : SampleValue.Of(samples[end - 1], concept, frame.FinalOnly);
        if (!frame.Pay(Math.Min(end - start, 200)))
            return Value.Unknown(UnknownCauses.TooCostly);
        var sums = series.Sums(start, end, function == "rate");
        var exact = function != "stdev" && sums.Ranged == 0 && !(frame.FinalOnly && sums.Preliminary > 0);
        return exact ? Exact(series, start, end, sums)
            : frame.Pay(end - start) ? Numbers(samples[start..end], frame.FinalOnly)
            : Value.Unknown(UnknownCauses.TooCostly);
    }

    private bool IsCharted(ref Frame frame, TimeSpan back) =>
        frame.SeriesAt(slot) is { } charted && charted.CountUntil(frame.NowTicks - until.Ticks) > charted.CountUntil(frame.NowTicks - back.Ticks - 1);

    private Value Computed(ref Frame frame, ScoreHistory history, TimeSpan back)
    {
        if (history.Between(ref frame, frame.Now - back, frame.Now - until) is not { } samples)
            return Value.Unknown(UnknownCauses.TooCostly);
        if (samples.Count > 0)
            frame.Note(samples[0].AtTicks + back.Ticks + Frame.Tick.Ticks);
        return function == "last"
            ? samples.Count == 0 ? Value.Unknown(UnknownCauses.Missing) : Value.Of(samples[^1].Number, UnknownCauses.PartsMissing)
            : Numbers(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(samples), frame.FinalOnly);
    }

    private Value Others(ReadOnlySpan<Sample> samples, bool finalOnly) => function switch
    {
        "count" => Value.Of(samples.Length),
        _ when samples.IsEmpty => Value.Unknown(UnknownCauses.Missing),
        "first" => SampleValue.Of(samples[0], concept, finalOnly),
        "previous" => samples.Length > 1 ? SampleValue.Of(samples[^2], concept, finalOnly) : Value.Unknown(UnknownCauses.Missing),
        _ => SampleValue.Of(samples[^1], concept, finalOnly),
    };

    /// <summary>Every usable number is a point: the sums have the answer already.</summary>
    private Value Exact(SignalSeries series, int start, int end, in SampleSums sums)
    {
        var samples = series.Samples[start..end];
        if (function == "count")
            return Value.Of(sums.Exact);
        if (sums.Exact < least)
            return Value.Unknown(sums.Exact == 0 ? UnknownCauses.Missing : UnknownCauses.TooFewSamples);
        try
        {
            return function switch
            {
                "first" => Value.Of(Usable(samples, 1, forward: true)),
                "previous" => Value.Of(Usable(samples, 2, forward: false)),
                "min" or "lowest" => Value.Of(sums.Least),
                "max" => Value.Of(sums.Most),
                "sum" => Value.Of(sums.Sum),
                "avg" or "mean" => Value.Of(sums.Sum / sums.Exact),
                "median" => Value.Of(series.Median(start, end, sums.Exact)),
                "change" => Value.Of(Usable(samples, 1, forward: false) - Usable(samples, 1, forward: true)),
                "rise" => Value.Of(Usable(samples, 1, forward: false) - sums.Least),
                "fall" => Value.Of(sums.Most - Usable(samples, 1, forward: false)),
                _ => sums.Slope() is { } slope ? Value.Of(slope) : Value.Unknown(UnknownCauses.TooFewSamples),
            };
        }
        catch (OverflowException)
        {
            return Value.Unknown(UnknownCauses.Arithmetic);
        }
    }

    /// <summary>The first, second … usable number from one end; there are that many.</summary>
    private static decimal Usable(ReadOnlySpan<Sample> samples, int which, bool forward)
    {
        for (var (i, step) = forward ? (0, 1) : (samples.Length - 1, -1); ; i += step)
        {
            if (samples[i].Fault == SampleFault.None && --which == 0)
                return samples[i].Number.Low;
        }
    }

    private Value Numbers(ReadOnlySpan<Sample> samples, bool finalOnly)
    {
        var usable = new List<Sample>(samples.Length);
        foreach (var sample in samples)
        {
            if (sample.Fault == SampleFault.None && !(finalOnly && sample.Signal.Status == SignalStatus.Preliminary))
                usable.Add(sample);
        }

        if (function == "count")
            return Value.Of(usable.Count);
        if (usable.Count < least)
            return Value.Unknown(usable.Count == 0 ? UnknownCauses.Missing : UnknownCauses.TooFewSamples);
        try
        {
            return function switch
            {
                "first" => Value.Of(usable[0].Number),
                "previous" => Value.Of(usable[^2].Number),
                "change" => Value.Of(ArithmeticCode.Apply('-', usable[^1].Number, usable[0].Number)),
                "rise" => Value.Of(ArithmeticCode.Apply('-', usable[^1].Number, Aggregate.Of("min", usable))),
                "fall" => Value.Of(ArithmeticCode.Apply('-', Aggregate.Of("max", usable), usable[^1].Number)),
                "rate" => Aggregate.Slope(usable) is { } slope ? Value.Of(slope) : Value.Unknown(UnknownCauses.TooFewSamples),
                "stdev" => Aggregate.StandardDeviation(usable) is { } deviation ? Value.Of(deviation) : Value.Unknown(UnknownCauses.Straddles),
                _ => Value.Of(Aggregate.Of(function, usable)),
            };
        }
        catch (Exception beyond) when (beyond is OverflowException or DivideByZeroException)
        {
            return Value.Unknown(UnknownCauses.Arithmetic);
        }
    }
}

/// <summary>How long ago the newest value was true.</summary>
internal sealed class AgeOfCode(BoundExpr bound, Concept concept, ScoreHistory? computed = null) : ScalarCode(bound)
{
    protected override Value Run(ref Frame frame)
    {
        var series = frame.SeriesAt(concept.Slot);
        var count = series?.CountUntil(frame.Now) ?? 0;
        if (count < series?.Count)
            frame.Note(series.Samples[count].At);
        return (count > 0 ? series!.Samples[count - 1].At : computed?.Newest(ref frame)) is { } newest
            ? Value.Of((decimal)(frame.Now - newest).Ticks / TimeSpan.TicksPerSecond, drift: 1)
            : Value.Unknown(UnknownCauses.Missing);
    }
}
