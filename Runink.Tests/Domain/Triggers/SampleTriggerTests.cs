using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class SampleTriggerTests
{
    private static readonly CompiledTrigger Trigger = Write.Compile(Write.Sample, "sepsis-older-ed-patients.yaml");

    [Fact]
    public void The_users_sample_checks_with_one_hint_that_shows_the_unit()
    {
        var report = Write.Check(Write.Sample);
        var hint = Assert.Single(report.Diagnostics);
        Assert.Equal("RNK1701", hint.Code);
        Assert.Equal("3 mmol/L", hint.Fix);
        Assert.Equal((2, 52, 1), (hint.Span.Line, hint.Span.Column, hint.Span.Length));
        Assert.True(report.Ok);
    }

    [Fact]
    public void Its_id_and_name_come_from_the_file()
    {
        Assert.Equal("sepsis-older-ed-patients", Trigger.Id);
        Assert.Equal("Sepsis older ED patients", Trigger.Name);
        Assert.Equal(Write.Sample, Trigger.Source);
    }

    [Fact]
    public void It_reads_the_score_with_its_parts()
    {
        Assert.Contains("score.qsofa", Trigger.Reads);
        Assert.Contains("vital.sbp", Trigger.Reads);
        Assert.Contains("lab.lactate", Trigger.Reads);
        Assert.True(Trigger.ReadsContext);
    }

    [Theory]
    [InlineData(72, "ED", "3.4", "mmol/L", Verdict.True)]
    [InlineData(72, "ED", "3", "mmol/L", Verdict.Unknown)]
    [InlineData(72, "ED", "31", "mg/dL", Verdict.True)]
    [InlineData(65, "ED", "3.4", "mmol/L", Verdict.False)]
    [InlineData(66, "ED", "3.4", "mmol/L", Verdict.True)]
    [InlineData(72, "inpatient", "3.4", "mmol/L", Verdict.False)]
    [InlineData(72, "ED", ">3", "mmol/L", Verdict.True)]
    [InlineData(72, "ED", "<4", "mmol/L", Verdict.Unknown)]
    [InlineData(72, "ED", "3.4", null, Verdict.Unknown)]
    [InlineData(72, "ED", "haemolysed", "mmol/L", Verdict.Unknown)]
    public void Lactate_alone_decides_when_there_is_no_score(int age, string type, string value, string? unit, Verdict expected) =>
        Assert.Equal(expected, Trigger.Holds(Write.Patient(age, type).With("lab.lactate", value, unit)));

    [Fact]
    public void A_computed_score_fires_and_a_fresh_received_one_wins()
    {
        var state = Write.Patient().With("vital.resp_rate", "24", "/min").With("vital.sbp", "98", "mmHg");
        Assert.Equal(Verdict.True, Trigger.Holds(state));
        state.With("score.qsofa", "1").With("lab.lactate", "1", "mmol/L");
        Assert.Equal(Verdict.False, Trigger.Holds(state));
    }

    [Fact]
    public void The_explanation_is_one_plain_sentence_and_the_same_bytes_twice()
    {
        var state = Write.Patient().With("lab.lactate", "2.1", "mmol/L", -4).With("lab.lactate", "3.4", "mmol/L").With("score.qsofa", "2");
        var explanation = TriggerEvaluator.Explain(Trigger, state, Write.Noon.AddMinutes(12));
        Assert.Equal("QSOFA score 2 (at least 2) and lactate 3.4 mmol/L (above 3) while in ED and older than 65.", explanation.Sentence.Replace("qSOFA", "QSOFA", StringComparison.Ordinal));
        Assert.Equal("Lactate 3.4 mmol/L ↑ from 2.1 · qSOFA 2", explanation.Headline.Text);
        Assert.Equal(("lab.lactate", 3m), (explanation.Headline.Concept, explanation.Headline.Threshold));
        Assert.Equal(explanation.ToJson(), TriggerEvaluator.Explain(Trigger, state, Write.Noon.AddMinutes(12)).ToJson());
        var lactate = Assert.Single(explanation.Inputs, i => i.Name == "lab.lactate");
        Assert.Equal(("3.4", "mmol/L", "12 min", "final", "m0"), (lactate.Value, lactate.Unit, lactate.Age, lactate.Status, lactate.MessageId));
        Assert.Contains(explanation.Nodes, n => n is { Text: "lab.lactate > 3", Value: "true" } && n.Span is { Line: 2, Column: 38 });
    }

    [Fact]
    public void It_is_told_in_plain_words() => Assert.Equal(
        "When the qSOFA score is at least 2, or the latest lactate is above 3 mmol/L, for a patient who came through the emergency department and is older than 65: tell the navigator team, send a referral to Sepsis Pathway Consult, and log it. Somebody must acknowledge within 2 hours.",
        TriggerSentence.Describe(Trigger));

    [Fact]
    public void The_next_change_is_when_the_value_grows_stale()
    {
        var state = Write.Patient().With("lab.lactate", "3.4", "mmol/L");
        var evaluation = TriggerEvaluator.Evaluate(Trigger, state, Write.Noon);
        Assert.Equal(Write.Noon.AddHours(12).AddMilliseconds(1), evaluation.NextChange);
        Assert.Equal(Verdict.Unknown, TriggerEvaluator.Evaluate(Trigger, state, evaluation.NextChange!.Value).Holds);
        Assert.Equal(Verdict.True, TriggerEvaluator.Evaluate(Trigger, state, evaluation.NextChange!.Value.AddMilliseconds(-1)).Holds);
    }
}
