namespace Runink.Domain.Signals.Scores;

/// <summary>
/// KDIGO 2012 stage of acute kidney injury by serum creatinine alone; urine output is not read here. The baseline follows
/// the NHS England algorithm: the lowest of the last 7 days when there is an earlier value in them, else the median of the
/// 8th to the 365th day. A rise of 26.5 µmol/L (0.3 mg/dL) within 48 hours is stage 1 by itself.
/// </summary>
public static class Kdigo
{
    /// <summary>26.5 µmol/L in mg/dL: the same limit for feeds that report either, as neither reports in between.</summary>
    private static readonly decimal AbsoluteRise = 26.5m / 1000m * 113.12m / 10m;

    public static readonly IReadOnlyList<string> Parts = ["lab.creatinine"];

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null)
    {
        var creatinine = (vocabulary ?? Vocabulary.Shipped).Find("lab.creatinine")!;
        var series = state.SeriesAt(creatinine.Slot);
        var count = series?.CountUntil(now) ?? 0;
        var ahead = series is not null && count < series.Count ? series.Samples[count].At : (DateTimeOffset?)null;
        if (series is null || count == 0 || series.Samples[count - 1] is var newest && (newest.Fault != SampleFault.None || newest.At + creatinine.FreshFor < now))
            return new("kdigo_stage", "KDIGO 2012", 0, 3, [new(creatinine.Name, creatinine.ShortLabel, null, null, 0, 3)], ahead);

        var value = series.Samples[count - 1].Number.High;
        var next = series.Samples[count - 1].At + creatinine.FreshFor + TimeSpan.FromMilliseconds(1);
        var week = new List<decimal>();
        var year = new List<decimal>();
        var lowestTwoDays = value;
        foreach (var sample in series.Samples[..(count - 1)])
        {
            if (sample.Fault != SampleFault.None)
                continue;
            var age = now - sample.At;
            if (age <= TimeSpan.FromDays(2))
                lowestTwoDays = Math.Min(lowestTwoDays, sample.Number.High);
            if (age <= TimeSpan.FromDays(7))
                week.Add(sample.Number.High);
            else if (age <= TimeSpan.FromDays(365))
                year.Add(sample.Number.High);
            foreach (var edge in (ReadOnlySpan<int>)[2, 7, 365])
            {
                var leaves = sample.At + TimeSpan.FromDays(edge) + TimeSpan.FromMilliseconds(1);
                if (leaves > now && leaves < next)
                    next = leaves;
            }
        }

        var stage = Stage(value, week.Count > 0 ? week.Min() : Median(year), value - lowestTwoDays);
        if (ahead < next)
            next = ahead.Value;
        return new("kdigo_stage", "KDIGO 2012", stage, stage, [new(creatinine.Name, creatinine.ShortLabel, $"{Interval.Number(value)} mg/dL", series.Samples[count - 1].At, stage, stage)], next);
    }

    private static int Stage(decimal value, decimal? baseline, decimal rise)
    {
        var ratio = baseline is > 0 ? value / baseline.Value : 1;
        var injured = ratio >= 1.5m || rise >= AbsoluteRise - 0.000000001m;
        return !injured ? 0 : ratio >= 3 || value >= 4.0m ? 3 : ratio >= 2 ? 2 : 1;
    }

    private static decimal? Median(List<decimal> values)
    {
        if (values.Count == 0)
            return null;
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
