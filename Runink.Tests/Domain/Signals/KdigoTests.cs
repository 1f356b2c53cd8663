using Runink.Domain.Signals.Scores;
using static Runink.Tests.Domain.Signals.Bedside;

namespace Runink.Tests.Domain.Signals;

public class KdigoTests
{
    [Theory]
    [InlineData("lab.creatinine 1.0 @-24; lab.creatinine 1.29", 0)]
    [InlineData("lab.creatinine 1.0 @-24; lab.creatinine 1.3", 1)]
    [InlineData("lab.creatinine 1.0 @-48; lab.creatinine 1.3", 1)]
    [InlineData("lab.creatinine 1.0 @-49; lab.creatinine 1.3", 0)]
    [InlineData("lab.creatinine 1.0 @-49; lab.creatinine 1.49", 0)]
    [InlineData("lab.creatinine 1.0 @-49; lab.creatinine 1.5", 1)]
    [InlineData("lab.creatinine 1.0 @-168; lab.creatinine 1.99", 1)]
    [InlineData("lab.creatinine 1.0 @-168; lab.creatinine 2.0", 2)]
    [InlineData("lab.creatinine 1.0 @-168; lab.creatinine 2.99", 2)]
    [InlineData("lab.creatinine 1.0 @-168; lab.creatinine 3.0", 3)]
    [InlineData("lab.creatinine 3.5 @-24; lab.creatinine 3.9", 1)]
    [InlineData("lab.creatinine 3.5 @-24; lab.creatinine 4.0", 3)]
    [InlineData("lab.creatinine 4.0 @-24; lab.creatinine 4.1", 0)]
    [InlineData("lab.creatinine 4.0", 0)]
    [InlineData("lab.creatinine 80 umol/L @-24; lab.creatinine 106.4 umol/L", 0)]
    [InlineData("lab.creatinine 80 umol/L @-24; lab.creatinine 106.5 umol/L", 1)]
    [InlineData("lab.creatinine 320 umol/L @-24; lab.creatinine 353.5 umol/L", 1)]
    [InlineData("lab.creatinine 320 umol/L @-24; lab.creatinine 353.6 umol/L", 3)]
    public void Creatinine(string signals, int stage) => ScoreCutTests.Exactly(stage, Kdigo.Compute(Of(signals), Noon));

    [Theory]
    [InlineData("lab.creatinine 0.9 @-200; lab.creatinine 1.0 @-400; lab.creatinine 1.1 @-600; lab.creatinine 1.5", 1)]
    [InlineData("lab.creatinine 0.9 @-200; lab.creatinine 1.0 @-400; lab.creatinine 1.1 @-600; lab.creatinine 1.45", 0)]
    [InlineData("lab.creatinine 0.5 @-400; lab.creatinine 1.4 @-100; lab.creatinine 1.5", 0)]
    [InlineData("lab.creatinine 0.5 @-8784; lab.creatinine 1.5", 0)]
    public void The_baseline_is_the_lowest_of_a_week_else_the_median_of_a_year(string signals, int stage) =>
        ScoreCutTests.Exactly(stage, Kdigo.Compute(Of(signals), Noon));

    /// <summary>80 kg; entries every two hours, each worth that many mL per kilogram and hour.</summary>
    private static string Urine(params (int Hours, double Rate)[] stretches)
    {
        var text = "lab.creatinine 1.0; vital.weight 80;";
        var hour = -stretches.Sum(s => s.Hours);
        text += FormattableString.Invariant($"vital.urine_output 50 @{hour};");
        foreach (var (hours, rate) in stretches)
        {
            for (var passed = 0; passed < hours; passed += 2)
                text += FormattableString.Invariant($"vital.urine_output {rate * 80 * 2} @{hour += 2};");
        }

        return text;
    }

    [Theory]
    [InlineData(6, 0.5, 0)]
    [InlineData(6, 0.49, 1)]
    [InlineData(10, 0.49, 1)]
    [InlineData(12, 0.49, 2)]
    [InlineData(12, 0.5, 0)]
    [InlineData(22, 0.29, 2)]
    [InlineData(24, 0.29, 3)]
    [InlineData(24, 0.3, 2)]
    [InlineData(10, 0, 1)]
    [InlineData(12, 0, 3)]
    public void Urine_output(int hours, double rate, int stage)
    {
        var score = Kdigo.Compute(Of(Urine((hours, rate))), Noon);
        ScoreCutTests.Exactly(stage, score);
        Assert.Equal("KDIGO 2012, creatinine and urine", score.Version);
    }

    [Fact]
    public void The_worse_of_creatinine_and_urine_is_the_stage()
    {
        ScoreCutTests.Exactly(2, Kdigo.Compute(Of("lab.creatinine 1.0 @-24;" + Urine((6, 0.4)).Replace("lab.creatinine 1.0", "lab.creatinine 2.1", StringComparison.Ordinal)), Noon));
        ScoreCutTests.Exactly(0, Kdigo.Compute(Of(Urine((6, 0.2), (6, 1.5))), Noon));
    }

    [Theory]
    [InlineData("lab.creatinine 1.0; vital.urine_output 10 @-8; vital.urine_output 10 @-2")]
    [InlineData("lab.creatinine 1.0; vital.weight 80; vital.urine_output 10 @-5; vital.urine_output 10 @-1")]
    [InlineData("lab.creatinine 1.0; vital.weight 80; vital.urine_output 10 @-20; vital.urine_output 10 @-7")]
    public void Without_weight_hours_or_a_fresh_entry_creatinine_speaks_alone(string signals)
    {
        var score = Kdigo.Compute(Of(signals), Noon);
        ScoreCutTests.Exactly(0, score);
        Assert.Equal("KDIGO 2012, creatinine", score.Version);
    }

    [Fact]
    public void Urine_alone_says_at_least()
    {
        var score = Kdigo.Compute(Of(Urine((12, 0.4)).Replace("lab.creatinine 1.0;", "", StringComparison.Ordinal)), Noon);
        Assert.Equal((2, 3), (score.Min, score.Max));
    }

    [Theory]
    [InlineData(17, "34", 3)]
    [InlineData(17, "35", 0)]
    [InlineData(18, "34", 0)]
    public void Under_18_a_filtration_below_35_is_stage_3(int age, string filtration, int stage) =>
        ScoreCutTests.Exactly(stage, Kdigo.Compute(Of($"lab.creatinine 1.0; lab.egfr {filtration}", age), Noon));

    [Fact]
    public void Replacement_therapy_is_stage_3_and_long_term_dialysis_is_not_judged()
    {
        ScoreCutTests.Exactly(3, Kdigo.Compute(Of("lab.creatinine 1.0; care.rrt Y"), Noon));
        Assert.NotNull(Kdigo.Compute(Of("lab.creatinine 1.0; care.dialysis Y @-900"), Noon).NotApplicable);
        Assert.Null(Kdigo.Compute(Of("lab.creatinine 1.0; care.dialysis N @-900"), Noon).NotApplicable);
    }

    [Theory]
    [InlineData("<1.4", 0, 1)]
    [InlineData("<1.2", 0, 0)]
    [InlineData(">15", 3, 3)]
    public void A_bounded_creatinine_gives_a_bounded_stage(string value, int least, int most)
    {
        var score = Kdigo.Compute(Of($"lab.creatinine 1.0 @-24; lab.creatinine {value}"), Noon);
        Assert.Equal((least, most), (score.Min, score.Max));
    }

    [Fact]
    public void An_old_creatinine_is_missing()
    {
        var score = Kdigo.Compute(Of("lab.creatinine 1.0 @-49"), Noon);
        Assert.Equal((0, 3), (score.Min, score.Max));
        Assert.All(score.Parts, part => Assert.True(part.Missing));
    }
}
