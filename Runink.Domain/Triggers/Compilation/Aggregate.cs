using System.Buffers;
using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>Folds samples into one interval. All of these grow with each sample, so the two ends are folded apart.</summary>
internal static class Aggregate
{
    public static Interval Of(string function, List<Sample> samples)
    {
        var lows = new decimal[samples.Count];
        var highs = new decimal[samples.Count];
        var open = false;
        for (var i = 0; i < samples.Count; i++)
        {
            lows[i] = samples[i].Number.Low;
            highs[i] = samples[i].Number.High;
            open |= samples[i].Number.HighOpen;
        }

        var low = Fold(function, lows);
        var high = Fold(function, highs);
        return new(low, high, false, open && function is "sum" or "avg" or "mean" && low != high);
    }

    private static decimal Fold(string function, decimal[] values)
    {
        Array.Sort(values);
        // A missing bound stays missing; adding to it would overflow.
        if (function is "sum" or "avg" or "mean" && (values[0] == decimal.MinValue || values[^1] == decimal.MaxValue))
            return values[0] == decimal.MinValue ? decimal.MinValue : decimal.MaxValue;
        return function switch
        {
            "min" or "lowest" => values[0],
            "max" => values[^1],
            "sum" => values.Sum(),
            "median" => values.Length % 2 == 1 ? values[values.Length / 2] : Middle(values[(values.Length / 2) - 1], values[values.Length / 2]),
            _ => values.Sum() / values.Length,
        };
    }

    private static decimal Middle(decimal lower, decimal upper) =>
        lower == decimal.MinValue ? lower : upper == decimal.MaxValue ? upper : (lower + upper) / 2;

    /// <summary>
    /// The median of the usable numbers, all points. Doubles choose the place, the exact number is what stands there: two
    /// numbers that share a double differ by less than any comparison sees.
    /// </summary>
    public static decimal Median(ReadOnlySpan<Sample> samples, int usable)
    {
        var rented = ArrayPool<double>.Shared.Rent(usable);
        try
        {
            var near = rented.AsSpan(0, usable);
            var at = 0;
            foreach (ref readonly var sample in samples)
            {
                if (sample.Fault == SampleFault.None)
                    near[at++] = sample.Near;
            }

            var upper = Exactly(samples, Select(near, usable / 2));
            // What stands before the place is no larger; the largest of it is the lower middle.
            return usable % 2 == 1 ? upper : (Exactly(samples, Largest(near[..(usable / 2)])) + upper) / 2;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private static decimal Exactly(ReadOnlySpan<Sample> samples, double near)
    {
        foreach (ref readonly var sample in samples)
        {
            if (sample.Near == near && sample.Fault == SampleFault.None)
                return sample.Number.Low;
        }

        throw new InvalidOperationException("The median is not among its samples.");
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = values[0];
        foreach (var value in values)
            largest = Math.Max(largest, value);
        return largest;
    }

    /// <summary>Hoare's selection: the value that would stand at a place if all were sorted, linear in their number.</summary>
    private static double Select(Span<double> values, int place)
    {
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var pivot = values[(low + high) / 2];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (values[j] > pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (place <= j)
                high = j;
            else if (place >= i)
                low = i;
            else
                break;
        }

        return values[place];
    }

    /// <summary>Least squares, per hour; null when the samples share one instant or are not all points.</summary>
    public static decimal? Slope(List<Sample> samples)
    {
        if (samples.Count < 2 || samples.Any(s => !s.Number.IsPoint))
            return null;
        var start = samples[0].At;
        var hours = samples.Select(s => (decimal)(s.At - start).Ticks / TimeSpan.TicksPerHour).ToArray();
        var meanX = hours.Average();
        var meanY = samples.Average(s => s.Number.Low);
        var spread = hours.Sum(x => (x - meanX) * (x - meanX));
        if (spread == 0)
            return null;
        var together = hours.Select((x, i) => (x - meanX) * (samples[i].Number.Low - meanY)).Sum();
        return together / spread;
    }
}
