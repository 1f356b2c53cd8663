using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Tests.Domain.Triggers;

public sealed class TriggerQuestionTests
{
    /// <summary>Whatever measure, way and patients are chosen, the text compiles, its tests pass, and the sentence is the question.</summary>
    [Fact]
    public void EveryAnswerIsATriggerThatCompilesAndPassesItsTests()
    {
        var words = Vocabulary.Shipped;
        var written = 0;
        foreach (var concept in words.Concepts.Where(concept => concept is { IsNumeric: true, IsContext: false } && !concept.Name.StartsWith("score.", StringComparison.Ordinal)))
        {
            foreach (var how in new[] { "latest", "highest", "lowest", "rise", "fall", "missing" })
            {
                var middle = concept.PlausibleRange is { } range ? decimal.Round((range.Low + range.High) / 2, 2) : 10;
                var question = new TriggerQuestion(concept.Name, how, how == "lowest" ? "<" : ">", middle, 24, "ED", "charge_nurse", "high");
                var text = question.Write("asked", "Asked for: \"it\"", words);
                Assert.True(text.Ok, $"{concept.Name} {how}: {text.Refusal?.Message}");
                var report = TriggerCheck.Check([new TriggerFile("asked.yaml", text.Value!)], words);
                Assert.True(report is { Ok: true, Triggers: [{ Name: "Asked for: \"it\"" }] }, $"{concept.Name} {how}: {string.Join("; ", report.Tests.Where(test => !test.Passed).Select(test => $"{test.Name}: {test.Actual}"))}\n{text.Value}");
                written++;
            }
        }

        Assert.True(written > 100);
    }

    [Theory]
    [InlineData("score.qsofa", "charge_nurse", 24, "Choose what is measured.")]
    [InlineData("nothing", "charge_nurse", 24, "Choose what is measured.")]
    [InlineData("lab.lactate", " ", 24, "Say who is told.")]
    [InlineData("lab.lactate", "charge_nurse", 0, "Say how many hours")]
    public void WhatIsMissingIsSaid(string measure, string who, int hours, string words) =>
        Assert.Contains(words, new TriggerQuestion(measure, "rise", ">", 1, hours, "all", who, "high").Write("asked", "Asked", Vocabulary.Shipped).Refusal?.Message, StringComparison.Ordinal);

    [Fact]
    public void UsesAreFoundByAnyNameButNotInComments()
    {
        const string Yaml = "# age\ntrigger:\n  when: patient.qsofa_score >= 2 AND age > 65 # age\n  then: [{action: notify, who: 'on_call(\"medicine\")'}]\n  tests:\n    - given: [{at: T+0m, score.qsofa: 2}]\n      expect: {fires: true}\n";
        int[] Lines(string name) => [.. NameUses.In(Yaml, name, Vocabulary.Shipped).Select(use => use.Line)];

        Assert.Equal([3], Lines("patient.age"));
        Assert.Equal([3, 6], Lines("score.qsofa"));
        Assert.Equal([4], Lines("medicine"));
        Assert.Empty(Lines("lab.lactate"));
        Assert.Empty(Lines(" "));
    }
}
