using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>How many different values came inside a window; numbers are compared in the concept's own unit, and what cannot be read is none.</summary>
internal sealed class DistinctCode(BoundExpr bound, Concept concept, TimeSpan window) : ScalarCode(bound)
{
    protected override Value Run(ref Frame frame)
    {
        if (frame.SeriesAt(concept.Slot) is not { } series)
            return Value.Of(0);
        var end = series.CountUntil(frame.NowTicks);
        var start = series.CountUntil(frame.NowTicks - window.Ticks - 1);
        var samples = series.Samples;
        if (end < samples.Length)
            frame.Note(samples[end].AtTicks);
        if (start < end)
            frame.Note(samples[start].AtTicks + window.Ticks + Frame.Tick.Ticks);
        if (!frame.Pay(end - start))
            return Value.Unknown(UnknownCauses.TooCostly);
        var (numbers, words) = (new HashSet<Interval>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var sample in samples[start..end])
        {
            if (sample.Fault != SampleFault.None || (frame.FinalOnly && sample.Signal.Status == SignalStatus.Preliminary))
                continue;
            if (concept.HasNumber)
                numbers.Add(sample.Number);
            else
                words.Add(concept.Meant(sample.Signal.Value).Trim());
        }

        return Value.Of(numbers.Count + words.Count);
    }
}
