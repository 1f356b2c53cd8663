using System.Text.Json;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class ReportFormatTests
{
    private static readonly CheckReport Report = Write.Check("trigger:\n  when: lab.lactat > 3 mmol/L\n  then: [{action: log, entry: x}]\n", "a b/c,d.yaml");

    [Fact]
    public void JSON_has_the_names_of_the_API()
    {
        using var json = JsonDocument.Parse(CheckJson.Write(Report));
        var found = Assert.Single(json.RootElement.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal("RNK1301", found.GetProperty("code").GetString());
        Assert.Equal("error", found.GetProperty("severity").GetString());
        Assert.Equal((2, 9, 2, 19), (found.GetProperty("line").GetInt32(), found.GetProperty("column").GetInt32(), found.GetProperty("endLine").GetInt32(), found.GetProperty("endColumn").GetInt32()));
        Assert.Equal("lab.lactate", found.GetProperty("fix").GetString());
    }

    [Fact]
    public void GitHub_gets_escaped_annotations() =>
        Assert.StartsWith("::error file=a b/c%2Cd.yaml,line=2,col=9,endColumn=19,title=RNK1301::lab.lactat is not a name.", CheckGitHub.Write(Report), StringComparison.Ordinal);

    [Fact]
    public void SARIF_points_at_the_place()
    {
        using var json = JsonDocument.Parse(CheckSarif.Write(Report));
        var place = json.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("a%20b/c%2Cd.yaml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(2, place.GetProperty("region").GetProperty("startLine").GetInt32());
        var rule = Assert.Single(json.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray());
        Assert.Equal(("RNK1301", "Unknown name"), (rule.GetProperty("id").GetString(), rule.GetProperty("shortDescription").GetProperty("text").GetString()));
    }

    [Fact]
    public void A_place_without_length_is_one_column_long()
    {
        var place = Assert.Single(CheckJson.Shape(Write.Check("")).Diagnostics);
        Assert.Equal((1, 2), (place.Column, place.EndColumn));
        Assert.Contains("endColumn=2,", CheckGitHub.Write(Write.Check("")), StringComparison.Ordinal);
    }
}
