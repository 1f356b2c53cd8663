using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Signals;

/// <summary>Spellings of feeds: read as the laboratory means them, or not at all. Never a thousand times wrong.</summary>
public class UnitSpellingTests
{
    /// <summary>Units of every day with the size of one of them in base units, worked out here by hand and not by the reader.</summary>
    private static readonly (string Ucum, Dimension Dimension, double Size)[] Common =
    [
        ("mmol/L", new(-3, 0, 0, 0, 1, 0, 0), 1), ("umol/L", new(-3, 0, 0, 0, 1, 0, 0), 1e-3), ("nmol/L", new(-3, 0, 0, 0, 1, 0, 0), 1e-6), ("pmol/L", new(-3, 0, 0, 0, 1, 0, 0), 1e-9),
        ("meq/L", new(-3, 0, 0, 0, 0, 1, 0), 1), ("mg/dL", new(-3, 1, 0, 0, 0, 0, 0), 10), ("g/dL", new(-3, 1, 0, 0, 0, 0, 0), 1e4), ("g/L", new(-3, 1, 0, 0, 0, 0, 0), 1e3),
        ("mg/L", new(-3, 1, 0, 0, 0, 0, 0), 1), ("ug/L", new(-3, 1, 0, 0, 0, 0, 0), 1e-3), ("ng/mL", new(-3, 1, 0, 0, 0, 0, 0), 1e-3), ("ng/L", new(-3, 1, 0, 0, 0, 0, 0), 1e-6), ("pg/mL", new(-3, 1, 0, 0, 0, 0, 0), 1e-6),
        ("ug/mL", new(-3, 1, 0, 0, 0, 0, 0), 1), ("ug/dL", new(-3, 1, 0, 0, 0, 0, 0), 1e-2), ("mL", new(3, 0, 0, 0, 0, 0, 0), 1e-6), ("L", new(3, 0, 0, 0, 0, 0, 0), 1e-3), ("dL", new(3, 0, 0, 0, 0, 0, 0), 1e-4), ("uL", new(3, 0, 0, 0, 0, 0, 0), 1e-9),
        ("fL", new(3, 0, 0, 0, 0, 0, 0), 1e-18), ("mg", new(0, 1, 0, 0, 0, 0, 0), 1e-3), ("ug", new(0, 1, 0, 0, 0, 0, 0), 1e-6), ("kg", new(0, 1, 0, 0, 0, 0, 0), 1e3), ("g", new(0, 1, 0, 0, 0, 0, 0), 1), ("pg", new(0, 1, 0, 0, 0, 0, 0), 1e-12),
        ("mL/min", new(3, 0, -1, 0, 0, 0, 0), 1e-6 / 60), ("L/min", new(3, 0, -1, 0, 0, 0, 0), 1e-3 / 60), ("mL/h", new(3, 0, -1, 0, 0, 0, 0), 1e-6 / 3600), ("U/L", new(-3, 0, 0, 0, 0, 0, 1), 1e3), ("mU/L", new(-3, 0, 0, 0, 0, 0, 1), 1), ("kPa", new(-1, 1, -2, 0, 0, 0, 0), 1e6),
        ("10*3/uL", new(-3, 0, 0, 0, 0, 0, 0), 1e12), ("10*9/L", new(-3, 0, 0, 0, 0, 0, 0), 1e12), ("10*6/uL", new(-3, 0, 0, 0, 0, 0, 0), 1e15), ("cm", new(1, 0, 0, 0, 0, 0, 0), 1e-2), ("mm", new(1, 0, 0, 0, 0, 0, 0), 1e-3), ("min", new(0, 0, 1, 0, 0, 0, 0), 60), ("ms", new(0, 0, 1, 0, 0, 0, 0), 1e-3),
        ("K/uL", new(-3, 0, 0, 0, 0, 0, 0), 1e12), ("M/uL", new(-3, 0, 0, 0, 0, 0, 0), 1e15), ("mEq/L", new(-3, 0, 0, 0, 0, 1, 0), 1), ("mcg/L", new(-3, 1, 0, 0, 0, 0, 0), 1e-3), ("mIU/L", new(-3, 0, 0, 0, 0, 0, 1), 1), ("uIU/mL", new(-3, 0, 0, 0, 0, 0, 1), 1), ("mmHg", new(-1, 1, -2, 0, 0, 0, 0), 133322.4),
    ];

    public static TheoryData<string> Units => [.. Common.Select(unit => unit.Ucum)];

    [Theory]
    [MemberData(nameof(Units))]
    public void No_capital_letter_makes_a_value_a_thousand_times_wrong(string ucum)
    {
        var (_, dimension, size) = Common.Single(unit => unit.Ucum == ucum);
        var letters = Enumerable.Range(0, ucum.Length).Where(i => char.IsAsciiLetter(ucum[i])).ToArray();
        for (var mask = 0; mask < 1 << letters.Length; mask++)
        {
            var written = ucum.ToCharArray();
            for (var bit = 0; bit < letters.Length; bit++)
                written[letters[bit]] = (mask >> bit & 1) == 0 ? char.ToLowerInvariant(written[letters[bit]]) : char.ToUpperInvariant(written[letters[bit]]);
            if (Ucum.Parse(new string(written)) is { } read)
            {
                Assert.True(read.Dimension != dimension || Math.Abs(((double)read.Factor / size) - 1) < 0.01, $"{new string(written)} is read as {read.Code}, {(double)read.Factor / size:g3} of {ucum}");
                Assert.True(read.Dimension == dimension, $"{new string(written)} is read as {read.Code}, something else than {ucum}");
            }
        }
    }

    [Fact]
    public void Every_spelling_of_the_table_is_its_unit_and_no_two_are_one()
    {
        foreach (var (spelling, ucum) in UnitSpelling.Written())
        {
            Assert.NotNull(Ucum.Parse(ucum));
            foreach (var written in new[] { spelling, spelling.ToUpperInvariant(), $" {spelling}  " })
                Assert.True(Ucum.Parse(written) is { } read && read.Factor == Ucum.Parse(ucum)!.Factor && read.Dimension == Ucum.Parse(ucum)!.Dimension && read.Offset == Ucum.Parse(ucum)!.Offset, $"{written}: {ucum}");
        }

        Assert.Empty(UnitSpelling.Written().GroupBy(pair => UnitSpelling.Fold(pair.Spelling)).Where(same => same.Select(pair => pair.Ucum).Distinct().Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void No_habit_of_the_table_means_something_else_in_UCUM_that_patients_have()
    {
        // Watt is the one letter that UCUM has for another thing; nobody is measured in it.
        foreach (var (spelling, ucum) in UnitSpelling.Written().Where(pair => pair.Spelling != "w"))
            Assert.True(Ucum.Parse(ucum)!.Dimension == Ucum.Parse(spelling)!.Dimension, spelling);
    }

    [Theory]
    [InlineData("lab.potassium", "4.1", "Meq/L", "4.1")]
    [InlineData("lab.potassium", "4.1", "MEQ/L", "4.1")]
    [InlineData("lab.potassium", "4.1", "mEq/l", "4.1")]
    [InlineData("lab.potassium", "4.1", "Mmol/L", "4.1")]
    [InlineData("lab.glucose", "54", "Mg/dL", "54")]
    [InlineData("lab.glucose", "54", "mgs/dl", "54")]
    [InlineData("lab.glucose", "54", "mg%", "54")]
    [InlineData("lab.hemoglobin", "7.1", "gm/dL", "7.1")]
    [InlineData("lab.hemoglobin", "7.1", "g%", "7.1")]
    [InlineData("lab.wbc", "0.4", "Thousand/uL", "0.4")]
    [InlineData("lab.wbc", "0.4", "K/mcL", "0.4")]
    [InlineData("lab.wbc", "0.4", "10^3/uL", "0.4")]
    [InlineData("lab.wbc", "0.4", "X10E3/UL", "0.4")]
    [InlineData("lab.wbc", "0.4", "x10(3)/mcL", "0.4")]
    [InlineData("lab.wbc", "0.4", "G/L", "0.4")]
    [InlineData("lab.wbc", "0.4", "×10⁹/L", "0.4")]
    [InlineData("lab.wbc", "0.4", "10**3/uL", "0.4")]
    [InlineData("lab.wbc", "0.4", "/nL", "0.4")]
    [InlineData("lab.albumin", "30", "G/L", "3")]
    [InlineData("lab.creatinine", "120", "\u03bcmol/L", "1.357")]
    [InlineData("lab.creatinine", "120", "\u00b5mol/l ", "1.357")]
    [InlineData("lab.troponin_t", "0.05", "NG/ML", "50")]
    [InlineData("vital.temperature", "101", "deg F", "38.333")]
    [InlineData("vital.temperature", "38", "Celsius", "38")]
    [InlineData("vital.temperature", "38", "DegC", "38")]
    [InlineData("vital.urine_output", "120", "ML", "120")]
    [InlineData("vital.sbp", "90", "MM HG", "90")]
    [InlineData("vital.resp_rate", "28", "breaths/min", "28")]
    public void A_laboratory_is_read_as_it_means_it(string concept, string value, string unit, string canonical)
    {
        var sample = Sample.Of(new(concept, value, unit, default, default, SignalStatus.Final, "m"), Vocabulary.Shipped.Find(concept));
        Assert.Equal((SampleFault.None, canonical), (sample.Fault, sample.Number.ToString()));
    }

    [Theory]
    [InlineData("ug/mL FEU", "0.5")]
    [InlineData("ng/mL{FEU}", "0.0005")]
    [InlineData("mg/L FEU", "0.5")]
    [InlineData("ng/mL DDU", null)]
    [InlineData("ng/mL{DDU}", null)]
    [InlineData("Gg/L", null)]
    [InlineData("MPa", null)]
    [InlineData("zorkmids", null)]
    [InlineData("M", null)]
    [InlineData("10^3", null)]
    public void What_is_neither_UCUM_nor_in_the_table_is_unknown(string unit, string? milligramPerLitre) =>
        Assert.Equal(milligramPerLitre, Ucum.Parse(unit) is { } read ? UnitConversion.Convert(0.5m, read, Ucum.Parse("mg/L")!, null)?.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) : null);
}
