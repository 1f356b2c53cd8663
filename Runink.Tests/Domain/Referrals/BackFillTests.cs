using Runink.Domain.Referrals.Scheduling;

namespace Runink.Tests.Domain.Referrals;

/// <summary>Who is offered a time that became free, in which order, and when patients are reminded.</summary>
public sealed class BackFillTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void TheMostUrgentIsAskedFirstThenWhoHasWaitedLongest()
    {
        var waiting = new[] { Patient("late", waited: 1), Patient("long", waited: 30), Patient("urgent", "urgent", 0), Patient("soon", "soon", 2) };
        Assert.Equal(["urgent", "soon", "long", "late"], BackFill.Queue(Time(48), waiting, Rules()).Select(patient => patient.ReferralId));
        var plan = Assert.Single(BackFill.Decide([Time(48)], waiting, Rules()));
        Assert.Equal(("urgent", 3, Now.AddHours(4)), (plan.To.ReferralId, plan.Behind, plan.ExpiresAt));
    }

    [Fact]
    public void EachPatientIsOfferedOneTimeAndEachTimeToOnePatient()
    {
        var planned = BackFill.Decide([Time(72), Time(48), Time(96)], [Patient("a", waited: 9), Patient("b")], Rules());
        Assert.Equal([("at 48", "a"), ("at 72", "b")], planned.Select(plan => (plan.Time.SlotId, plan.To.ReferralId)));
    }

    [Fact]
    public void WhomItDoesNotSuitIsNotAskedAndItIsSaidWhy()
    {
        Assert.Null(BackFill.WhyNot(Time(48), Patient("a"), Rules()));
        Assert.Contains("no earlier", Why(Patient("a") with { VisitAt = Now.AddHours(48) }), StringComparison.Ordinal);
        Assert.Null(BackFill.WhyNot(Time(48), Patient("a") with { VisitAt = Now.AddHours(49) }, Rules()));
        Assert.Contains("too early", Why(Patient("a") with { Earliest = new DateOnly(2026, 3, 5) }), StringComparison.Ordinal);
        Assert.Null(BackFill.WhyNot(Time(48), Patient("a") with { Earliest = new DateOnly(2026, 3, 4) }, Rules()));
        Assert.Contains("does not suit", Why(Patient("a") with { Suits = SuitableTimes.Read("Mon-Tue; Wed 10:00-12:00").Value! }), StringComparison.Ordinal);
        // Eight o'clock UTC is nine in Berlin.
        Assert.Null(BackFill.WhyNot(Time(48), Patient("a") with { Suits = SuitableTimes.Read("Wed 09:00-10:00").Value! }, Rules()));
        Assert.Contains("too soon", Why(Patient("a") with { Notice = TimeSpan.FromHours(47.6) }), StringComparison.Ordinal);
        Assert.Contains("too soon", Why(Patient("a") with { NeedsInterpreter = true }), StringComparison.Ordinal);
        Assert.Contains("offered it before", Why(Patient("a") with { Asked = new HashSet<string> { "at 48" } }), StringComparison.Ordinal);
        Assert.Contains("one at a time", Why(Patient("a") with { HasOffer = true }), StringComparison.Ordinal);
        Assert.Contains("authorization", Why(Patient("a") with { AuthorizedUntil = Now.AddHours(47) }), StringComparison.Ordinal);
        Assert.Contains("can be booked", Why(Patient("a") with { Unable = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void WhoeverAnswersLastStillHasTheNotice()
    {
        Assert.Equal(Now.AddHours(2), BackFill.ExpiresAt(Time(26), Patient("a") with { Notice = TimeSpan.FromHours(24) }, Rules()));
        // At night nobody hears of it: the time to answer begins in the morning.
        Assert.Equal(Now.AddHours(14), BackFill.ExpiresAt(Time(48), Patient("a"), Rules() with { SaidAt = Now.AddHours(10) }));
    }

    [Theory]
    [InlineData("Mon 12:00-08:00", "ends after it begins")]
    [InlineData("someday", "Mon-Fri 08:00-12:00")]
    [InlineData("Mon 08:61-12:00", "like 08:00")]
    public void WhatCannotBeReadIsRefusedWithThePartThatIsMeant(string text, string words)
    {
        var refusal = SuitableTimes.Read($"Tue; {text}").Refusal!;
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(text, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APolicyOfRemindersIsReadAsPeopleWriteIt()
    {
        Assert.Equal("168 24, 48", Read(null));
        Assert.Equal("72 2, ", Read("2h, 3 d, 72 h"));
        Assert.Equal(", 36", Read("none; answer by 36 h"));
        foreach (var wrong in new[] { "soon", "7 d; 24 h", "61 d", "0 h", "1 d, 2 d, 3 d, 4 d, 5 d, 6 d", "1 d; answer by never" })
            Assert.Contains("Write reminders like", VisitReminderPolicy.Read(wrong).Refusal!.Message, StringComparison.Ordinal);

        static string? Read(string? text) => VisitReminderPolicy.Read(text).Value is { } policy ? $"{string.Join(' ', policy.Hours)}, {policy.AnswerByHours}" : null;
    }

    [Fact]
    public void AReminderIsDueOnceAndWhatWasMissedIsNotMadeUpForAllAtOnce()
    {
        var (policy, visit, set) = (VisitReminderPolicy.Standard, Now.AddDays(10), Now);
        Assert.Null(policy.Due(visit, set, [], visit.AddHours(-169)));
        Assert.Equal(168, policy.Due(visit, set, [], visit.AddHours(-168)));
        Assert.Null(policy.Due(visit, set, [168], visit.AddHours(-25)));
        Assert.Equal(24, policy.Due(visit, set, [168], visit.AddHours(-24)));
        // The program stood still for a week: one reminder, not two.
        Assert.Equal(24, policy.Due(visit, set, [], visit.AddHours(-20)));
        Assert.Null(policy.Due(visit, set, [24], visit.AddHours(-20)));
        // Booked three days ahead, nobody is reminded of seven.
        Assert.Null(policy.Due(visit, visit.AddHours(-72), [], visit.AddHours(-71)));
        Assert.Null(policy.Due(visit, set, [], visit));
        Assert.True(policy.AnswerIsDue(visit, set, visit.AddHours(-48)));
        Assert.False(policy.AnswerIsDue(visit, set, visit.AddHours(-49)));
        Assert.False(policy.AnswerIsDue(visit, visit.AddHours(-47), visit.AddHours(-46)));
    }

    private static string? Why(WaitingPatient patient) => BackFill.WhyNot(Time(48), patient, Rules());

    private static FreeTime Time(int hours) => new($"at {hours}", Now.AddHours(hours));

    private static WaitingPatient Patient(string id, string priority = "routine", int waited = 0) =>
        new($"entry of {id}", id, priority, Now.AddDays(-waited), null, null, SuitableTimes.Read("").Value!, TimeSpan.Zero, false, null, false, new HashSet<string>(), false);

    private static BackFillRules Rules() => new(Now, Now, TimeSpan.FromHours(4), TimeSpan.FromHours(48), Berlin);
}
