namespace Runink.Domain.Signals.Scores;

/// <summary>
/// KDIGO 2012 stage of acute kidney injury: the worse of serum creatinine and, where volumes of at least 6 hours and a weight
/// are charted, urine output. Creatinine alone is the usual variant, so urine that nobody charts leaves no doubt; the version
/// says which was used. The baseline follows the NHS England algorithm: the lowest of the last 7 days when there is an earlier
/// value in them, else the median of the 8th to the 365th day. Renal replacement therapy is stage 3, and so is an eGFR below
/// 35 under 18 years. Not for patients on long-term dialysis.
/// </summary>
public static class Kdigo
{
    /// <summary>26.5 µmol/L in mg/dL: the same limit for feeds that report either, as neither reports in between.</summary>
    private static readonly decimal AbsoluteRise = Milligrams(26.5m);

    /// <summary>353.6 µmol/L, 4.0 mg/dL.</summary>
    private static readonly decimal Severe = Milligrams(353.6m);

    /// <summary>A laboratory's eGFR of this age may still be called acute.</summary>
    private static readonly TimeSpan RecentEgfr = TimeSpan.FromDays(7);

    public static readonly IReadOnlyList<string> Parts =
        ["lab.creatinine", "lab.egfr", "vital.urine_output", "vital.weight", "care.rrt", "care.dialysis"];

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null)
    {
        var board = new ScoreCalculator(state, now, vocabulary ?? Vocabulary.Shipped);
        if (board.Fresh("care.dialysis") is { } chronic && SignalText.Truth(chronic) == true)
            board.Exclude("not for patients on long-term dialysis");
        Creatinine(board);
        var urine = UrineOutput.Stage(board);
        if (urine is { } output)
            board.Add("vital.urine_output", output.Shown, output.At, output.Stage, output.Stage);
        if (board.FreshSample("care.rrt") is { } therapy && SignalText.Truth(therapy.Signal.Value) == true)
            board.Add("care.rrt", therapy.Signal.Value, therapy.At, 3, 3);
        if (state.Age(now) is { Years: < 18 } age && board.FreshSample("lab.egfr", RecentEgfr) is { } filtration)
        {
            board.Note(age.NextBirthday);
            if (filtration.Number.High < 35 || (filtration.Number.High == 35 && filtration.Number.HighOpen))
                board.Add("lab.egfr", filtration.Number.ToString(), filtration.At, 3, 3);
        }

        // Not a sum: the worst of the criteria is the stage.
        var sum = board.Result("kdigo_stage", urine is null ? "KDIGO 2012, creatinine" : "KDIGO 2012, creatinine and urine");
        return sum with { Min = sum.Parts.Max(p => p.Min), Max = sum.Parts.Max(p => p.Max) };
    }

    private static void Creatinine(ScoreCalculator board)
    {
        const string name = "lab.creatinine";
        if (board.FreshSample(name) is not { } newest)
        {
            board.Missing(name, 3);
            return;
        }

        var samples = board.Until(name);
        var week = new List<decimal>();
        var year = new List<decimal>();
        decimal? lowestTwoDays = null;
        foreach (var sample in samples[..^1])
        {
            if (sample.Fault != SampleFault.None || sample.Number.High == decimal.MaxValue)
                continue;
            var age = board.Now - sample.At;
            if (age <= TimeSpan.FromDays(2))
                lowestTwoDays = Math.Min(lowestTwoDays ?? decimal.MaxValue, sample.Number.High);
            if (age <= TimeSpan.FromDays(7))
                week.Add(sample.Number.High);
            else if (age <= TimeSpan.FromDays(365))
                year.Add(sample.Number.High);
            foreach (var edge in (ReadOnlySpan<int>)[2, 7, 365])
                board.Note(sample.At + TimeSpan.FromDays(edge) + ScoreCalculator.Instant);
        }

        var baseline = week.Count > 0 ? week.Min() : Median(year);
        var low = Stage(Math.Max(newest.Number.Low, 0), baseline, lowestTwoDays);
        var high = newest.Number.High == decimal.MaxValue ? 3 : Stage(newest.Number.High, baseline, lowestTwoDays);
        board.Add(name, $"{newest.Number} mg/dL", newest.At, low, high);
    }

    private static int Stage(decimal value, decimal? baseline, decimal? lowestTwoDays)
    {
        var ratio = baseline is > 0 ? value / baseline.Value : 1;
        var injured = ratio >= 1.5m || value - lowestTwoDays >= AbsoluteRise - 0.000000001m;
        return !injured ? 0 : ratio >= 3 || value >= Severe - 0.000000001m ? 3 : ratio >= 2 ? 2 : 1;
    }

    private static decimal Milligrams(decimal micromoles) => micromoles / 1000m * 113.12m / 10m;

    private static decimal? Median(List<decimal> values)
    {
        if (values.Count == 0)
            return null;
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
