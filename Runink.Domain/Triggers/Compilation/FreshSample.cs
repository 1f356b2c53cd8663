using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>The newest sample of a series while it still speaks for the patient.</summary>
internal static class FreshSample
{
    /// <summary>One sample, or none and why; notes when that will change.</summary>
    /// <param name="fresh">Ticks for which a value of the concept speaks.</param>
    public static ReadOnlySpan<Sample> Of(ref Frame frame, int slot, long fresh, out UnknownCauses cause)
    {
        cause = UnknownCauses.Missing;
        if (frame.SeriesAt(slot) is not { } series)
            return [];
        frame.Pay(1);
        var samples = series.Samples;
        var count = series.CountUntil(frame.NowTicks);
        if (count < samples.Length)
            frame.Note(samples[count].AtTicks);
        if (count > 0)
            cause = UnknownCauses.Stale;
        if (frame.PastFaults)
        {
            while (count > 0 && IsUnreadable(samples[count - 1], frame.FinalOnly))
                count--;
        }

        if (count == 0)
            return [];
        var until = samples[count - 1].AtTicks + (frame.StaleAfter?.Ticks ?? fresh);
        if (frame.NowTicks > until)
            return [];
        frame.Note(until + Frame.Tick.Ticks);
        return samples.Slice(count - 1, 1);
    }

    private static bool IsUnreadable(in Sample sample, bool finalOnly) =>
        sample.Fault != SampleFault.None || (finalOnly && sample.Signal.Status == SignalStatus.Preliminary);
}
