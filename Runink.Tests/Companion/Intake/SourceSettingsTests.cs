using Microsoft.Extensions.Configuration;
using Runink.Companion.Hosting;

namespace Runink.Tests.Companion.Intake;

/// <summary>What sources cannot mean is said before anything starts.</summary>
public sealed class SourceSettingsTests
{
    private static readonly Dictionary<string, string?> Good = new(StringComparer.Ordinal)
    {
        ["Kind"] = "Fhir", ["Address"] = "https://fhir.example/r4/", ["Fhir:Types:0"] = "Patient",
    };

    [Fact]
    public void AWholeSourceIsFine() => Assert.Empty(Problems([]));

    [Theory]
    [InlineData("Kind", "", "Intake:Sources:s:Kind: say one of PostgreSql")]
    [InlineData("Address", "http://fhir.example/r4/", "Intake:Sources:s:Address: an address that begins with https://")]
    [InlineData("Address", "https://fhir.example/r4", "Intake:Sources:s:Address: with a slash at its end.")]
    [InlineData("Address", "https://me:secret@fhir.example/r4/", "Intake:Sources:s:Address: an address that begins")]
    [InlineData("Fhir:Types:0", null, "Intake:Sources:s:Fhir:Types: say which types")]
    [InlineData("Fhir:ClientId", "me", "Intake:Sources:s:Fhir:TokenAddress: say where")]
    [InlineData("Evry", "00:01:00", "Intake:Sources:s:Evry: there is no such setting; Every is meant, perhaps.")]
    [InlineData("Every", "00:00:00", "Intake:Sources:s:Every: ")]
    [InlineData("Every", "often", "Intake:Sources:s: ")]
    [InlineData("SecretFile", "/nowhere", "Intake:Sources:s:SecretFile: there is no file /nowhere.")]
    public void WhatIsWrongIsSaidWithItsPlace(string name, string? value, string problem) => Assert.Contains(Problems([(name, value)]), said => said.StartsWith(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("DELETE FROM results", "Query: one SELECT")]
    [InlineData("SELECT 1; DROP TABLE results", "Query: one SELECT")]
    [InlineData("SELECT * FROM results WHERE id >= @since", "Watermark:Column: the query asks for @since")]
    public void AQueryAsksAndDoesNothingElse(string query, string problem) =>
        Assert.Contains(Problems([("Kind", "Sqlite"), ("ConnectionString", "Data Source=x"), ("Query", query)]), said => said.StartsWith($"Intake:Sources:s:{problem}", StringComparison.Ordinal));

    [Fact]
    public void AWatermarkNeedsItsKindAndItsPlaceInTheQuery()
    {
        var problems = Problems([("Kind", "Sqlite"), ("ConnectionString", "Data Source=x"), ("Query", "SELECT * FROM results"), ("Watermark:Column", "id"), ("Watermark:From", "soon")]);
        Assert.Contains(problems, said => said.Contains("Watermark:Kind", StringComparison.Ordinal));
        Assert.Contains(problems, said => said.Contains("from @since on", StringComparison.Ordinal));
        Assert.Contains(problems, said => said.Contains("Watermark:From: soon", StringComparison.Ordinal));
    }

    private static List<string> Problems((string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Good, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (value is null)
                settings.Remove(name);
            else
                settings[name] = value;
        }

        return [.. Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => $"Intake:Sources:s:{one.Key}", one => one.Value, StringComparer.Ordinal)).Build())];
    }
}
