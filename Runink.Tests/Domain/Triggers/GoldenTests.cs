using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

/// <summary>
/// <c>ok/</c> is silent; <c>err/x.yaml</c> says exactly <c>err/x.out</c>. With RUNINK_GOLDEN=write the answers are written
/// anew, to be read and committed.
/// </summary>
public class GoldenTests
{
    public static TheoryData<string> Right => Names("ok");

    public static TheoryData<string> Wrong => Names("err");

    [Theory]
    [MemberData(nameof(Right))]
    public void What_is_right_is_silent(string name)
    {
        var file = Read("ok", name);
        var report = TriggerCheck.Check([file], Vocabulary.Shipped);
        Assert.Equal("", CheckText.Write(report, [file]));
        Assert.NotEmpty(report.Triggers);
        // What is stored of a trigger is enough to make the same trigger again.
        Assert.All(report.Triggers, t => Assert.Equal(t.Hash, Assert.Single(TriggerCheck.Check([new(t.Id + ".yaml", t.Source)], Vocabulary.Shipped).Triggers).Hash));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_told_with_its_place(string name)
    {
        var file = Read("err", name);
        var text = CheckText.Write(TriggerCheck.Check([file], Vocabulary.Shipped), [file]);
        var expected = Repository.Path($"Runink.Tests/Cases/Triggers/err/{name}.out");
        if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write")
            File.WriteAllText(expected, text);
        Assert.NotEmpty(text);
        Assert.Equal(File.ReadAllText(expected), text);
    }

    private static TriggerFile Read(string folder, string name) => new($"{name}.yaml", File.ReadAllText(Repository.Path($"Runink.Tests/Cases/Triggers/{folder}/{name}.yaml")));

    private static TheoryData<string> Names(string folder) =>
    [
        .. Directory.GetFiles(Repository.Path($"Runink.Tests/Cases/Triggers/{folder}"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path))
            // Those named by a code come from the table of codes and are checked with its hospital.
            .Where(name => !name.StartsWith("RNK", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];
}
