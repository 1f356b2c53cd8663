using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>Functions that look at one series: last, previous, first, min … rate, baseline. Unusable samples are passed over.</summary>
internal sealed class SeriesCode(BoundExpr bound, string function, Concept concept, TimeSpan? window, TimeSpan until, int least) : ScalarCode(bound)
{
    private readonly int slot = concept.Slot;

    public Concept Concept => concept;

    public TimeSpan? Window => window;

    protected override Value Run(ref Frame frame)
    {
        if (frame.State.SeriesAt(slot) is not { } series)
            return function == "count" ? Value.Of(0) : Value.Unknown(UnknownCauses.Missing);
        var end = series.CountUntil(frame.Now - until);
        var start = window is { } length ? series.CountUntil(frame.Now - length - TimeSpan.FromTicks(1)) : 0;
        if (end < series.Count)
            frame.Note(series.Samples[end].At + until);
        if (start < end && window is { } w)
            frame.Note(series.Samples[start].At + w + Frame.Tick);
        if (!frame.Pay(end - start))
            return Value.Unknown(UnknownCauses.TooCostly);
        var samples = series.Samples[start..Math.Max(start, end)];
        return concept.IsNumeric ? Numbers(samples, frame.FinalOnly) : Others(samples, frame.FinalOnly);
    }

    private Value Others(ReadOnlySpan<Sample> samples, bool finalOnly) => function switch
    {
        "count" => Value.Of(samples.Length),
        _ when samples.IsEmpty => Value.Unknown(UnknownCauses.Missing),
        "first" => SampleValue.Of(samples[0], false, finalOnly),
        "previous" => samples.Length > 1 ? SampleValue.Of(samples[^2], false, finalOnly) : Value.Unknown(UnknownCauses.Missing),
        _ => SampleValue.Of(samples[^1], false, finalOnly),
    };

    private Value Numbers(ReadOnlySpan<Sample> samples, bool finalOnly)
    {
        // The newest result alone is asked for: if it cannot be read, an older one must not speak in its place.
        if (function == "last")
            return samples.IsEmpty ? Value.Unknown(UnknownCauses.Missing) : SampleValue.Of(samples[^1], true, finalOnly);
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
internal sealed class AgeOfCode(BoundExpr bound, Concept concept) : ScalarCode(bound)
{
    protected override Value Run(ref Frame frame)
    {
        if (frame.State.SeriesAt(concept.Slot) is not { } series)
            return Value.Unknown(UnknownCauses.Missing);
        var count = series.CountUntil(frame.Now);
        if (count < series.Count)
            frame.Note(series.Samples[count].At);
        return count == 0
            ? Value.Unknown(UnknownCauses.Missing)
            : Value.Of((decimal)(frame.Now - series.Samples[count - 1].At).Ticks / TimeSpan.TicksPerSecond, drift: 1);
    }
}
