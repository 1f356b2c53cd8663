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
        var codes = Vocabulary.Shipped.Concepts.SelectMany(c => c.Codes).Select(c => c with { Code = c.Code.ToUpperInvariant() }).ToArray();
        Assert.Equal(codes.Length, codes.Distinct().Count());
    }

    [Fact]
    public void Every_name_says_where_its_codes_come_from() =>
        Assert.All(Vocabulary.Shipped.Concepts, concept => Assert.False(string.IsNullOrWhiteSpace(concept.Source), concept.Name));

    /// <summary>LOINC and SNOMED codes that were found with this meaning in public feeds; all others must be marked.</summary>
    private static readonly HashSet<string> Seen =
    [
        "1975-2", "2339-0", "29463-7", "2947-0", "33914-3", "38483-4", "6298-4", "6690-2", "718-7", "72514-3", "777-3", "8302-2", "8331-1", "8462-4", "8480-6",
        "8867-4", "9279-1", "2069-3", "20565-8", "49765-1", "6299-2", "59460-6", "4548-4", "71802-3", "1751-7", "93030-5", "55758-7", "70274-6", "8310-5", "3141-9",
        "751-8", "150456", "26508-2", "2524-7", "32693-4", "67151-1", "89579-7", "44260-8", "44261-6", "29771-3", "57905-2", "1104051000000101",
        "2160-0", "14682-9", "2345-7", "41653-7", "6301-6", "34714-6", "2518-9", "2823-3", "2951-2", "26464-8", "44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2",
        "44252-5", "44253-3", "80288-4", "67775-7", "9269-2", "59408-5", "2708-6", "8478-0", "9187-6", "56490-6", "96790-1", "96791-9", "3151-8", "3150-6", "764-1", "35332-6",
        "62238-1", "98979-8", "2019-8", "2744-1", "2703-7", "18185-9", "11884-4", "76516-4", "3094-0", "17861-6", "19123-9", "2777-1", "1963-8",
        // Of IEEE 11073-10101, partition 2: the code is 131072 and the term's place in it.
        "151562", "147842", "150021", "150022", "150023", "150364", "188736",
    ];

    [Fact]
    public void Every_code_is_either_seen_in_use_or_marked_as_unchecked() => Assert.All(Vocabulary.Shipped.Concepts, concept =>
    {
        Assert.Subset(concept.Codes.ToHashSet(), concept.Unverified.ToHashSet());
        Assert.All(concept.Codes, code => Assert.True(
            code.System == "LOCAL" || Seen.Contains(code.Code) != concept.Unverified.Contains(code), $"{concept.Name}: {code.System} {code.Code}"));
    });

    [Fact]
    public void Every_measured_name_has_a_plausible_range_and_every_quantity_a_unit() => Assert.All(
        Vocabulary.Shipped.Concepts.Where(concept => concept.IsNumeric),
        concept =>
        {
            Assert.True(concept.PlausibleRange is { } range && range.Low < range.High, concept.Name);
            Assert.Equal(concept.Kind == ConceptKind.Quantity, concept.Unit is not null);
        });

    [Fact]
    public void Mobility_on_admission_is_not_NEWS()
    {
        Assert.Null(Vocabulary.Shipped.ByCode("LOINC", "88330-6"));
        var site = Vocabulary.Shipped.Extend("concepts:\n  - {name: score.news2, label: NEWS2 score, kind: number, codes: [LOINC 88330-6]}\n");
        var warning = Assert.Single(site.Warnings);
        Assert.Equal((2, "88330-6"), (warning.Line, warning.Code.Code));
        Assert.Contains("Mobility", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_SOFA_total_is_not_qSOFA_and_a_question_about_an_order_is_no_code_status()
    {
        Assert.Equal("score.sofa", Vocabulary.Shipped.ByCode("LOINC", "96790-1")?.Name);
        Assert.Equal("score.qsofa", Vocabulary.Shipped.ByCode("LOINC", "96791-9")?.Name);
        Assert.Null(Vocabulary.Shipped.ByCode("LOINC", "81351-9"));
    }

    [Theory]
    [InlineData("{name: lab.troponin_old, label: troponin T, unit: ng/L, codes: [LOINC 30934-4]}", "BNP")]
    [InlineData("{name: lab.ammonia_site, label: ammonia, unit: umol/L, codes: [LOINC 32693-4]}", "lactate")]
    [InlineData("{name: lab.lactate, label: ammonia, unit: mmol/L, codes: [LOINC 2524-7]}", "known as lactate")]
    [InlineData("{name: lab.lactate, label: lactate, displays: [Ammonia in plasma], unit: mmol/L, codes: [LOINC 2524-7]}", "Ammonia in plasma")]
    public void A_code_that_a_site_calls_something_else_is_pointed_out(string concept, string says) =>
        Assert.Contains(says, Assert.Single(Vocabulary.Shipped.Extend($"concepts:\n  - {concept}\n").Warnings).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{name: lab.lactate, label: lactic acid, unit: mmol/L, codes: [LOINC 2524-7, local LACT]}")]
    [InlineData("{name: lab.hemoglobin, label: haemoglobin in blood, unit: g/dL, codes: [LOINC 718-7]}")]
    [InlineData("{name: lab.wbc, label: leukocyte count, unit: 10*9/L, codes: [LOINC 6690-2]}")]
    public void The_same_thing_in_other_words_is_no_mismatch(string concept) =>
        Assert.Empty(Vocabulary.Shipped.Extend($"concepts:\n  - {concept}\n").Warnings);

    [Fact]
    public void A_site_adds_and_replaces_while_places_stay()
    {
        var extended = Vocabulary.Shipped.Extend("concepts:\n  - {name: lab.tacrolimus, label: tacrolimus, unit: ug/L, codes: [LOINC 11253-2], fresh_for: 12h}\n  - {name: lab.lactate, label: lactate, unit: mmol/L, molar_mass: 90.08, fresh_for: 6h}\n");
        Assert.Equal("lab.tacrolimus", extended.ByCode("LOINC", "11253-2")?.Name);
        Assert.Equal(TimeSpan.FromHours(6), extended.Find("lab.lactate")!.FreshFor);
        Assert.Equal(Vocabulary.Shipped.Find("lab.lactate")!.Slot, extended.Find("lab.lactate")!.Slot);
        Assert.Throws<FormatException>(() => Vocabulary.Shipped.Extend("concepts:\n  - {name: lab.x, unit: furlongs}\n"));
    }
}
