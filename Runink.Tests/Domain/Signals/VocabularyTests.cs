using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Signals;

public class VocabularyTests
{
    [Theory]
    [InlineData("LOINC", "2524-7", "lab.lactate")]
    [InlineData("LN", "2524-7", "lab.lactate")]
    [InlineData("http://loinc.org", "32693-4", "lab.lactate")]
    [InlineData("ln", "8480-6", "vital.sbp")]
    [InlineData("MDC", "150456", "vital.spo2")]
    [InlineData("http://snomed.info/sct", "1104051000000101", "score.news2")]
    [InlineData("local", "qsofa", "score.qsofa")]
    [InlineData("99LOC", "QSOFA", "score.qsofa")]
    public void A_code_finds_its_concept_whatever_its_system_is_called(string system, string code, string concept) =>
        Assert.Equal(concept, Vocabulary.Shipped.ByCode(system, code)?.Name);

    [Theory]
    [InlineData("age", "patient.age")]
    [InlineData("admission_type", "encounter.type")]
    [InlineData("patient.qsofa_score", "score.qsofa")]
    [InlineData("LAB.Lactate", "lab.lactate")]
    public void Aliases_keep_old_rules_valid(string alias, string concept) => Assert.Equal(concept, Vocabulary.Shipped.Find(alias)?.Name);

    [Fact]
    public void Names_aliases_and_codes_are_each_used_once()
    {
        var names = Vocabulary.Shipped.Concepts.SelectMany(c => c.Aliases.Prepend(c.Name)).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var codes = Vocabulary.Shipped.Concepts.SelectMany(c => c.Codes).ToArray();
        Assert.Equal(codes.Length, codes.Distinct().Count());
    }

    [Fact]
    public void A_site_adds_and_replaces_while_places_stay()
    {
        var extended = Vocabulary.Shipped.Extend("concepts:\n  - {name: lab.ammonia, label: ammonia, unit: umol/L, codes: [LOINC 16362-6], fresh_for: 12h}\n  - {name: lab.lactate, label: lactate, unit: mmol/L, molar_mass: 90.08, fresh_for: 6h}\n");
        Assert.Equal("lab.ammonia", extended.ByCode("LOINC", "16362-6")?.Name);
        Assert.Equal(TimeSpan.FromHours(6), extended.Find("lab.lactate")!.FreshFor);
        Assert.Equal(Vocabulary.Shipped.Find("lab.lactate")!.Slot, extended.Find("lab.lactate")!.Slot);
        Assert.Throws<FormatException>(() => Vocabulary.Shipped.Extend("concepts:\n  - {name: lab.x, unit: furlongs}\n"));
    }
}
