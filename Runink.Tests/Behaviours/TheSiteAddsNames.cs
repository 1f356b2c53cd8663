using Microsoft.Extensions.Configuration;
using Runink.Companion.Hosting;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A hospital's own names, from its file to a value that a feed sends under its own code.</summary>
public abstract class TheSiteAddsNames
{
    public sealed class OnSqlite : TheSiteAddsNames;

    public sealed class OnPostgreSql : TheSiteAddsNames;

    private const string Names = """
        concepts:
          - {name: lab.ketones, label: ketones, short: Ketones, kind: quantity, codes: [local KET], unit: mmol/L, plausible: [0, 30], fresh_for: 12h, source: local}
        """;

    [Fact]
    public async Task WhatItsFeedSendsIsReadUnderThem()
    {
        var folder = Directory.CreateTempSubdirectory("companion-names-").FullName;
        var file = Path.Combine(folder, "names.yaml");
        await File.WriteAllTextAsync(file, Names, TestContext.Current.CancellationToken);
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Site:Vocabulary"] = file });
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Results(mrn, "K1", now, ("KET", "4.2", "mmol/L")).Replace("KET^x^LN", "KET^Ketones^L", StringComparison.Ordinal));

        await using var db = hospital.Read();
        Assert.Contains(db.SignalBatches.AsEnumerable(), batch => batch.Data.Contains("lab.ketones", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("nowhere.yaml", "nowhere.yaml")]
    [InlineData("", null)]
    public void AFileThatIsNotThereStopsTheStart(string path, string? named)
    {
        var problems = Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Site:Vocabulary"] = path }).Build());
        Assert.Equal(named is not null, problems.Any(problem => problem.StartsWith("Site:Vocabulary", StringComparison.Ordinal) && problem.Contains(path, StringComparison.Ordinal) && path.Length > 0));
    }
}
