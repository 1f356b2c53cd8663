using System.Text;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

/// <summary>
/// What every shipped pack says in words: itself, its line on the worklist and its reasons for and against, for the patients of its
/// own tests. The file is read aloud when it changes; RUNINK_GOLDEN=write writes it anew.
/// </summary>
public class PackSentencesTests
{
    private static readonly string Golden = Repository.Path("Runink.Tests/Cases/Triggers/PackSentences.md");

    [Fact]
    public void Every_pack_says_what_was_read_aloud()
    {
        var said = Said();
        if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write")
            File.WriteAllText(Golden, said);
        Assert.Equal(File.ReadAllText(Golden), said);
    }

    /// <summary>Marks of a sentence that nobody would say: a doubled word, a raw name, an empty part.</summary>
    [Fact]
    public void No_sentence_shows_how_it_was_made()
    {
        Assert.All(Said().Split('\n').Where(line => !line.StartsWith('#')), line =>
        {
            Assert.DoesNotContain("  ", line.TrimStart(), StringComparison.Ordinal);
            Assert.DoesNotContain(" .", line, StringComparison.Ordinal);
            Assert.DoesNotContain(": .", line, StringComparison.Ordinal);
            Assert.DoesNotContain("not not", line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("""\b(lab|vital|score|encounter|medication|appointment|condition|care|device|referral|authorization)\.[a-z]""", line);
            Assert.DoesNotMatch("""\b(\w+) \1\b""", line);
        });
    }

    private static string Said()
    {
        var text = new StringBuilder("# What the packs say\n");
        foreach (var path in Directory.GetFiles(Repository.Path("Runink.Companion/Samples/Packs"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var report = TriggerCheck.Check([new(Path.GetFileName(path), File.ReadAllText(path))], Vocabulary.Shipped);
            foreach (var trigger in report.Triggers)
            {
                text.Append($"\n## {trigger.Name}\n{TriggerSentence.Describe(trigger)}\n\n");
                foreach (var test in report.Tests)
                    text.Append($"- *{test.Name}*: {(test.Headline is { } headline ? $"**{headline}** " : "")}{test.Sentence}\n");
            }
        }

        return text.ToString();
    }
}
