using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class ParameterTests
{
    private static readonly CompiledTrigger Trigger = Compiled("lab.lactate > $limit", "limit: 3 mmol/L");

    private static CompiledTrigger Compiled(string when, string parameters) =>
        Write.Compile($"trigger:\n  id: t\n  parameters: {{{parameters}}}\n  when: {when}\n  then: [{{action: log, entry: x}}]\n");

    private static ParameterSetting Set(decimal number, string unit = "mmol/L", string? ward = null, double from = -1, double? until = null) =>
        new("t", "limit", ward, number, unit, "Dr Who", "known renal failure", Write.Noon.AddHours(from), until is { } end ? Write.Noon.AddHours(end) : null);

    private static PatientState Lactate(string value, params ParameterSetting[] settings)
    {
        var state = Write.Patient().With("lab.lactate", value, "mmol/L");
        state.Settings = settings;
        return state;
    }

    [Fact]
    public void The_patients_number_comes_before_the_units_and_that_before_the_declared_one()
    {
        Assert.Equal(Verdict.True, Trigger.Holds(Lactate("3.5")));
        Assert.Equal(Verdict.False, Trigger.Holds(Lactate("3.5", Set(4))));
        Assert.Equal(Verdict.False, Trigger.Holds(Lactate("3.5", Set(4, ward: "ED"))));
        Assert.Equal(Verdict.True, Trigger.Holds(Lactate("3.5", Set(4, ward: "ICU"))));
        Assert.Equal(Verdict.True, Trigger.Holds(Lactate("3.5", Set(4, ward: "ED"), Set(2, from: -2))));
        Assert.Equal(Verdict.True, Trigger.Holds(Lactate("3.5", Set(4) with { TriggerId = "other" }, Set(4) with { Parameter = "other" })));
    }

    [Fact]
    public void Another_unit_of_the_same_kind_converts() =>
        Assert.Equal(Verdict.False, Trigger.Holds(Lactate("3.5", Set(4000, "umol/L"))));

    [Fact]
    public void Its_beginning_and_its_end_change_the_truth_by_themselves()
    {
        var state = Lactate("3.5", Set(4, from: 1, until: 2));
        var before = TriggerEvaluator.Evaluate(Trigger, state, Write.Noon);
        Assert.Equal((Verdict.True, Write.Noon.AddHours(1)), (before.Holds, before.NextChange));
        var inside = TriggerEvaluator.Evaluate(Trigger, state, Write.Noon.AddHours(1));
        Assert.Equal((Verdict.False, Write.Noon.AddHours(2)), (inside.Holds, inside.NextChange));
        Assert.Equal(Verdict.True, Trigger.Holds(state, 2));
    }

    [Fact]
    public void The_explanation_says_who_set_it_and_why()
    {
        var why = TriggerEvaluator.Explain(Trigger, Lactate("3.5", Set(4)), Write.Noon);
        Assert.Equal("Does not hold: lactate 3.5 mmol/L is not above 4 mmol/L.", why.Sentence);
        var input = Assert.Single(why.Inputs, i => i.Status == "override");
        Assert.Equal(("$limit", "4", "mmol/L"), (input.Name, input.Value, input.Unit));
        Assert.Equal("limit, set for this patient by Dr Who: known renal failure", input.Label);
        Assert.DoesNotContain(TriggerEvaluator.Explain(Trigger, Lactate("3.5"), Write.Noon).Inputs, i => i.Status == "override");
    }

    [Fact]
    public void A_signal_wakes_the_trigger_by_the_number_that_was_set()
    {
        var woken = new List<CompiledTrigger>();
        TriggerSet.Build([Trigger]).Awaken("lab.lactate", Lactate("2.5", Set(2)), Write.Noon, woken);
        Assert.Single(woken);
    }

    [Theory]
    [InlineData("-$limit + 5 mmol/L < lab.lactate", "limit: 3 mmol/L")]
    [InlineData("lab.lactate BETWEEN $limit AND 9 mmol/L", "limit: 3 mmol/L")]
    [InlineData("$limit < lab.lactate", "limit: 3 mmol/L")]
    [InlineData("any(lab.lactate > $limit, 1h)", "limit: 3 mmol/L")]
    [InlineData("score.news2 > $limit OR lab.lactate > $limit * 1 mmol/L", "limit: 3")]
    public void Wherever_it_is_compared_it_can_be_set(string when, string parameters)
    {
        var trigger = Compiled(when, parameters);
        Assert.True(Assert.Single(trigger.Parameters).Overridable);
        var unit = trigger.Parameters[0].Unit;
        Assert.NotEqual(trigger.Holds(Lactate("2.5", Set(when[0] == '-' ? 2 : 9, unit))), trigger.Holds(Lactate("2.5", Set(when[0] == '-' ? 3 : 1, unit))));
    }

    [Theory]
    [InlineData("limit: 3 mmol/L", "4 mmol/L", true)]
    [InlineData("limit: 3 mmol/L", "4000 umol/L", true)]
    [InlineData("limit: 3 mmol/L", "4", false)]
    [InlineData("limit: 3 mmol/L", "4 kg", false)]
    [InlineData("limit: 3 mmol/L", "four", false)]
    [InlineData("limit: 3", "4", true)]
    [InlineData("limit: 3", "4 mmol/L", false)]
    public void A_value_has_the_shape_of_the_declared_one(string declared, string value, bool fits) =>
        Assert.Equal(fits, Assert.Single(Compiled(declared.Contains("mmol", StringComparison.Ordinal) ? "lab.lactate > $limit" : "score.news2 > $limit", declared).Parameters).Read(value).Ok);

    [Fact]
    public void The_length_of_a_window_cannot_be_set() =>
        Assert.False(Assert.Single(Compiled("max(lab.lactate, $back) > 3 mmol/L", "back: 6h").Parameters).Overridable);

    [Fact]
    public void Tests_beside_the_trigger_may_set_it()
    {
        var report = Write.Check("""
            trigger:
              id: t
              parameters: {limit: 3 mmol/L}
              when: lab.lactate > $limit
              then: [{action: log, entry: x}]
              tests:
                - name: not for whom 4 is usual
                  given: [{parameters: {limit: 4 mmol/L}}, {at: T+0m, lab.lactate: 3.5 mmol/L}]
                  expect: {fires: false}
                - name: as declared
                  given: [{at: T+0m, lab.lactate: 3.5 mmol/L}]
                  expect: {fires: true}
                - name: set later
                  given: [{at: T+0m, lab.lactate: 3.5 mmol/L}, {at: T+1h, parameters: {limit: 4 mmol/L}}]
                  expect: [{at: T+30m, fires: true}, {at: T+1h, fires: false}]

            """);
        Assert.True(report.Ok, string.Join('\n', report.Tests) + string.Join('\n', report.Diagnostics));
        Assert.Equal(4, report.Tests.Count);
    }

    [Fact]
    public void A_test_that_sets_what_is_not_declared_is_told() =>
        Assert.Equal(["RNK1303", "RNK1406"], Write.Check("""
            trigger:
              parameters: {limit: 3 mmol/L}
              when: lab.lactate > $limit
              then: [{action: log, entry: x}]
              tests:
                - given: [{parameters: {limt: 4 mmol/L}}, {parameters: {limit: 4 kg}}]
                  expect: {fires: unknown}

            """).Diagnostics.Select(d => d.Code));
}
