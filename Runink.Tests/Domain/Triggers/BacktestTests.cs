using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class BacktestTests
{
    private static PatientHistory History(string id, params Signal[] signals) => PatientHistory.OfStays(
        new(id, DateOnly.FromDateTime(Write.Noon.AddYears(-80).DateTime), null),
        [new(new($"{id}-e", "ED", "ED", null, null, Write.Noon.AddHours(-1)), Write.Noon.AddHours(-1), Write.Noon.AddHours(23))],
        signals);

    [Fact]
    public void It_fires_once_for_an_unbroken_truth_and_counts_patient_days()
    {
        var result = Backtest.Run(
            Write.Compile(Write.Sample),
            [
                History("a", Write.Signal("lab.lactate", "3.4", "mmol/L"), Write.Signal("lab.lactate", "3.6", "mmol/L", 2)),
                History("b", Write.Signal("lab.lactate", "2", "mmol/L")),
            ],
            Write.Noon.AddHours(-1), Write.Noon.AddHours(23), TestContext.Current.CancellationToken);
        var item = Assert.Single(result.Items);
        Assert.Equal(("a", Write.Noon, "Lactate 3.4 mmol/L"), (item.Patient, item.At, item.Headline));
        Assert.Equal((2, 3L, 1, 2m, 50m), (result.Patients, result.Signals, result.Firings, result.PatientDays, result.Per100PatientDays));
    }

    [Fact]
    public void Timers_fire_without_a_message()
    {
        var trigger = Write.When("absent(lab.lactate, 6h, after: lab.lactate > 2 mmol/L)");
        var result = Backtest.Run(
            trigger, [History("a", Write.Signal("lab.lactate", "3", "mmol/L"))],
            Write.Noon.AddHours(-1), Write.Noon.AddHours(23), TestContext.Current.CancellationToken);
        Assert.Equal(Write.Noon.AddHours(6).AddMilliseconds(1), Assert.Single(result.Items).At);
    }

    [Fact]
    public void Two_versions_differ_patient_by_patient()
    {
        PatientHistory[] histories = [History("a", Write.Signal("lab.lactate", "3.4", "mmol/L")), History("b", Write.Signal("lab.lactate", "2.5", "mmol/L"))];
        var strict = Run("lab.lactate > 3 mmol/L");
        var wide = Run("lab.lactate > 2 mmol/L");
        Assert.Equal(["b"], wide.Against(strict).Gained);
        Assert.Equal(["b"], strict.Against(wide).Lost);

        BacktestResult Run(string when) => Backtest.Run(Write.When(when), histories, Write.Noon.AddHours(-1), Write.Noon.AddHours(3), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Firings_are_told_by_unit_and_by_shift_of_the_site()
    {
        var result = Backtest.Run(
            Write.Compile(Write.Sample), [History("a", Write.Signal("lab.lactate", "3.4", "mmol/L", 10)), History("b", Write.Signal("lab.lactate", "3.4", "mmol/L", 4))],
            Write.Noon.AddHours(-1), Write.Noon.AddHours(23), TestContext.Current.CancellationToken, null, new(TimeZoneInfo.FindSystemTimeZoneById("America/New_York")));
        Assert.Equal(new BacktestShare("ED", 2, 0, 0, 2m, 100m), Assert.Single(result.ByUnit));
        // 22:00 UTC is 17:00 there, 16:00 UTC is 11:00.
        Assert.Equal([("day", 1), ("evening", 1), ("night", 0)], result.ByShift.Select(s => (s.Name, s.Firings)));
        Assert.Null(result.Outcome);
    }

    [Theory]
    [InlineData("medication.antibiotic")]
    [InlineData("lab.procalcitonin > 2 ug/L")]
    public void An_outcome_gives_lead_times_and_predictive_value(string asked)
    {
        PatientHistory[] histories =
        [
            History("a", Write.Signal("lab.lactate", "3.4", "mmol/L"), Write.Signal("medication.antibiotic", "given", null, 3), Write.Signal("lab.procalcitonin", "4", "ug/L", 3)),
            History("b", Write.Signal("lab.lactate", "3.4", "mmol/L")),
            History("c", Write.Signal("medication.antibiotic", "given", null, 5), Write.Signal("lab.procalcitonin", "4", "ug/L", 5)),
        ];
        var result = Backtest.Run(
            Write.Compile(Write.Sample), histories, Write.Noon.AddHours(-1), Write.Noon.AddHours(23), TestContext.Current.CancellationToken, null,
            new(TimeZoneInfo.Utc, BacktestOutcome.Parse(asked, Vocabulary.Shipped).Value));
        Assert.Equal(new ForetoldOutcome(asked, 72, 2, 1, 1, 0.5m, 3m), result.Outcome);
        Assert.Equal([3m, null], result.Items.Select(i => i.LeadHours));
        Assert.Null(result.Breaks(new(null, 0.6m, asked)));
        var often = result with { Firings = BacktestResult.FewestForPpv };
        Assert.Null(often.Breaks(new(null, 0.5m, asked)));
        Assert.Contains("0.5, and its budget asks for 0.6", often.Breaks(new(null, 0.6m, asked)), StringComparison.Ordinal);
        Assert.Contains("its budget is 5", result.Breaks(new(5, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_outcome_that_cannot_be_read_is_refused() =>
        Assert.Contains("is not a name", BacktestOutcome.Parse("lab.lactat > 2", Vocabulary.Shipped).Refusal!.Message, StringComparison.Ordinal);

    [Fact]
    public void Who_is_called_by_both_at_another_time_has_moved()
    {
        PatientHistory[] histories = [History("a", Write.Signal("lab.lactate", "2.5", "mmol/L"), Write.Signal("lab.lactate", "3.4", "mmol/L", 2)), History("b", Write.Signal("lab.lactate", "4", "mmol/L"))];
        var moved = Run("lab.lactate > 2 mmol/L").Against(Run("lab.lactate > 3 mmol/L"));
        Assert.Equal(new MovedFiring("a", Write.Noon.AddHours(2), Write.Noon, TimeSpan.FromHours(-2)), Assert.Single(moved.Moved));
        Assert.Empty(moved.Gained);
        Assert.Empty(moved.Lost);

        BacktestResult Run(string when) => Backtest.Run(Write.When(when), histories, Write.Noon.AddHours(-1), Write.Noon.AddHours(3), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void What_began_before_the_period_is_not_new_inside_it()
    {
        var result = Backtest.Run(
            Write.Compile(Write.Sample),
            [History("a", Write.Signal("lab.lactate", "3.4", "mmol/L"), Write.Signal("lab.lactate", "3.6", "mmol/L", 2))],
            Write.Noon.AddHours(1), Write.Noon.AddHours(23), TestContext.Current.CancellationToken);
        Assert.Empty(result.Items);
    }
}
