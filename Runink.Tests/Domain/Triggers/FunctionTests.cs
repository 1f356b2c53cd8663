using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class FunctionTests
{
    private static PatientState Lactates(params (double Hours, string Value)[] values)
    {
        var state = Write.Patient();
        foreach (var (hours, value) in values)
            state.With("lab.lactate", value, "mmol/L", hours);
        return state;
    }

    [Theory]
    [InlineData("last(lab.lactate) = 3 mmol/L")]
    [InlineData("last(lab.lactate, 1h) = 3 mmol/L")]
    [InlineData("previous(lab.lactate) = 4 mmol/L")]
    [InlineData("first(lab.lactate, 6h) = 2 mmol/L")]
    [InlineData("first(lab.lactate, 3h) = 4 mmol/L")]
    [InlineData("min(lab.lactate, 6h) = 2 mmol/L AND max(lab.lactate, 6h) = 4 mmol/L")]
    [InlineData("avg(lab.lactate, 6h) = 3 mmol/L AND median(lab.lactate, 6h) = 3 mmol/L AND sum(lab.lactate, 6h) = 9 mmol/L")]
    [InlineData("count(lab.lactate, 6h) = 3 AND count(lab.lactate, 5h) = 2")]
    [InlineData("count(lab.lactate > 2 mmol/L, 6h) = 2")]
    [InlineData("any(lab.lactate > 3 mmol/L, 4h)")]
    [InlineData("all(lab.lactate > 2 mmol/L, 4h)")]
    [InlineData("NOT all(lab.lactate > 2 mmol/L, 6h)")]
    [InlineData("change(lab.lactate, 6h) = 1 mmol/L AND rise(lab.lactate, 6h) = 1 mmol/L AND fall(lab.lactate, 6h) = 1 mmol/L")]
    [InlineData("ratio(lab.lactate, min(lab.lactate, 6h)) = 1.5")]
    [InlineData("lab.lactate / min(lab.lactate, 6h) = 1.5")]
    [InlineData("age_of(lab.lactate) < 1m AND since(lab.lactate) = 0h")]
    [InlineData("since(lab.lactate > 2 mmol/L) = 2h")]
    [InlineData("sustained(lab.lactate > 2 mmol/L, 2h) AND NOT sustained(lab.lactate > 2 mmol/L, 3h)")]
    [InlineData("NOT absent(lab.lactate, 6h) AND NOT absent(lab.lactate, 1h, after: lab.lactate > 2 mmol/L)")]
    [InlineData("within(lab.lactate > 3 mmol/L, encounter.type = \"ED\" AND lab.lactate < 3 mmol/L, 6h)")]
    [InlineData("baseline(lab.lactate, lowest, 7d, 1h) = 2 mmol/L AND baseline(lab.lactate, mean, 7d, 1h) = 3 mmol/L")]
    [InlineData("rate(lab.lactate, 2h) = -0.5 mmol/L/h")]
    [InlineData("lab.lactate BETWEEN 3 mmol/L AND 4 mmol/L AND lab.lactate NOT BETWEEN 4 mmol/L AND 5 mmol/L")]
    [InlineData("encounter.type IN (\"ED\", \"inpatient\") AND encounter.type NOT IN (\"home\")")]
    [InlineData("encounter.unit STARTS WITH \"e\" AND encounter.unit LIKE \"_D\" AND encounter.unit CONTAINS \"d\"")]
    [InlineData("lab.sodium IS UNKNOWN AND lab.lactate IS KNOWN")]
    [InlineData("now - encounter.started = 4h AND encounter.started + 4h = now")]
    [InlineData("patient.birth_date < 2000-01-01")]
    [InlineData("!(lab.lactate > 5 mmol/L) && (age > 18 || TRUE)")]
    public void Each_function_finds_what_it_says(string condition) =>
        Assert.Equal(Verdict.True, Write.When(condition).Holds(Lactates((-6, "2"), (-2, "4"), (0, "3"))));

    [Theory]
    [InlineData("rise(lab.creatinine, 48h) >= 26.5 umol/L", "mg/dL", "1.0", "1.3")]
    [InlineData("rise(lab.creatinine, 48h) >= 26.5 umol/L", "umol/L", "80", "106.5")]
    [InlineData("rise(lab.creatinine, 48h) >= 0.3 mg/dL", "mg/dL", "1.1", "1.4")]
    [InlineData("kdigo_stage() = 1", "umol/L", "80", "106.5")]
    [InlineData("kdigo_stage() = 2", "mg/dL", "1.0", "2.0")]
    [InlineData("kdigo_stage() = 3", "mg/dL", "1.4", "4.3")]
    public void Creatinine_is_judged_alike_in_both_units(string condition, string unit, string before, string after) =>
        Assert.Equal(Verdict.True, Write.When(condition).Holds(Write.Patient().With("lab.creatinine", before, unit, -24).With("lab.creatinine", after, unit)));

    [Fact]
    public void A_window_ends_with_its_oldest_value_and_says_when()
    {
        var trigger = Write.When("max(lab.lactate, 6h) > 3 mmol/L");
        var state = Lactates((0, "4"));
        var evaluation = TriggerEvaluator.Evaluate(trigger, state, Write.Noon);
        Assert.Equal(Write.Noon.AddHours(6).AddMilliseconds(1), evaluation.NextChange);
        Assert.Equal(Verdict.True, trigger.Holds(state, 6));
        Assert.Equal(Verdict.Unknown, TriggerEvaluator.Evaluate(trigger, state, evaluation.NextChange!.Value).Holds);
    }

    [Fact]
    public void Since_says_when_it_crosses_its_limit()
    {
        var trigger = Write.When("since(lab.lactate) > 6h");
        var state = Lactates((0, "4"));
        var first = TriggerEvaluator.Evaluate(trigger, state, Write.Noon);
        Assert.Equal((Verdict.False, Write.Noon.AddHours(6)), (first.Holds, first.NextChange));
        var second = TriggerEvaluator.Evaluate(trigger, state, first.NextChange!.Value);
        Assert.Equal(Verdict.False, second.Holds);
        Assert.Equal(Verdict.True, TriggerEvaluator.Evaluate(trigger, state, second.NextChange!.Value).Holds);
    }

    [Fact]
    public void For_waits_out_its_time_and_says_when_it_will_be_true()
    {
        var trigger = Write.When("lab.lactate > 3 mmol/L", "for: 2h");
        var state = Lactates((-1, "2"), (0, "4"));
        var first = TriggerEvaluator.Evaluate(trigger, state, Write.Noon);
        Assert.Equal((Verdict.False, Write.Noon.AddHours(2)), (first.Holds, first.NextChange));
        Assert.Equal(Verdict.True, trigger.Holds(state, 2));
    }

    [Fact]
    public void A_gap_that_is_too_long_makes_sustained_unknown() =>
        Assert.Equal(Verdict.Unknown, Write.When("sustained(lab.lactate > 3 mmol/L, 4h, max_gap: 1h)").Holds(Lactates((-4, "4"), (0, "4"))));

    [Fact]
    public void A_birthday_changes_the_truth_by_itself()
    {
        var trigger = Write.When("age > 72");
        var state = Write.Patient(72);
        state.Facts = state.Facts with { BirthDate = new DateOnly(1953, 3, 2) };
        var evaluation = TriggerEvaluator.Evaluate(trigger, state, Write.Noon);
        Assert.Equal((Verdict.False, Write.Noon.AddHours(12)), (evaluation.Holds, evaluation.NextChange));
        Assert.Equal(Verdict.True, trigger.Holds(state, 12));
    }

    [Theory]
    [InlineData("America/New_York", 17)]
    [InlineData("Europe/Berlin", 11)]
    [InlineData("Asia/Kolkata", 6.5)]
    public void A_birthday_begins_at_the_hospitals_midnight(string zone, double hours)
    {
        var trigger = Write.When("age > 72");
        var state = new PatientState(new("p", new DateOnly(1953, 3, 2), null)) { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        var evaluation = TriggerEvaluator.Evaluate(trigger, state, Write.Noon);
        Assert.Equal((Verdict.False, Write.Noon.AddHours(hours)), (evaluation.Holds, evaluation.NextChange));
        Assert.Equal(Verdict.True, trigger.Holds(state, hours));
    }

    [Fact]
    public void A_score_that_is_not_meant_for_the_patient_is_unknown_and_says_so()
    {
        var trigger = Write.When("news2() >= 0");
        var state = new PatientState(new("p", new DateOnly(2012, 1, 1), null)).With("vital.resp_rate", "30", "/min");
        var evaluation = TriggerEvaluator.Evaluate(trigger, state, Write.Noon);
        Assert.Equal((Verdict.Unknown, UnknownCauses.NotApplicable), (evaluation.Holds, evaluation.Causes));
        Assert.Equal(new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero), TriggerEvaluator.Evaluate(trigger, state, Write.Noon.AddDays(30)).NextChange);
    }

    [Theory]
    [InlineData("lace() >= 3 AND lace() < 10")]
    [InlineData("hospital() <= 13 AND hospital(\"2013\") <= 13 AND hospital(\"simplified-2017\") <= 12")]
    [InlineData("phq9() = 9 AND score.phq9 = 9 AND sirs(\"sep-1\") <= 4")]
    [InlineData("score.lace >= 3")]
    public void Scores_of_the_whole_stay_are_functions_too(string condition)
    {
        var state = Write.Patient().With("encounter.acuity", "emergent").With("condition.active", "Z00").With("vital.heart_rate", "80", "/min");
        for (var item = 1; item <= 9; item++)
            state.With(FormattableString.Invariant($"score.phq9_item{item}"), "1");
        Assert.Equal(Verdict.True, Write.When(condition).Holds(state));
    }

    [Fact]
    public void Nobody_who_just_arrived_is_overdue()
    {
        var trigger = Write.When("absent(vital.heart_rate, 6h)");
        Assert.Equal(Verdict.False, trigger.Holds(Write.Patient(), 2));
        Assert.Equal(Verdict.True, trigger.Holds(Write.Patient(), 2.1));
    }

    [Fact]
    public void A_correction_replaces_and_an_error_removes()
    {
        var trigger = Write.When("lab.lactate > 3 mmol/L");
        var state = Lactates((0, "4")).With("lab.lactate", "2", "mmol/L", 0, SignalStatus.Corrected, 1);
        Assert.Equal(Verdict.False, trigger.Holds(state, 1));
        state.With("lab.lactate", "2", "mmol/L", 0, SignalStatus.EnteredInError, 2);
        Assert.Equal(Verdict.Unknown, trigger.Holds(state, 2));
    }

    [Fact]
    public void Lists_know_their_members_and_their_end()
    {
        var state = Write.Patient().With("condition.active", "I50.9").With("care.pathway", "sepsis");
        Assert.Equal(Verdict.True, Write.When("has_condition(heart_failure) AND on_pathway(\"sepsis\") AND NOT on_medication(raasi)").Holds(state));
        state.With("care.pathway", "sepsis", "ended", 1);
        Assert.Equal(Verdict.False, Write.When("on_pathway(\"sepsis\")").Holds(state, 1));
    }

    [Fact]
    public void An_exception_silences_only_when_it_is_true()
    {
        var trigger = Write.When("lab.lactate > 3 mmol/L", "unless: care.code_status = \"comfort\"");
        Assert.Equal(Verdict.True, trigger.Holds(Lactates((0, "4"))));
        var evaluation = TriggerEvaluator.Evaluate(trigger, Lactates((0, "4")).With("care.code_status", "comfort"), Write.Noon);
        Assert.Equal((Verdict.False, true), (evaluation.Holds, evaluation.Suppressed));
    }
}
