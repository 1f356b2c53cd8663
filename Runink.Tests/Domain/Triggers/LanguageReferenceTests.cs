using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Tests.Domain.Triggers;

/// <summary>The reference is whole, its examples are true, and the committed pages are the ones that the tables make.</summary>
public class LanguageReferenceTests
{
    public static TheoryData<string> Functions => [.. LanguageReference.Functions.Select(f => f.Name)];

    public static TheoryData<string> Pages => [.. ReferenceText.Pages(Vocabulary.Shipped).Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_has_an_example_that_uses_it_and_runs(string name)
    {
        var function = LanguageReference.Functions.Single(f => f.Name == name);
        Assert.Contains(name + "(", function.Example, StringComparison.Ordinal);
        Assert.Empty(Write.Check($"trigger:\n  when: '{function.Example}'\n  then: [{{action: log, entry: x}}]\n").Diagnostics);
        var trigger = Write.When(function.Example);
        Assert.True(Enum.IsDefined(trigger.Holds(Write.Patient())));
    }

    [Fact]
    public void The_whole_example_is_right()
    {
        var report = TriggerCheck.Check([new("x.yaml", LanguageReference.Example)], Vocabulary.Shipped, ExampleHospital.Context(Vocabulary.Shipped));
        Assert.Empty(report.Diagnostics);
        Assert.True(Assert.Single(report.Tests).Passed);
    }

    [Fact]
    public void Every_key_that_may_be_written_is_told()
    {
        var told = LanguageReference.Keys.Select(k => k.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(LanguageReference.Actions.SelectMany(a => a.Value), key => Assert.Contains(key, told));
        Assert.Contains(LanguageReference.Keys, key => key.Inside.Contains("trigger"));
        Assert.All(new[] { "trigger", "episode", "quality", "sla", "escalation", "evidence", "budget", "tests", "given", "expect", "patient", "encounter", "then", "pathway" },
            place => Assert.All(TriggerAuthoring.Complete($"{place}:\n  ", 2, 3).Where(c => c.Kind == "key"), key => Assert.Contains(key.Label, told)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_committed_page_is_the_one_that_the_tables_make(string name)
    {
        var path = Repository.Path($"Runink.Companion/Docs/Language/{name}");
        var text = ReferenceText.Pages(Vocabulary.Shipped)[name];
        if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
