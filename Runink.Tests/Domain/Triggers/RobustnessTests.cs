using FsCheck;
using FsCheck.Fluent;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Authoring;
using Interval = Runink.Domain.Signals.Interval;

namespace Runink.Tests.Domain.Triggers;

/// <summary>No text, however odd, may end a check in anything but a report.</summary>
public class RobustnessTests
{
    private static readonly string[] Pieces =
    [
        "lab.lactate", "age", "patient.qsofa_score", "encounter.type", "\"ED\"", "'x", "3", "3.5 mmol/L", "6h", "999999999999999999999999999999", "2026-01-01", ">", ">=", "=", "!=", "<",
        "AND", "OR", "NOT", "IN", "BETWEEN", "IS", "KNOWN", "LIKE", "CONTAINS", "STARTS WITH", "(", ")", ",", "+", "-", "*", "/", "$p", "rise(", "any(", "sustained(", "absent(", "after", ":", "count(",
        "baseline(", "median", "lowest", "qsofa()", "news2(2)", "now", "TRUE", "&&", "!", "%", "²", "\\", "{", "}", "[", "]", "#", "|", "\u0000", "💉", "\t", "0", "/min", "10*3/uL", "degF",
    ];

    private static readonly Gen<string> Expressions = Gen.Elements(Pieces).ListOf().Select(parts => string.Join(' ', parts));

    private static readonly string[] YamlPieces =
    [
        "trigger:", "triggers:", "pathway:", "\n", "\n  ", "\n    ", "- ", "when: ", "then: ", "action: log", "[", "]", "{", "}", ",", ": ", "\"", "'", "|", ">", "&a", "*a", "!t", "<<", "? ", "#", "%", "@", "`", "tests:", "given:",
        "lab.lactate > 3", "episode:", "sla:", "1", "~", "---", "...", "\t", "\r\n", "\u0000", "\uFEFF",
    ];

    [Fact]
    public void No_expression_throws() => Prop.ForAll(Expressions.ToArbitrary(), condition =>
    {
        var yaml = $"trigger:\n  when: '{condition.Replace("'", "''", StringComparison.Ordinal).Replace("\u0000", "", StringComparison.Ordinal)}'\n  then: [{{action: log, entry: x}}]\n";
        var report = Write.Check(yaml);
        foreach (var trigger in report.Triggers)
        {
            TriggerEvaluator.Explain(trigger, Write.Patient().With("lab.lactate", "<4", "mmol/L"), Write.Noon).ToJson();
            TriggerSentence.Describe(trigger);
        }

        return report.Diagnostics.All(d => d.Span is { Line: >= 1, Column: >= 1, Length: >= 0 } && d.Message.Length > 0);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void No_file_throws() => Prop.ForAll(Gen.Elements(YamlPieces).ListOf().Select(string.Concat).ToArbitrary(), text =>
    {
        Write.Check(text);
        TriggerAuthoring.Complete(text, 2, 5);
        TriggerAuthoring.Hover(text, 1, 3);
        return TriggerFormatter.Format(TriggerFormatter.Format(text)) == TriggerFormatter.Format(text);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void No_unit_or_value_throws() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        Ucum.Parse(text.Get);
        Interval.Parse(text.Get);
        Quantity.Parse(text.Get);
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData('[', 40_000)]
    [InlineData('{', 40_000)]
    [InlineData('[', 200_000)]
    [InlineData('(', 40_000)]
    [InlineData('!', 40_000)]
    [InlineData('-', 40_000)]
    public void Deep_nesting_is_refused(char opener, int times)
    {
        var deep = new string(opener, times);
        Assert.NotEmpty(Write.Check($"trigger: {deep}").Diagnostics);
        Assert.NotEmpty(Write.Check($"trigger:\n  when: 'a {deep}'\n").Diagnostics);
        Assert.NotEmpty(Write.Check($"trigger:\n  when: {deep}\n").Diagnostics);
        Assert.NotEmpty(Write.Check(string.Join(' ', Enumerable.Repeat($"{opener}a", times / 3))).Diagnostics);
    }

    [Fact]
    public void Deep_blocks_and_large_files_are_refused()
    {
        Assert.NotEmpty(Write.Check(string.Concat(Enumerable.Range(0, 400).Select(i => new string(' ', i) + "a:\n"))).Diagnostics);
        Assert.Equal("RNK1102", Assert.Single(Write.Check(new string('a', 300_000)).Diagnostics).Code);
    }

    [Fact]
    public void Truth_follows_Kleene()
    {
        foreach (var a in Enum.GetValues<Verdict>())
        {
            Assert.Equal(a, a.Not().Not());
            Assert.Equal(a, a.And(Verdict.True));
            Assert.Equal(a, a.Or(Verdict.False));
            foreach (var b in Enum.GetValues<Verdict>())
            {
                Assert.Equal(a.And(b), b.And(a));
                Assert.Equal(a.And(b).Not(), a.Not().Or(b.Not()));
                Assert.Equal(a.Or(a.And(b)), a);
            }
        }
    }

    [Fact]
    public void Evaluation_agrees_with_its_trace_and_never_changes_before_its_next_change() => Prop.ForAll(
        (from condition in Gen.Elements(Conditions)
         from values in Gen.Choose(0, 40).ListOf(6)
         from minutes in Gen.Choose(0, 600)
         select (condition, values, minutes)).ToArbitrary(), sample =>
        {
            var (condition, values, minutes) = sample;
            var trigger = Compiled[Array.IndexOf(Conditions, condition)];
            var state = Write.Patient();
            for (var i = 0; i < values.Count; i++)
                state.With("lab.lactate", (values[i] / 10m).ToString(System.Globalization.CultureInfo.InvariantCulture), "mmol/L", i - 6);
            var now = Write.Noon.AddMinutes(minutes);
            var evaluation = TriggerEvaluator.Evaluate(trigger, state, now);
            // Timers are kept to the millisecond, and a truth that ends "right after" an instant ends inside that one.
            var until = (evaluation.NextChange ?? now.AddDays(2)).AddMilliseconds(-1);
            return TriggerEvaluator.Explain(trigger, state, now).Verdict == evaluation.Holds
                && Enumerable.Range(1, 5).Select(fifth => now + ((until - now) * fifth / 5)).All(instant =>
                    instant <= now || TriggerEvaluator.Evaluate(trigger, state, instant).Holds == evaluation.Holds);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static readonly string[] Conditions =
    [
        "lab.lactate > 2 mmol/L", "max(lab.lactate, 3h) > 3 mmol/L", "rise(lab.lactate, 4h) >= 1 mmol/L", "any(lab.lactate > 3 mmol/L, 2h)", "all(lab.lactate > 1 mmol/L, 3h)",
        "count(lab.lactate > 2 mmol/L, 4h) >= 2", "sustained(lab.lactate > 1 mmol/L, 3h)", "sustained(lab.lactate > 1 mmol/L, 3h, max_gap: 90m)", "absent(lab.lactate, 2h)",
        "absent(lab.lactate, 2h, after: lab.lactate > 2 mmol/L)", "since(lab.lactate > 2 mmol/L) > 3h", "age_of(lab.lactate) <= 90m", "now - encounter.started > 9h", "rate(lab.lactate, 5h) > 0.1 mmol/L/h",
        "within(lab.lactate > 3 mmol/L, lab.lactate < 1 mmol/L, 3h)", "baseline(lab.lactate, lowest, 8h, 2h) < 1 mmol/L", "NOT lab.lactate > 2 mmol/L OR first(lab.lactate, 5h) < 1 mmol/L",
        "count(lab.lactate, 5h) >= 3", "12h > since(lab.lactate)",
    ];

    private static readonly CompiledTrigger[] Compiled = [.. Conditions.Select(condition => Write.When(condition))];
}
