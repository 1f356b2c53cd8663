using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>
/// A flag of a specimen, such as haemolysed: the one that was collected with the newest result which the trigger measures. A
/// flag of an earlier specimen says nothing of a later result.
/// </summary>
/// <param name="measured">Places of the series that the trigger measures.</param>
internal sealed class SpecimenFlagCode(BoundExpr bound, Concept flag, int[] measured) : ScalarCode(bound)
{
    /// <summary>Tubes of one draw are rarely stamped further apart, and draws rarely come closer together.</summary>
    private static readonly long SameDraw = TimeSpan.FromMinutes(5).Ticks;

    protected override Value Run(ref Frame frame)
    {
        long? collected = null;
        foreach (var slot in measured)
        {
            if (Newest(ref frame, slot) is { } at && (collected is null || at > collected))
                collected = at;
        }

        if (collected is not { } draw || frame.SeriesAt(flag.Slot) is not { } flags)
            return Value.Unknown(UnknownCauses.Missing);
        if (flags.CountUntil(frame.NowTicks) is var known && known < flags.Count)
            frame.Note(flags.Samples[known].AtTicks);
        var near = flags.Samples[flags.CountUntil(draw - SameDraw - 1)..flags.CountUntil(Math.Min(draw + SameDraw, frame.NowTicks))];
        return near.IsEmpty ? Value.Unknown(UnknownCauses.Missing) : SampleValue.Of(near[^1], flag, frame.FinalOnly);
    }

    private static long? Newest(ref Frame frame, int slot)
    {
        if (frame.SeriesAt(slot) is not { } series)
            return null;
        var count = series.CountUntil(frame.NowTicks);
        if (count < series.Count)
            frame.Note(series.Samples[count].AtTicks);
        return count == 0 ? null : series.Samples[count - 1].AtTicks;
    }
}
