using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class PackTests
{
    public static TheoryData<string> Packs => [.. Directory.GetFiles(Repository.Path("Runink.Companion/Samples/Packs"), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_shipped_pack_checks_and_passes_its_own_tests(string name)
    {
        TriggerFile file = new(name, File.ReadAllText(Repository.Path($"Runink.Companion/Samples/Packs/{name}")));
        var report = TriggerCheck.Check([file], Vocabulary.Shipped);
        Assert.True(report.Ok, CheckText.Write(report, [file]));
        Assert.NotEmpty(report.Triggers);
        if (name != "sepsis-older-ed-patients.yaml")
        {
            Assert.Empty(report.Diagnostics);
            Assert.True(report.Tests.Count >= 4);
            Assert.All(report.Triggers, t => Assert.Contains("clinician must sign", t.Evidence.Note, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void All_packs_load_as_one_set_and_find_their_readers()
    {
        var files = Packs.Select(row => new TriggerFile(row.Data, File.ReadAllText(Repository.Path($"Runink.Companion/Samples/Packs/{row.Data}")))).ToArray();
        var set = TriggerSet.Build(TriggerCheck.Check(files, Vocabulary.Shipped).Triggers);
        Assert.Equal(files.Length, set.All.Count);
        Assert.Equal(["repeat-lactate-missing", "sepsis-older-ed-patients"], set.Reading("lab.lactate").Select(t => t.Id));
        Assert.Contains("news2-high", set.Reading("vital.spo2").Select(t => t.Id));
        Assert.Empty(set.Reading("lab.sodium"));
    }

    [Fact]
    public void The_users_sample_is_shipped_verbatim() =>
        Assert.Equal(Write.Sample, File.ReadAllText(Repository.Path("Runink.Companion/Samples/Packs/sepsis-older-ed-patients.yaml")));
}
