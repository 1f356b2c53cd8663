using System.Globalization;
using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Signals;

/// <summary>Pairs as published conversion tables print them, both ways; a table prints three or four digits.</summary>
public class UnitPairTests
{
    /// <summary>concept: value unit = value unit</summary>
    private static readonly string[] Published =
    [
        "vital.resp_rate: 12 /min = 0.2 Hz", "vital.heart_rate: 60 bpm = 1 Hz", "device.heart_rate: 72 bpm = 72 /min",
        "vital.sbp: 120 mmHg = 16.0 kPa", "vital.dbp: 75 mmHg = 10.0 kPa", "vital.map: 65 mmHg = 8.67 kPa", "device.sbp: 180 mmHg = 24.0 kPa", "device.dbp: 120 mmHg = 16.0 kPa",
        "vital.temperature: 37 Cel = 98.6 degF", "vital.temperature: 38.3 Cel = 100.94 degF", "vital.temperature: 36 Cel = 96.8 degF", "vital.temperature: 0 Cel = 273.15 K", "vital.temperature: -40 Cel = -40 degF",
        "vital.spo2: 97 % = 0.97 1", "vital.fio2: 21 % = 0.21 1", "device.spo2: 88 % = 0.88 1", "care.spo2_target: 88 % = 0.88 1", "capacity.occupancy: 95 % = 0.95 1", "score.readmission_risk: 12 % = 0.12 1",
        "vital.oxygen_flow: 2 L/min = 2000 mL/min", "vital.urine_output: 500 mL = 0.5 L",
        "vital.weight: 1 kg = 2.2046 lb", "vital.weight: 3 lb = 1.3608 kg", "vital.weight: 5 lb = 2.268 kg", "vital.weight: 3500 g = 3.5 kg", "vital.weight: 16 [oz_av] = 1 lb", "device.weight: 150 lb = 68.04 kg",
        "vital.height: 180 cm = 70.87 in", "vital.height: 6 [ft_i] = 182.88 cm", "vital.height: 1.8 m = 180 cm", "vital.bmi: 25 kg/m2 = 2.5 g/cm2",
        "lab.lactate: 1 mmol/L = 9.008 mg/dL", "lab.lactate: 27 mg/dL = 2.997 mmol/L", "lab.lactate: 2 mmol/L = 2 meq/L",
        "lab.potassium: 4 mmol/L = 4 meq/L", "lab.potassium: 1 mmol/L = 3.91 mg/dL", "lab.sodium: 140 mmol/L = 140 meq/L", "lab.sodium: 1 mmol/L = 2.299 mg/dL", "lab.chloride: 100 mmol/L = 100 meq/L",
        "lab.chloride: 1 mmol/L = 3.545 mg/dL", "lab.bicarbonate: 24 mmol/L = 24 meq/L",
        "lab.calcium: 10 mg/dL = 2.495 mmol/L", "lab.calcium: 10 mg/dL = 4.99 meq/L", "lab.calcium: 1 mmol/L = 2 meq/L", "lab.magnesium: 1 mg/dL = 0.4114 mmol/L", "lab.magnesium: 2 meq/L = 1 mmol/L", "lab.magnesium: 2.43 mg/dL = 2 meq/L",
        "lab.phosphate: 1 mg/dL = 0.3229 mmol/L", "lab.creatinine: 1 mg/dL = 88.4 umol/L", "lab.creatinine: 4 mg/dL = 353.6 umol/L", "lab.creatinine: 0.3 mg/dL = 26.52 umol/L",
        "lab.urea_nitrogen: 1 mg/dL = 0.357 mmol/L", "lab.urea_nitrogen: 20 mg/dL = 7.14 mmol/L", "lab.egfr: 60 mL/min/1.73m2 = 1 mL/s/{1.73_m2}",
        "lab.glucose: 54 mg/dL = 2.997 mmol/L", "lab.glucose: 70 mg/dL = 3.885 mmol/L", "lab.glucose: 1 mmol/L = 18.016 mg/dL", "lab.hba1c: 6.5 % = 47.5 mmol/mol", "lab.hba1c: 7.0 % = 53.0 mmol/mol", "lab.hba1c: 5.0 % = 31.1 mmol/mol",
        "lab.hemoglobin: 12 g/dL = 120 g/L", "lab.hemoglobin: 1 g/dL = 0.6206 mmol/L", "lab.albumin: 4 g/dL = 40 g/L", "lab.albumin: 1 g/dL = 150.4 umol/L",
        "lab.wbc: 12 10*3/uL = 12 10*9/L", "lab.wbc: 4000 /uL = 4 10*9/L", "lab.wbc: 11 K/uL = 11 10*9/L", "lab.neutrophils: 500 /uL = 0.5 10*9/L", "lab.neutrophils: 0.5 10*3/mm3 = 500 cells/uL", "lab.platelets: 150 10*3/uL = 150 10*9/L", "lab.platelets: 100000 /mm3 = 100 10*9/L",
        "lab.bands: 10 % = 0.1 1", "lab.bilirubin: 1 mg/dL = 17.1 umol/L", "lab.troponin_t: 0.052 ng/mL = 52 ng/L", "lab.troponin_t: 52 pg/mL = 52 ng/L", "lab.troponin_i: 0.064 ug/L = 64 ng/L", "lab.bnp: 100 pg/mL = 100 ng/L", "lab.bnp: 1 pmol/L = 3.464 pg/mL",
        "lab.crp: 1 mg/dL = 10 mg/L", "lab.procalcitonin: 0.5 ng/mL = 0.5 ug/L", "lab.paco2: 32 mmHg = 4.27 kPa", "lab.paco2: 40 mmHg = 5.33 kPa", "lab.ammonia: 1 ug/dL = 0.587 umol/L",
        "lab.pao2: 60 mmHg = 8.0 kPa", "care.gestational_age: 37 wk = 259 d", "care.gestational_age_at_birth: 28 wk = 196 d", "medication.opioid_dose: 50 mg = 0.05 g", "device.battery: 20 % = 0.2 1", "device.wear_time: 12 h = 720 min",
        "patient.age: 1 a = 365.25 d",
    ];

    public static TheoryData<string> Pairs => [.. Published];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Both_ways(string pair)
    {
        var sides = pair.Split(": ")[1].Split(" = ");
        var concept = Vocabulary.Shipped.Find(pair.Split(": ")[0])!;
        var ((a, from), (b, to)) = (Read(sides[0]), Read(sides[1]));
        Near(b, UnitConversion.Convert(a, from, to, concept));
        Near(a, UnitConversion.Convert(b, to, from, concept));
        Assert.True(UnitConversion.Fits(from, concept.CanonicalUnit, concept) && UnitConversion.Fits(to, concept.CanonicalUnit, concept), "Neither side reaches the canonical unit.");
    }

    [Fact]
    public void Every_quantity_of_the_vocabulary_has_a_pair()
    {
        var tested = Published.Select(pair => pair.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Vocabulary.Shipped.Concepts.Where(concept => concept.Kind == ConceptKind.Quantity && !tested.Contains(concept.Name)).Select(concept => concept.Name));
    }

    [Theory]
    [InlineData("lab.lactate", "[iU]/L")]
    [InlineData("lab.glucose", "U/L")]
    [InlineData("lab.creatinine", "meq/L")]
    [InlineData("lab.phosphate", "meq/L")]
    [InlineData("lab.troponin_t", "pmol/L")]
    [InlineData("lab.crp", "nmol/L")]
    [InlineData("lab.wbc", "g/L")]
    [InlineData("vital.sbp", "kg")]
    [InlineData("vital.temperature", "%")]
    [InlineData("lab.hba1c", "mg/dL")]
    public void What_has_no_honest_conversion_is_refused(string concept, string unit)
    {
        var about = Vocabulary.Shipped.Find(concept)!;
        Assert.Null(UnitConversion.Convert(1, Ucum.Parse(unit)!, about.CanonicalUnit, about));
    }

    [Theory]
    [InlineData("mmol/mol")]
    [InlineData("mmol/mol{Hb}")]
    public void HbA1c_of_48_is_not_4_8_percent(string unit)
    {
        var sample = Sample.Of(new("lab.hba1c", "48", unit, default, default, SignalStatus.Final, "m"), Vocabulary.Shipped.Find("lab.hba1c"));
        Assert.Equal("6.543", sample.Number.ToString());
    }

    private static (decimal Value, Unit Unit) Read(string text) =>
        (decimal.Parse(text.Split(' ', 2)[0], NumberStyles.Number, CultureInfo.InvariantCulture), Ucum.Parse(text.Split(' ', 2)[1]) ?? throw new ArgumentException(text, nameof(text)));

    private static void Near(decimal expected, decimal? actual)
    {
        Assert.NotNull(actual);
        Assert.InRange(actual.Value, Math.Min(expected * 0.995m, expected * 1.005m), Math.Max(expected * 0.995m, expected * 1.005m));
    }
}
