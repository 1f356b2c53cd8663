using System.Text.Json;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class CoverageTests
{
    private const string Trigger = """
        trigger:
          id: lactate
          when: lab.lactate > 3 mmol/L OR ratio(lab.creatinine, baseline(lab.creatinine, median, 365d, 8d)) >= 1.5
          where: encounter.type = "ED"
          then: [{action: log, entry: x}]
          tests:
            - name: above
              given: [{encounter: {type: ED}}, {at: T+0m, lab.lactate: 4 mmol/L}]
              expect: {fires: true}

        """;

    [Fact]
    public void One_test_shows_one_side_of_each_part()
    {
        var seen = Assert.Single(Write.Check(Trigger).Coverage);
        Assert.Equal(["lab.lactate > 3 mmol/L", "ratio(lab.creatinine, baseline(lab.creatinine, median, 365d, 8d)) >= 1.5", "baseline(lab.creatinine, median, 365d, 8d)", "encounter.type = \"ED\""], seen.Parts.Select(p => p.Text));
        Assert.Equal(["true"], seen.Parts[0].Seen);
        Assert.Equal(["false", "at the limit", "unknown"], seen.Parts[0].Missing);
        Assert.Equal(["unknown"], seen.Parts[1].Seen);
        Assert.NotEmpty(seen.Parts[1].Causes);
        Assert.Equal(["unknown"], seen.Parts[2].Seen);
        Assert.Equal((4, 13), (seen.Covered, seen.Sides));
    }

    [Theory]
    [InlineData("2.9 mmol/L", "false")]
    [InlineData("3 mmol/L", "at the limit")]
    [InlineData("27.024 mg/dL", "at the limit")]
    [InlineData("4 ?", "unknown")]
    public void Each_further_test_adds_its_side(string value, string side)
    {
        var more = $"    - name: more\n      given: [{{encounter: {{type: ED}}}}, {{at: T+0m, lab.lactate: {value}}}]\n      expect: {{fires: unknown}}\n";
        Assert.Contains(side, Assert.Single(Write.Check(Trigger + more).Coverage).Parts[0].Seen);
    }

    [Fact]
    public void What_a_test_only_passes_by_is_not_covered()
    {
        var report = Write.Check(Trigger.Replace("{at: T+0m, lab.lactate: 4 mmol/L}", "{at: T-1h, lab.lactate: 2 mmol/L}, {at: T+0m, lab.lactate: 4 mmol/L}", StringComparison.Ordinal));
        Assert.Equal(["true"], Assert.Single(report.Coverage).Parts[0].Seen);
    }

    [Fact]
    public void Text_and_JSON_tell_what_is_missing()
    {
        var report = Write.Check(Trigger);
        Assert.StartsWith("lactate: tests cover 4 of 13 sides\n    when: lab.lactate > 3 mmol/L: never false, at the limit, unknown\n", CheckText.Coverage(report), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(CheckJson.Write(report));
        Assert.Equal(13, Assert.Single(json.RootElement.GetProperty("coverage").EnumerateArray()).GetProperty("sides").GetInt32());
        Assert.Empty(Write.Check(Trigger[..Trigger.IndexOf("  tests:", StringComparison.Ordinal)]).Coverage);
    }
}
