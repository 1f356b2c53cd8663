using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Explaining;

namespace Runink.Tests.Domain.Triggers;

/// <summary>At which numbers a trigger looks at the values of one patient.</summary>
public class TriggerLimitsTests
{
    private static readonly DateOnly Grown = new(1950, 1, 1);

    private static string Of(CompiledTrigger trigger, PatientState? state = null) =>
        string.Join("; ", TriggerLimits.Of(trigger, state ?? new PatientState(new("p", Grown, "female")), Write.Noon).Select(limit => $"{limit.Concept} {limit.Relation} {Interval.Number(limit.Number)}"));

    [Theory]
    [InlineData("lab.lactate > 3 mmol/L", "lab.lactate > 3")]
    [InlineData("lab.lactate > 3000 umol/L", "lab.lactate > 3")]
    [InlineData("lab.lactate > 2 AND lab.lactate < 4", "lab.lactate > 2; lab.lactate < 4")]
    [InlineData("lab.lactate >= 4 OR vital.heart_rate <= 40", "lab.lactate >= 4; vital.heart_rate <= 40")]
    [InlineData("lab.lactate = 4", "")]
    [InlineData("NOT lab.lactate > 3", "")]
    [InlineData("age > 90 AND lab.lactate > 3", "")]
    [InlineData("age > 65 AND lab.lactate > 3", "lab.lactate > 3")]
    [InlineData("(age < 28 days AND vital.heart_rate > 180) OR (age >= 18 AND vital.heart_rate > 130)", "vital.heart_rate > 130")]
    [InlineData("age > 65 OR lab.lactate > 3", "lab.lactate > 3")]
    public void Of_a_condition(string condition, string expected) => Assert.Equal(expected, Of(Write.When(condition)));

    [Fact]
    public void A_trigger_whose_filter_leaves_the_patient_out_has_none() => Assert.Equal("", Of(Write.When("lab.lactate > 3", "where: age > 90")));

    [Fact]
    public void What_is_not_known_of_the_patient_leaves_nothing_out() =>
        Assert.Equal("lab.lactate > 3", Of(Write.When("age > 90 AND lab.lactate > 3"), new PatientState(new("p", null, null))));

    [Fact]
    public void A_number_set_for_the_patient_goes_before_the_declared_one()
    {
        var trigger = Write.Compile("trigger:\n  id: t\n  parameters: {limit: 3 mmol/L}\n  when: lab.lactate > $limit\n  then: [{action: log, entry: x}]\n");
        Assert.Equal("lab.lactate > 3", Of(trigger));
        Assert.Equal("lab.lactate > 4", Of(trigger, new PatientState(new("p", Grown, null))
        {
            Settings = [new ParameterSetting("t", "limit", null, 4, "mmol/L", "Dr Who", "known renal failure", Write.Noon.AddHours(-1), null)],
        }));
    }
}
