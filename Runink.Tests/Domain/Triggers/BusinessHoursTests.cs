using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class BusinessHoursTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static PatientState Submitted(string at) => Event(new(new("p", null, null)) { Zone = NewYork }, "authorization.submitted", at);

    private static PatientState Event(PatientState state, string concept, string at)
    {
        state.Add(new(concept, "x", null, At(at), At(at), SignalStatus.Final, "m"));
        return state;
    }

    /// <summary>Follows the instants that the evaluator itself names, from the start to the first at which it is true.</summary>
    private static (DateTimeOffset At, int Steps) FirstTrue(CompiledTrigger trigger, PatientState state, DateTimeOffset from)
    {
        var now = from;
        for (var steps = 0; steps < 100; steps++)
        {
            var evaluation = TriggerEvaluator.Evaluate(trigger, state, now);
            if (evaluation.Holds == Verdict.True)
                return (now, steps);
            now = evaluation.NextChange ?? throw new InvalidOperationException($"Nothing more to wait for at {now:O}.");
        }

        throw new InvalidOperationException("It never became true.");
    }

    [Theory]
    [InlineData(">= 27h", "2026-11-25T15:00-05:00", "2026-12-01T15:00-05:00")]
    [InlineData(">= 9h", "2026-03-06T12:00-05:00", "2026-03-09T12:00-04:00")]
    [InlineData(">= 9h", "2026-10-30T12:00-04:00", "2026-11-02T12:00-05:00")]
    [InlineData(">= 2h", "2026-07-03T12:00-04:00", "2026-07-06T10:00-04:00")]
    public void The_exact_instant_is_known_without_asking_each_minute(string limit, string submitted, string due)
    {
        var (at, steps) = FirstTrue(Write.When($"business_hours(authorization.submitted, now, \"us-federal\") {limit}"), Submitted(submitted), At(submitted));
        Assert.Equal(At(due), at);
        Assert.InRange(steps, 1, 12);
    }

    [Fact]
    public void More_than_a_limit_is_true_right_after_it()
    {
        var (at, _) = FirstTrue(Write.When("business_hours(authorization.submitted, now, \"us-federal\") > 1h"), Submitted("2026-03-02T16:00-05:00"), At("2026-03-02T16:00-05:00"));
        // At the close exactly one hour has passed; the next one begins with the next opening.
        Assert.InRange(at, At("2026-03-03T08:00-05:00"), At("2026-03-03T08:00-05:00").AddMilliseconds(2));
    }

    [Theory]
    [InlineData("business_hours(authorization.submitted, referral.scheduled, \"us-federal\") = 10h")]
    [InlineData("business_hours(referral.scheduled, authorization.submitted, \"us-federal\") = -10h")]
    [InlineData("business_hours(authorization.submitted, now, \"round-the-clock\") = 48h")]
    [InlineData("business_hours(now - 24h, now, \"us-federal\") = 9h")]
    [InlineData("business_hours(2026-03-03, now, weekdays) = 41h")]
    [InlineData("business_hours(authorization.status = \"pended\", now, \"us-federal\") IS UNKNOWN")]
    public void It_measures_between_events_instants_and_conditions(string condition)
    {
        var state = Event(Submitted("2026-03-02T12:00-05:00"), "referral.scheduled", "2026-03-03T13:00-05:00");
        Assert.Equal(Verdict.True, TriggerEvaluator.Evaluate(Write.When(condition), state, At("2026-03-04T12:00-05:00")).Holds);
    }

    [Fact]
    public void The_sentence_says_what_is_measured() =>
        Assert.Contains("the working time (us-federal) from the last authorization submitted to now is at least", TriggerSentence.Describe(Write.When("business_hours(authorization.submitted, now, \"us-federal\") >= 27h")), StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-11-25T16:00-05:00", "2026-11-27T12:00-05:00")]
    [InlineData("2026-11-27T08:00-05:00", "2026-11-27T13:00-05:00")]
    public void A_target_counts_by_the_triggers_calendar(string fired, string due)
    {
        var sla = Write.When("lab.lactate > 3 mmol/L", "sla: {acknowledge: 5h, calendar: us-federal}").Sla;
        Assert.Equal(At(due), sla.Due(At(fired), sla.Acknowledge, Vocabulary.Shipped.Calendars, NewYork));
        Assert.Equal(At(fired).AddHours(5), (sla with { Calendar = null }).Due(At(fired), sla.Acknowledge, Vocabulary.Shipped.Calendars, NewYork));
        Assert.Null(sla.Due(At(fired), null, Vocabulary.Shipped.Calendars, NewYork));
    }
}
