using System.Diagnostics;
using System.Text;
using Runink.Domain.Triggers.Authoring;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Tests.Domain.Triggers;

/// <summary>Texts as they really break: shipped triggers with pieces lost, doubled, swapped or overwritten, plain noise, and lines without end.</summary>
public class BrokenTextTests
{
    private const string Special = "{}[]()\"':,-#&*!|>%@`\n\t 0AN=";

    private static readonly string[] Shipped = [.. System.IO.Directory.EnumerateFiles(Repository.Path("Runink.Companion/Samples/Packs"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mutations_of_real_triggers_end_in_a_report(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 1_000; i++)
        {
            var text = new StringBuilder(Shipped[random.Next(Shipped.Length)]);
            for (var n = random.Next(1, 5); n > 0; n--)
                Break(text, random);
            Ends(text.ToString());
        }
    }

    [Fact]
    public void Noise_ends_in_a_report()
    {
        var random = new Random(4);
        for (var i = 0; i < 1_500; i++)
        {
            var bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            Ends(Encoding.UTF8.GetString(bytes));
            Ends("trigger:\n  when: '" + Encoding.Latin1.GetString(bytes).Replace("'", "''", StringComparison.Ordinal) + "'\n  then: [{action: log, entry: x}]\n");
        }
    }

    [Theory]
    [InlineData("lab.lactate > 3 AND ")]
    [InlineData("NOT ")]
    [InlineData("1 + ")]
    [InlineData("(")]
    [InlineData("any(")]
    [InlineData("\"")]
    [InlineData("a")]
    [InlineData("9")]
    [InlineData("{{ lab.lactate }} ")]
    [InlineData("é💉")]
    public void A_line_of_250_KiB_is_judged_in_a_second(string piece)
    {
        var line = string.Concat(Enumerable.Repeat(piece, 250 * 1024 / Encoding.UTF8.GetByteCount(piece)));
        var watch = Stopwatch.StartNew();
        Ends($"trigger:\n  when: '{line.Replace("'", "''", StringComparison.Ordinal)}'\n  then: [{{action: log, entry: x}}]\n");
        Ends($"trigger:\n  when: lab.lactate > 3\n  then: [{{action: log, entry: '{line}'}}]\n");
        Ends($"trigger:\n  {line}\n");
        // Three checks and six formattings, in a debug build, on a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Formatting_changes_no_meaning()
    {
        var cases = new Reference.RandomCases(5);
        var texts = Shipped.Concat(Enumerable.Range(0, 1_000).Select(_ => $"trigger:\n  when: '{cases.Condition(3)}'\n  then: [{{action: log, entry: x}}]\n"));
        foreach (var text in texts)
        {
            var formatted = TriggerFormatter.Format(text);
            Assert.Equal(Conditions(text), Conditions(formatted));
            Assert.Equal(formatted, TriggerFormatter.Format(formatted));
        }
    }

    /// <summary>Every condition of a file as its tree, without the places.</summary>
    private static IEnumerable<string> Conditions(string text)
    {
        var report = new Report("test.yaml");
        var triggers = TriggerFileReader.Read(new TextLines(text), "test.yaml", report);
        Assert.Empty(report.Raw);
        return [.. triggers.SelectMany(t => new[] { t.Trigger.When, t.Trigger.Where, t.Trigger.Unless, t.Trigger.ResolveWhen, t.Trigger.ReAlertWhen }).OfType<ParsedExpr>().Select(e => Tree(e.Root))];
    }

    private static string Tree(Expr expr) => expr switch
    {
        NumberExpr e => $"{e.Value} {e.Unit}",
        TextExpr e => $"'{e.Value}'",
        DateExpr e => $"{e.Value:O}",
        TruthExpr e => $"{e.Value}",
        NameExpr e => e.Name,
        ParameterExpr e => "$" + e.Name,
        CallExpr e => $"{e.Name}[{string.Join(";", e.Arguments.Select(a => $"{a.Label}:{Tree(a.Value)}"))}]",
        NegateExpr e => $"-({Tree(e.Operand)})",
        ArithmeticExpr e => $"({Tree(e.Left)}{e.Operator}{Tree(e.Right)})",
        CompareExpr e => $"({Tree(e.Left)} {e.Operator} {Tree(e.Right)})",
        LogicExpr e => $"({string.Join(e.IsAnd ? " & " : " | ", e.Operands.Select(Tree))})",
        NotExpr e => $"!({Tree(e.Operand)})",
        InExpr e => $"({Tree(e.Subject)} in {e.Negated} {e.SetName} {string.Join(",", e.Items.Select(Tree))})",
        BetweenExpr e => $"({Tree(e.Subject)} between {e.Negated} {Tree(e.Low)} {Tree(e.High)})",
        KnownExpr e => $"({Tree(e.Subject)} known {e.Negated})",
        TextTestExpr e => $"({Tree(e.Subject)} {e.Test} {e.Negated} {Tree(e.Pattern)})",
        GroupExpr e => $"<{Tree(e.Inner)}>",
        _ => throw new NotSupportedException(expr.ToString()),
    };

    private static void Ends(string text)
    {
        var report = Write.Check(text);
        Assert.All(report.Diagnostics, d => Assert.True(d.Span is { Line: >= 1, Column: >= 1, Length: >= 0 } && d.Message.Length > 0));
        TriggerFormatter.Format(TriggerFormatter.Format(text));
        TriggerAuthoring.Complete(text, 3, 12);
    }

    private static void Break(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 30), text.Length - at);
        var piece = text.ToString(at, length);
        switch (random.Next(6))
        {
            case 0: text.Remove(at, length); break;
            case 1: text.Insert(at, piece); break;
            case 2: text.Insert(random.Next(text.Length), piece); break;
            case 3: text[at] = (char)random.Next(1, 300); break;
            case 4: text[at] = Special[random.Next(Special.Length)]; break;
            default: text.Replace(' ', '\t', at, length); break;
        }

        if (text.Length == 0)
            text.Append(' ');
    }
}
