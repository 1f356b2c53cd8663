using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

/// <summary>What nobody can claim where no feed has ever sent a list.</summary>
public class MissingFeedTests
{
    [Fact]
    public void That_a_patient_takes_nothing_is_not_claimed_without_a_feed()
    {
        var state = Of(new(_ => null)).With("lab.inr", "9.2");
        var why = TriggerEvaluator.Explain(Write.When("lab.inr > 5 AND on_medication(warfarin)"), state, Write.Noon);
        Assert.Equal((Verdict.Unknown, "Cannot be told: taking warfarin cannot be known: no feed has ever sent medication.active."), (why.Verdict, why.Sentence));
        Assert.Equal(Verdict.Unknown, Write.When("NOT on_medication(warfarin)").Holds(state));
    }

    [Fact]
    public void Where_anybodys_was_sent_an_empty_list_is_empty()
    {
        Assert.Equal(Verdict.False, Write.When("on_medication(warfarin)").Holds(Of(new(_ => Write.Noon.AddHours(-1)))));
        Assert.Equal(Verdict.Unknown, Write.When("on_medication(warfarin)").Holds(Of(new(_ => Write.Noon.AddHours(1)))));
        var heard = new FeedHistory(_ => null);
        heard.Note("medication.active", Write.Noon);
        Assert.Equal(Verdict.False, Write.When("on_medication(warfarin)").Holds(Of(heard)));
        Assert.Equal(Verdict.True, Write.When("on_medication(warfarin)").Holds(Of(new(_ => null)).With("medication.active", "warfarin")));
    }

    /// <summary>An exception for the pregnant must not silence a trigger where diagnoses are not sent.</summary>
    [Fact]
    public void A_diagnosis_is_an_exception_only_where_it_is_known() => Assert.Equal(Verdict.True, Write.When("NOT has_condition(pregnancy)").Holds(Of(new(_ => null))));

    private static PatientState Of(FeedHistory feeds) => new(new("p1", new DateOnly(1954, 3, 1), "female")) { Feeds = feeds };
}
