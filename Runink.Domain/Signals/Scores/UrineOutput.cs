namespace Runink.Domain.Signals.Scores;

/// <summary>
/// KDIGO's urine criteria. Each charted volume was passed since the one before it; the rate of a stretch is the volume over
/// the weight and the hours from the last entry that lies at least that long before the newest one. Anuria is no urine at all.
/// </summary>
internal static class UrineOutput
{
    /// <summary>Null when fewer than 6 hours are charted, the newest entry is old, or no weight is known.</summary>
    public static (int Stage, DateTimeOffset At, string Shown)? Stage(ScoreCalculator board)
    {
        if (board.FreshSample("vital.urine_output") is not { } newest || board.FreshSample("vital.weight") is not { Number.Low: > 0 } weight)
            return null;
        var samples = board.Until("vital.urine_output");
        if (Rate(samples, weight.Number.Low, 6) is not { } six)
            return null;
        var twelve = Rate(samples, weight.Number.Low, 12);
        var day = Rate(samples, weight.Number.Low, 24);
        var stage = day < 0.3m || twelve == 0 ? 3 : twelve < 0.5m ? 2 : six < 0.5m ? 1 : 0;
        return (stage, newest.At, $"{Interval.Number(six)} mL/kg/h");
    }

    /// <summary>mL/kg/h over the last so many hours before the newest entry; null when they are not charted.</summary>
    private static decimal? Rate(ReadOnlySpan<Sample> samples, decimal kilograms, int hours)
    {
        var end = samples[^1].At;
        var volume = 0m;
        for (var i = samples.Length - 1; i >= 0; i--)
        {
            if (samples[i].At <= end.AddHours(-hours))
                return volume / kilograms / ((decimal)(end - samples[i].At).Ticks / TimeSpan.TicksPerHour);
            if (samples[i].Fault != SampleFault.None || samples[i].Number.High == decimal.MaxValue)
                return null;
            volume += samples[i].Number.High;
        }

        return null;
    }
}
