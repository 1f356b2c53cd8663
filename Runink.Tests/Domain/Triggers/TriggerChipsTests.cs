using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Tests.Domain.Triggers;

public sealed class TriggerChipsTests
{
    private static readonly Vocabulary Words = Vocabulary.Shipped;

    public static TheoryData<string> Packs => [.. Directory.EnumerateFiles(Repository.Path("Runink.Companion/Samples/Packs"), "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>The parts are the sentence, each chip is what stands at its place, and writing the same again changes nothing.</summary>
    [Theory]
    [MemberData(nameof(Packs))]
    public async Task EveryChipOfEveryPackStandsWhereItSays(string pack)
    {
        var yaml = await File.ReadAllTextAsync(Path.Combine(Repository.Path("Runink.Companion/Samples/Packs"), pack), TestContext.Current.CancellationToken);
        var trigger = Assert.Single(TriggerCheck.Check([new TriggerFile(pack, yaml)], Words).Triggers);

        var parts = TriggerChips.Of(yaml, Words);

        Assert.Equal(TriggerSentence.Describe(trigger), string.Concat(parts.Select(part => part.Text)));
        Assert.Contains(parts, part => part.Chip is not null);
        foreach (var chip in parts.Select(part => part.Chip).OfType<SentenceChip>())
        {
            Assert.Equal(chip.Written, yaml[chip.Start..chip.End]);
            var kept = TriggerChips.Change(yaml, chip, chip.Written, Words);
            Assert.True(kept.Ok, $"{chip.What} {chip.Written}: {kept.Refusal?.Message}");
            Assert.Equal(yaml, kept.Value);
        }
    }

    /// <summary>Numbers in a comment, in a test, in quotes, folded, in flow style, with CRLF and a byte order mark: only the one that was meant changes.</summary>
    [Theory]
    [InlineData("lactate", "limit", "4.5", "when: lab.lactate > 3 mmol/L # not 3\n", "lab.lactate > 3 mmol/L", "lab.lactate > 4.5")]
    [InlineData("lactate", "limit", "27 mg/dL", "when: >\n    lab.lactate   >\n    3\n  # 3 again\n", ">\n    3\n", ">\n    27 mg/dL\n")]
    [InlineData("lactate", "limit", "4", "when: \"lab.lactate > 3 mmol/L AND encounter.type = \\\"ED\\\"\"\n", "> 3 mmol/L", "> 4")]
    [InlineData("24 hours", "length", "48h", "when: 'max(lab.lactate, 24h) > 3 AND encounter.type = \"ED\"'\n", "24h", "48h")]
    [InlineData("ED", "value", "inpatient", "when: 'lab.lactate > 3 AND encounter.type = \"ED\"'\n", "\"ED\"", "\"inpatient\"")]
    [InlineData("above", "compared", ">=", "when: lab.lactate  >3\n", ">3", ">=3")]
    [InlineData("lactate", "looked", "lab.potassium", "when: lab.lactate > 3 mmol/L\n", "lab.lactate", "lab.potassium")]
    [InlineData("3 mmol/L", "limit", "2.5 mmol/L", "parameters: {high: 3 mmol/L} # 3\n  when: lab.lactate > $high\n", "3 mmol/L}", "2.5 mmol/L}")]
    public void OnlyThatPlaceChanges(string _, string what, string typed, string condition, string before, string after)
    {
        foreach (var (start, newline) in new[] { ("", "\n"), ("\uFEFF", "\r\n") })
        {
            var yaml = (start + "# 3 mmol/L\ntrigger:\n  name: 'It''s 3'\n  " + condition + "  then: [{action: log, entry: three_3}]\n").Replace("\n", newline, StringComparison.Ordinal);
            var chip = TriggerChips.Of(yaml, Words).Select(part => part.Chip).OfType<SentenceChip>().First(one => one.What.Contains(what, StringComparison.OrdinalIgnoreCase));

            var changed = TriggerChips.Change(yaml, chip, typed, Words);

            Assert.True(changed.Ok, changed.Refusal?.Message);
            var at = yaml.IndexOf(before.Replace("\n", newline, StringComparison.Ordinal), yaml.IndexOf(condition[..5], StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Equal(string.Concat(yaml.AsSpan(0, at), after.Replace("\n", newline, StringComparison.Ordinal), yaml.AsSpan(at + before.Replace("\n", newline, StringComparison.Ordinal).Length)), changed.Value);
        }
    }

    [Theory]
    [InlineData("limit", "three", "three is none")]
    [InlineData("limit", "3 OR lab.sodium > 2", "is none")]
    [InlineData("limit", "3 kg", "cannot be turned into")]
    [InlineData("limit", "", "Something must stand here")]
    [InlineData("limit", "3\n  severity: critical", "One line")]
    [InlineData("length", "soon", "soon is none")]
    [InlineData("looked", "lab.lactat", "Did you mean lab.lactate?")]
    [InlineData("told", "a: b", null)]
    [InlineData("told", "x # y", null)]
    public void WhatIsNoneIsSaidAndNothingChanges(string what, string typed, string? words)
    {
        const string Yaml = "trigger:\n  name: T\n  when: max(lab.lactate, 24h) > 3 mmol/L\n  then: [{action: notify, who: charge_nurse}]\n  severity: low\n";
        var chip = TriggerChips.Of(Yaml, Words).Select(part => part.Chip).OfType<SentenceChip>().First(one => one.What.Contains(what, StringComparison.OrdinalIgnoreCase));

        var changed = TriggerChips.Change(Yaml, chip, typed, Words);

        if (words is not null)
            Assert.Contains(words, changed.Refusal?.Message, StringComparison.Ordinal);
        else
            Assert.Equal(Yaml.Replace("charge_nurse", $"\"{typed}\"", StringComparison.Ordinal), changed.Value);
    }

    [Fact]
    public void ATextThatChangedMeanwhileIsNotWrittenInto()
    {
        const string Yaml = "trigger:\n  when: lab.lactate > 3 mmol/L\n  then: [{action: log, entry: t}]\n";
        var chip = TriggerChips.Of(Yaml, Words).Select(part => part.Chip).OfType<SentenceChip>().First(one => one.Kind == "number");

        Assert.Equal("stale-version", TriggerChips.Change("# longer\n" + Yaml, chip, "4", Words).Refusal?.Code);
        Assert.Empty(TriggerChips.Of("trigger:\n  when: lab.lactat > 3\n", Words));
    }
}
