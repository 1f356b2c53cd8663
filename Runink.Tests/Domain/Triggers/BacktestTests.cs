using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class BacktestTests
{
    private static PatientHistory History(string id, params Signal[] signals) => new(
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
    public void What_began_before_the_period_is_not_new_inside_it()
    {
        var result = Backtest.Run(
            Write.Compile(Write.Sample),
            [History("a", Write.Signal("lab.lactate", "3.4", "mmol/L"), Write.Signal("lab.lactate", "3.6", "mmol/L", 2))],
            Write.Noon.AddHours(1), Write.Noon.AddHours(23), TestContext.Current.CancellationToken);
        Assert.Empty(result.Items);
    }
}
