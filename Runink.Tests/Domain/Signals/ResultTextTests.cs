using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Tests.Domain.Triggers;

namespace Runink.Tests.Domain.Signals;

/// <summary>What laboratories print in place of a bare number, and what no patient can have.</summary>
public class ResultTextTests
{
    [Theory]
    [InlineData("6,4", "6.4")]
    [InlineData("6.4 H", "6.4")]
    [InlineData("6.4 HH", "6.4")]
    [InlineData("6.4H", "6.4")]
    [InlineData("6.4 *", "6.4")]
    [InlineData("2.1 (L)", "2.1")]
    [InlineData("2.1 LL", "2.1")]
    [InlineData("> 6.4 H", ">6.4")]
    [InlineData(">= 5", "≥5")]
    [InlineData("≥5", "≥5")]
    [InlineData("=>5", "≥5")]
    [InlineData("=6.4", "6.4")]
    [InlineData("<0,5", "<0.5")]
    [InlineData("less than 0.5", "<0.5")]
    [InlineData("5-10", "5–10")]
    [InlineData("5 – 10", "5–10")]
    [InlineData("0,200", "0.2")]
    [InlineData("1,200.5", "1200.5")]
    [InlineData("1.200,5", "1200.5")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("−1.5", "-1.5")]
    public void What_can_be_only_one_number_is_read(string text, string shown) => Assert.Equal(shown, Interval.Parse(text)?.ToString());

    [Theory]
    [InlineData("1,200")]
    [InlineData("+")]
    [InlineData("++")]
    [InlineData("10-5")]
    [InlineData("1:80")]
    [InlineData("2L")]
    [InlineData("6.4.1")]
    [InlineData("6 of 9")]
    [InlineData("see note")]
    [InlineData("12/5")]
    public void What_is_none_or_could_be_two_is_refused(string text) => Assert.Null(Interval.Parse(text));

    [Theory]
    [InlineData("lab.glucose", "1,200", "mg/dL", SampleFault.None, "1200")]
    [InlineData("lab.potassium", "1,200", "mmol/L", SampleFault.None, "1.2")]
    [InlineData("lab.sodium", "118,5", "mmol/L", SampleFault.None, "118.5")]
    [InlineData("lab.platelets", "1,200", "10*9/L", SampleFault.NonNumeric, null)]
    [InlineData("lab.ph", "7,315", null, SampleFault.None, "7.315")]
    public void A_comma_is_settled_by_what_a_patient_can_have(string concept, string value, string? unit, SampleFault fault, string? shown) => Check(concept, value, unit, fault, shown);

    [Theory]
    [InlineData("vital.temperature", "98.6", "Cel")]
    [InlineData("vital.spo2", "-5", "%")]
    [InlineData("vital.heart_rate", "9999", "/min")]
    [InlineData("lab.potassium", "4100", "mmol/L")]
    [InlineData("lab.potassium", ">100", "mmol/L")]
    [InlineData("lab.sodium", "<40", "mmol/L")]
    [InlineData("score.qsofa", "6", null)]
    public void What_no_patient_can_have_is_a_fault_of_data(string concept, string value, string? unit) => Check(concept, value, unit, SampleFault.Implausible, null);

    [Theory]
    [InlineData("lab.potassium", "9.5", "mmol/L")]
    [InlineData("lab.potassium", "14", "mmol/L")]
    [InlineData("lab.potassium", "1.2", "mmol/L")]
    [InlineData("lab.sodium", "98", "mmol/L")]
    [InlineData("lab.sodium", "196", "mmol/L")]
    [InlineData("lab.hemoglobin", "2", "g/dL")]
    [InlineData("lab.hemoglobin", "0.7", "g/dL")]
    [InlineData("lab.glucose", "90", "mmol/L")]
    [InlineData("lab.glucose", "147", "mmol/L")]
    [InlineData("lab.glucose", "4", "mg/dL")]
    [InlineData("vital.temperature", "13.7", "Cel")]
    [InlineData("vital.temperature", "24", "Cel")]
    [InlineData("vital.temperature", "46.5", "Cel")]
    [InlineData("vital.heart_rate", "300", "/min")]
    [InlineData("vital.spo2", "30", "%")]
    [InlineData("vital.sbp", "370", "mm[Hg]")]
    [InlineData("lab.lactate", "30", "mmol/L")]
    [InlineData("lab.creatinine", "73", "mg/dL")]
    [InlineData("lab.platelets", "0", "10*9/L")]
    [InlineData("lab.wbc", "1200", "10*9/L")]
    [InlineData("lab.ph", "6.5", null)]
    [InlineData("lab.paco2", "373", "mm[Hg]")]
    [InlineData("lab.inr", "32", null)]
    [InlineData("lab.bilirubin", "84", "mg/dL")]
    [InlineData("lab.calcium", "29", "mg/dL")]
    [InlineData("lab.creatinine", "<0.5", "mg/dL")]
    [InlineData("vital.weight", "635", "kg")]
    public void What_somebody_has_survived_is_plausible(string concept, string value, string? unit) => Check(concept, value, unit, SampleFault.None, null);

    [Theory]
    [InlineData("LO", "<20")]
    [InlineData("Low", "<20")]
    [InlineData("Below range", "<20")]
    [InlineData("< LOW", "<20")]
    [InlineData("HI", ">600")]
    [InlineData("HIGH", ">600")]
    public void A_glucose_meter_beyond_its_display_is_an_interval(string value, string shown)
    {
        Check("lab.glucose", value, "mg/dL", SampleFault.None, shown);
        Check("lab.glucose", value, null, SampleFault.None, shown);
        Check("lab.potassium", value, "mmol/L", SampleFault.NonNumeric, null);
    }

    [Fact]
    public void A_meter_that_shows_LO_alarms()
    {
        var trigger = Write.When("lab.glucose < 3.0 mmol/L");
        Assert.Equal(Verdict.True, trigger.Holds(Write.Patient().With("lab.glucose", "LO", null)));
        Assert.Equal(Verdict.False, trigger.Holds(Write.Patient().With("lab.glucose", "HI", null)));
    }

    [Fact]
    public void An_implausible_value_fires_nothing_and_is_named()
    {
        var explanation = TriggerEvaluator.Explain(Write.When("vital.temperature > 38 Cel"), Write.Patient().With("vital.temperature", "98.6", "Cel"), Write.Noon);
        Assert.Equal((Verdict.Unknown, "Cannot be told: temperature 98.6 Cel is not plausible."), (explanation.Verdict, explanation.Sentence));
        Assert.True(UnknownCauses.DataFault.HasFlag(UnknownCauses.Implausible));
    }

    [Theory]
    [InlineData("score.phq9_item9", "LA6570-1", "score.phq9_item9 >= 1")]
    [InlineData("score.phq9_item9", "Several days", "score.phq9_item9 = 1")]
    [InlineData("vital.acvpu", "LA9341-4", "vital.acvpu IN (\"C\", \"V\", \"P\", \"U\")")]
    [InlineData("vital.acvpu", "LA6560-2", "vital.acvpu = \"C\"")]
    [InlineData("vital.acvpu", "248234008", "vital.acvpu = \"A\"")]
    [InlineData("lab.fit", "Detected", "lab.fit = \"positive\"")]
    [InlineData("lab.fit", "Not detected", "lab.fit = \"negative\"")]
    public void The_codes_and_words_of_an_answer_are_read(string concept, string value, string condition) =>
        Assert.Equal(Verdict.True, Write.When(condition).Holds(Write.Patient().With(concept, value, null)));

    [Fact]
    public void An_answer_code_counts_in_a_score()
    {
        var patient = Write.Patient().With("vital.resp_rate", "24", "/min").With("vital.sbp", "120", "mm[Hg]").With("vital.acvpu", "LA6560-2", null);
        Assert.Equal(Verdict.True, Write.When("qsofa() = 2").Holds(patient));
    }

    private static void Check(string concept, string value, string? unit, SampleFault fault, string? shown)
    {
        var sample = Sample.Of(new(concept, value, unit, default, default, SignalStatus.Final, "m"), Vocabulary.Shipped.Find(concept));
        Assert.Equal(fault, sample.Fault);
        if (shown is not null)
            Assert.Equal(shown, sample.Number.ToString());
    }
}
