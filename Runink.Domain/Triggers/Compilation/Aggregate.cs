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

    /// <summary>Of the sample, so divided by n − 1; null when not all are points.</summary>
    /// <param name="samples">Two or more.</param>
    public static decimal? StandardDeviation(List<Sample> samples)
    {
        if (samples.Exists(sample => !sample.Number.IsPoint))
            return null;
        var mean = samples.Average(sample => sample.Number.Low);
        var variance = samples.Sum(sample => (sample.Number.Low - mean) * (sample.Number.Low - mean)) / (samples.Count - 1);
        if (variance == 0)
            return 0;
        // A double has 15 digits; one step of Newton's gives the decimal its own.
        var root = (decimal)Math.Sqrt((double)variance);
        return root == 0 ? 0 : (root + (variance / root)) / 2;
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
