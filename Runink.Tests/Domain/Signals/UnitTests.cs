using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Signals;

public class UnitTests
{
    [Theory]
    [InlineData("27", "mg/dL", "lab.lactate", "2.997")]
    [InlineData("27", "mg/dl", "lab.lactate", "2.997")]
    [InlineData("27", "MG/DL", "lab.lactate", "2.997")]
    [InlineData("26.5", "umol/L", "lab.creatinine", "0.3")]
    [InlineData("26.5", "µmol/L", "lab.creatinine", "0.3")]
    [InlineData("3", "mmol/L", "lab.glucose", "54.047")]
    [InlineData("6.2", "mEq/L", "lab.potassium", "6.2")]
    [InlineData("2.2", "mmol/L", "lab.calcium", "8.817")]
    [InlineData("4.4", "meq/L", "lab.calcium", "8.817")]
    [InlineData("12.5", "x10E3/uL", "lab.wbc", "12.5")]
    [InlineData("12.5", "K/uL", "lab.wbc", "12.5")]
    [InlineData("12.5", "10^9/L", "lab.wbc", "12.5")]
    [InlineData("12.5", "10*3/mm3", "lab.wbc", "12.5")]
    [InlineData("500", "/uL", "lab.neutrophils", "0.5")]
    [InlineData("101", "degF", "vital.temperature", "38.333")]
    [InlineData("37", "C", "vital.temperature", "37")]
    [InlineData("310.15", "K", "vital.temperature", "37")]
    [InlineData("88", "bpm", "vital.heart_rate", "88")]
    [InlineData("16", "kPa", "vital.sbp", "120.01")]
    [InlineData("120", "mm Hg", "vital.sbp", "120")]
    [InlineData("150", "lb", "vital.weight", "68.039")]
    [InlineData("0.03", "ng/mL", "lab.troponin_t", "30")]
    [InlineData("<0.5", "mg/dL", "lab.creatinine", "<0.5")]
    [InlineData("60", "mL/min/1.73m2", "lab.egfr", "60")]
    public void Feeds_habits_convert_to_the_canonical_unit(string value, string unit, string concept, string expected)
    {
        var sample = Sample.Of(new(concept, value, unit, default, default, SignalStatus.Final, "m"), Vocabulary.Shipped.Find(concept));
        Assert.Equal(SampleFault.None, sample.Fault);
        Assert.Equal(expected, sample.Number.ToString());
    }

    [Theory]
    [InlineData("3", null, SampleFault.UnitUnknown)]
    [InlineData("3", "kg", SampleFault.UnitUnknown)]
    [InlineData("3", "furlongs", SampleFault.UnitUnknown)]
    [InlineData("haemolysed", "mmol/L", SampleFault.NonNumeric)]
    [InlineData("", "mmol/L", SampleFault.NonNumeric)]
    public void What_cannot_be_compared_says_why(string value, string? unit, SampleFault expected) =>
        Assert.Equal(expected, Sample.Of(new("lab.lactate", value, unit, default, default, SignalStatus.Final, "m"), Vocabulary.Shipped.Find("lab.lactate")).Fault);

    [Theory]
    [InlineData("<0.5", "<0.5")]
    [InlineData("<=2", "0–2")]
    [InlineData(">90", ">90")]
    [InlineData("≥ 90", "≥90")]
    [InlineData("-1.50", "-1.5")]
    [InlineData("1e3", "1000")]
    public void Intervals_are_read_and_shown(string text, string shown) => Assert.Equal(shown, Interval.Parse(text)!.Value.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1,500")]
    [InlineData("3.4 mmol/L")]
    [InlineData("1e999")]
    public void What_is_no_number_is_refused(string text) => Assert.Null(Interval.Parse(text));
}
