using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class ExplanationTests
{
    private static Explanation Explain(CompiledTrigger trigger, PatientState state) => TriggerEvaluator.Explain(trigger, state, Write.Noon.AddMinutes(12));

    private static CompiledTrigger Pack(string name) => Write.Compile(File.ReadAllText(Repository.Path($"Runink.Companion/Samples/Packs/{name}.yaml")), name + ".yaml");

    [Fact]
    public void What_does_not_hold_says_what_is_missing_for_it()
    {
        var explanation = Explain(Write.Compile(Write.Sample), Write.Patient(60).With("lab.lactate", "2.1", "mmol/L").With("score.qsofa", "1"));
        Assert.Equal("Does not hold: age 60 is not above 65; qSOFA score 1 is not at least 2; lactate 2.1 mmol/L is not above 3 mmol/L.", explanation.Sentence);
        Assert.Contains("Lactate above 3 mmol/L (now 2.1 mmol/L).", explanation.WouldChange);
    }

    [Fact]
    public void What_is_unknown_names_the_cause()
    {
        var explanation = Explain(Write.Compile(Write.Sample), Write.Patient().With("lab.lactate", "3.4", "mmol/L", -14).With("score.qsofa", "1"));
        Assert.Equal((Verdict.Unknown, "Cannot be told: lactate is too old."), (explanation.Verdict, explanation.Sentence));
        Assert.Equal(["Lactate is too old"], explanation.Causes);
    }

    [Fact]
    public void A_rise_is_told_with_its_window()
    {
        var explanation = Explain(Pack("aki-absolute"), Write.Patient().With("lab.creatinine", "1.0", "mg/dL", -24).With("lab.creatinine", "1.4", "mg/dL"));
        Assert.Equal("Creatinine up by 0.4 mg/dL in 48 h (at least 0.3) while 18 or older.", explanation.Sentence);
        Assert.Equal("Creatinine ↑ 0.4 mg/dL in 48 h", explanation.Headline.Text);
        Assert.Equal(2, explanation.Inputs.Count(i => i.Name == "lab.creatinine"));
    }

    [Fact]
    public void An_absence_is_told_as_one()
    {
        var explanation = Explain(Pack("repeat-lactate-missing"), Write.Patient().With("lab.lactate", "2.4", "mmol/L", -7));
        Assert.Equal("No lactate within 6 h after lactate above 2 mmol/L and latest lactate 7 h 12 min old (at most 24 h) while in ED.", explanation.Sentence);
    }

    [Fact]
    public void A_held_back_firing_says_by_what()
    {
        var explanation = Explain(Pack("hyperkalaemia"), Write.Patient().With("lab.potassium", "6.7", "mmol/L").With("lab.specimen_haemolysed", "Y"));
        Assert.Equal((Verdict.False, "Potassium 6.7 mmol/L (at least 6), but held back: specimen haemolysed."), (explanation.Verdict, explanation.Sentence));
    }

    [Fact]
    public void Templates_are_filled()
    {
        var trigger = Pack("aki-absolute");
        var state = Write.Patient().With("lab.creatinine", "1.0", "mg/dL", -24).With("lab.creatinine", "1.4", "mg/dL");
        Assert.Equal("Creatinine 1.4 mg/dL, up by 0.4 mg/dL in 48 h; KDIGO stage 1", trigger.Render(trigger.Actions.OfType<NotifyAction>().Single().Message!, state, Write.Noon));
        Assert.Equal("as it is", trigger.Render("as it is", state, Write.Noon));
    }

    [Fact]
    public void A_trigger_out_of_a_list_points_into_its_own_text()
    {
        var report = Write.Check("triggers:\n  - id: a\n    when: lab.lactate > 3 mmol/L\n    then: [{action: log, entry: x}]\n  - id: b\n    when: lab.potassium > 6 mmol/L\n    then: [{action: log, entry: x}]\n");
        var second = report.Triggers[1];
        var node = Explain(second, Write.Patient().With("lab.potassium", "7", "mmol/L")).Nodes[0];
        Assert.Equal("lab.potassium > 6 mmol/L", second.Source.Split('\n')[node.Span.Line - 1].Substring(node.Span.Column - 1, node.Span.Length));
    }

    [Fact]
    public void Packs_are_told_in_plain_words() => Assert.Equal(
        "When no lactate within 6 h after lactate above 2 mmol/L and the age of the latest lactate is at most 24 h, for a patient who came as ED, inpatient or observation, unless the code status is comfort: tell the bedside nurse, open the task \"Draw the repeat lactate\", and log it. Somebody must acknowledge within 30 minutes.",
        TriggerSentence.Describe(Pack("repeat-lactate-missing")));
}
