using System.Text.Json;
using Runink.Domain.Escalations;
using Runink.Domain.Teams;

namespace Runink.Tests.Domain.Escalations;

public sealed class EscalationCommandTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonRef Ana = new("ana", "Ana Ruiz");
    private static readonly PersonRef Ben = new("ben", "Ben Cole");

    /// <summary>Every command on every status, asked by Ana; owned ones are Ana's.</summary>
    [Theory]
    [InlineData("open", "claim", "claimed")]
    [InlineData("open", "acknowledge", "acknowledged")]
    [InlineData("open", "comment", "open")]
    [InlineData("open", "snooze", "snoozed")]
    [InlineData("open", "escalate", "open")]
    [InlineData("open", "resolve", "resolved")]
    [InlineData("open", "reopen", "!already-done")]
    [InlineData("open", "check", "open")]
    [InlineData("claimed", "claim", "!already-done")]
    [InlineData("claimed", "acknowledge", "acknowledged")]
    [InlineData("claimed", "comment", "claimed")]
    [InlineData("claimed", "snooze", "snoozed")]
    [InlineData("claimed", "escalate", "claimed")]
    [InlineData("claimed", "resolve", "resolved")]
    [InlineData("claimed", "reopen", "!already-done")]
    [InlineData("claimed", "check", "claimed")]
    [InlineData("acknowledged", "claim", "!already-done")]
    [InlineData("acknowledged", "acknowledge", "!already-done")]
    [InlineData("acknowledged", "comment", "acknowledged")]
    [InlineData("acknowledged", "snooze", "snoozed")]
    [InlineData("acknowledged", "escalate", "acknowledged")]
    [InlineData("acknowledged", "resolve", "resolved")]
    [InlineData("acknowledged", "reopen", "!already-done")]
    [InlineData("acknowledged", "check", "acknowledged")]
    [InlineData("snoozed", "claim", "!already-done")]
    [InlineData("snoozed", "acknowledge", "acknowledged")]
    [InlineData("snoozed", "comment", "snoozed")]
    [InlineData("snoozed", "snooze", "snoozed")]
    [InlineData("snoozed", "escalate", "snoozed")]
    [InlineData("snoozed", "resolve", "resolved")]
    [InlineData("snoozed", "reopen", "!already-done")]
    [InlineData("snoozed", "check", "snoozed")]
    [InlineData("resolved", "claim", "!not-allowed-now")]
    [InlineData("resolved", "acknowledge", "!not-allowed-now")]
    [InlineData("resolved", "comment", "resolved")]
    [InlineData("resolved", "snooze", "!not-allowed-now")]
    [InlineData("resolved", "escalate", "!not-allowed-now")]
    [InlineData("resolved", "resolve", "!not-allowed-now")]
    [InlineData("resolved", "reopen", "claimed")]
    [InlineData("resolved", "check", "!not-allowed-now")]
    [InlineData("retracted", "claim", "!not-allowed-now")]
    [InlineData("retracted", "acknowledge", "!not-allowed-now")]
    [InlineData("retracted", "comment", "retracted")]
    [InlineData("retracted", "snooze", "!not-allowed-now")]
    [InlineData("retracted", "escalate", "!not-allowed-now")]
    [InlineData("retracted", "resolve", "!not-allowed-now")]
    [InlineData("retracted", "reopen", "open")]
    [InlineData("retracted", "check", "!not-allowed-now")]
    public void EveryCommandOnEveryStatusIsCarriedOutOrRefusedByName(string status, string command, string expected)
    {
        var escalation = In(status);
        var before = JsonSerializer.Serialize(escalation);
        var version = escalation.Version;

        var outcome = escalation.Apply(Command(command), Ana, Now.AddMinutes(5));

        Assert.Equal(expected, outcome.Refusal is { } refusal ? "!" + refusal.Code : escalation.Status.ToString().ToLowerInvariant());
        Assert.Equal(version + (outcome.Ok ? 1 : 0), escalation.Version);
        if (outcome.Ok)
            Assert.StartsWith("escalation_", outcome.Value!.FactKind, StringComparison.Ordinal);
        else
            Assert.Equal(before, JsonSerializer.Serialize(escalation));
    }

    [Fact]
    public void WhatWasClaimedOrAcknowledgedByMistakeIsGivenBackByItsOwnerOnly()
    {
        var escalation = In("open");
        escalation.Apply(new EscalationCommand.Claim(), Ana, Now);
        Assert.Equal("not-allowed-now", escalation.Apply(new EscalationCommand.Release(), Ben, Now).Refusal?.Code);
        Assert.True(escalation.Apply(new EscalationCommand.Release(), Ana, Now).Ok);
        Assert.Equal((EscalationStatus.Open, null), (escalation.Status, escalation.Owner));

        escalation.Apply(new EscalationCommand.Acknowledge(), Ana, Now);
        Assert.Equal("not-allowed-now", escalation.Apply(new EscalationCommand.Unacknowledge(), Ben, Now).Refusal?.Code);
        Assert.Equal("not-allowed-now", escalation.Apply(new EscalationCommand.Unacknowledge(), Ana, Now.AddMinutes(3)).Refusal?.Code);
        Assert.True(escalation.Apply(new EscalationCommand.Unacknowledge(), Ana, Now.AddMinutes(1)).Ok);
        Assert.Equal((EscalationStatus.Claimed, null), (escalation.Status, escalation.AcknowledgedAt));
    }

    [Fact]
    public void AWorseValueEndsASnooze()
    {
        var escalation = In("acknowledged");
        escalation.Apply(new EscalationCommand.Snooze(Now.AddHours(1), "imaging first"), Ana, Now);

        Assert.NotNull(escalation.WakeWorsened());
        Assert.Null(escalation.WakeWorsened());
        Assert.Equal((EscalationStatus.Acknowledged, null), (escalation.Status, escalation.SnoozedUntil));
    }

    [Theory]
    [InlineData("comment", "reason-required")]
    [InlineData("snooze", "reason-required")]
    [InlineData("resolve", "reason-required")]
    [InlineData("snooze-past", "invalid")]
    [InlineData("snooze-now", "invalid")]
    [InlineData("snooze-long", "invalid")]
    [InlineData("check-none", "invalid")]
    [InlineData("check-negative", "invalid")]
    [InlineData("hand-over", "invalid")]
    public void AnIncompleteCommandIsRefusedAndChangesNothing(string what, string code)
    {
        var escalation = In("claimed");
        var before = JsonSerializer.Serialize(escalation);

        var outcome = escalation.Apply(Incomplete(what), Ana, Now);

        Assert.Equal(code, outcome.Refusal?.Code);
        Assert.Equal(before, JsonSerializer.Serialize(escalation));
    }

    [Fact]
    public void WhatSomebodyOwnsIsNotTakenButHandedOver()
    {
        var escalation = In("claimed");

        Assert.Equal("taken", escalation.Apply(new EscalationCommand.Claim(), Ben, Now).Refusal?.Code);
        Assert.Equal("to Ben Cole: end of shift", escalation.Offer(Ben, " end of shift ", Ana, Now).Value!.Text);

        Assert.Equal((Ana, Ben), (escalation.Owner, escalation.OfferedTo));
        Assert.Equal("not-allowed-now", In("resolved").Offer(Ben, null, Ana, Now).Refusal?.Code);
    }

    [Fact]
    public void WorkIsItsOwnersUntilSomebodyAcceptsIt()
    {
        var escalation = In("open");
        escalation.Offer(Ben, null, Ana, Now);
        Assert.Equal((Ana, EscalationStatus.Claimed), (escalation.Owner, escalation.Status));

        Assert.Equal("not-allowed-now", escalation.Apply(new EscalationCommand.Accept("all clear"), Ana, Now).Refusal?.Code);
        Assert.Equal("reason-required", escalation.Apply(new EscalationCommand.Decline(" "), Ben, Now).Refusal?.Code);
        Assert.True(escalation.Apply(new EscalationCommand.Decline("in theatre"), Ben, Now).Ok);
        Assert.Equal((Ana, null), (escalation.Owner, escalation.OfferedTo));

        escalation.Offer(Ben, null, Ana, Now);
        Assert.Equal("from Ana Ruiz to Ben Cole. Read back: repeat potassium at ten", escalation.Apply(new EscalationCommand.Accept(" repeat potassium at ten "), Ben, Now).Value!.Text);
        Assert.Equal((Ben, null), (escalation.Owner, escalation.OfferedTo));
    }

    [Fact]
    public void AnAcknowledgementWithoutAnActRunsOut()
    {
        var escalation = In("open");
        escalation.Apply(new EscalationCommand.Acknowledge(), Ana, Now.AddMinutes(5));
        Assert.Equal((true, Now.AddMinutes(65)), (escalation.AckHolds, escalation.AckExpiresAt));

        Assert.Null(escalation.ExpireAcknowledgement(Now.AddMinutes(64)));
        Assert.NotNull(escalation.ExpireAcknowledgement(Now.AddMinutes(65)));

        Assert.Equal((EscalationStatus.Claimed, Ana, true), (escalation.Status, escalation.Owner, escalation.Escalates));
        Assert.Equal(Now.AddMinutes(5), escalation.AcknowledgedAt);
        Assert.Equal("again", escalation.Apply(new EscalationCommand.Acknowledge(), Ana, Now.AddMinutes(70)).Value!.Text);
        escalation.Apply(new EscalationCommand.Check(0, true), Ana, Now.AddMinutes(71));
        Assert.Null(escalation.AckExpiresAt);
    }

    [Fact]
    public void MutedTimeDoesNotCount()
    {
        var escalation = In("open");
        Assert.NotNull(escalation.Mute("silence:S1", "Maintenance by Nora: pump swap", Now.AddMinutes(4)));
        Assert.Equal(("wait", false), (escalation.NextAction, escalation.Escalates));

        escalation.Unmute("over", calendar: null, Now.AddMinutes(34));

        Assert.Equal((Now.AddMinutes(40), Now.AddMinutes(60), true), (escalation.AcknowledgeDueAt, escalation.ActDueAt, escalation.Escalates));
    }

    [Fact]
    public void AnotherPriorityKeepsTheTimeThatHasPassed()
    {
        var escalation = In("claimed");
        Assert.Equal("from high to critical: worse at the bedside", escalation.Apply(new EscalationCommand.SetPriority("critical", "worse at the bedside"), Ana, Now.AddMinutes(5)).Value!.Text);

        escalation.SetTargets(new SlaTargets(TimeSpan.FromMinutes(10), null, null), calendar: null, TimeSpan.FromMinutes(2));

        Assert.Equal((Now.AddMinutes(12), null), (escalation.AcknowledgeDueAt, escalation.ActDueAt));
    }

    [Fact]
    public void WhetherItWasUsefulIsSaidWhenItIsClosed()
    {
        Assert.Equal("invalid", In("claimed").Apply(new EscalationCommand.Resolve("done", true, "known"), Ana, Now).Refusal?.Code);
        var escalation = In("claimed");
        escalation.Apply(new EscalationCommand.Resolve("done", false, "known"), Ana, Now);
        Assert.Equal((false, "known"), (escalation.WasUseful, escalation.NotUsefulReason));
    }

    [Theory]
    [InlineData("open", EscalationStatus.Claimed)]
    [InlineData("claimed", EscalationStatus.Claimed)]
    [InlineData("acknowledged", EscalationStatus.Acknowledged)]
    public void ASnoozeEndsWhereItBeganWithWhoeverPutItOffAsItsOwner(string status, EscalationStatus back)
    {
        var escalation = In(status);
        var until = Now.AddMinutes(30);
        escalation.Apply(new EscalationCommand.Snooze(until, "imaging first"), Ana, Now);

        Assert.Null(escalation.Wake(until.AddTicks(-1)));
        Assert.NotNull(escalation.Wake(until));
        Assert.Null(escalation.Wake(until));

        Assert.Equal((back, null), (escalation.Status, escalation.SnoozedUntil));
    }

    [Theory]
    [InlineData(true, EscalationStatus.Retracted)]
    [InlineData(false, EscalationStatus.Resolved)]
    public void TheTriggersOwnRuleClosesOnce(bool retracted, EscalationStatus status)
    {
        var escalation = In("snoozed");

        Assert.NotNull(escalation.CloseByRule(retracted, Now));
        Assert.Null(escalation.CloseByRule(retracted, Now));

        Assert.Equal((status, Now, null), (escalation.Status, escalation.ResolvedAt, escalation.SnoozedUntil));
    }

    [Fact]
    public void ReopenedWorkRunsItsClocksAgain()
    {
        var escalation = In("acknowledged");
        escalation.Apply(new EscalationCommand.Resolve("done"), Ana, Now.AddMinutes(20));
        Assert.Equal(ClockState.Met, escalation.Clocks(Now.AddDays(1)).Single(clock => clock.Name == "resolve").State);

        escalation.Apply(new EscalationCommand.Reopen("came back"), Ana, Now.AddMinutes(30));

        Assert.Equal((EscalationStatus.Acknowledged, null), (escalation.Status, escalation.ResolvedAt));
        Assert.Equal(ClockState.Late, escalation.Clocks(Now.AddDays(1)).Single(clock => clock.Name == "resolve").State);
    }

    [Fact]
    public void TheChecklistSaysWhoDidWhatAndStopsTheActClockOnceAcknowledged()
    {
        var escalation = In("claimed");
        escalation.Apply(new EscalationCommand.Check(0, true), Ana, Now);
        Assert.Null(escalation.ActedAt);

        escalation.Apply(new EscalationCommand.Acknowledge(), Ana, Now.AddMinutes(1));
        Assert.Equal("act", escalation.NextAction);
        escalation.Apply(new EscalationCommand.Check(1, true), Ben, Now.AddMinutes(2));
        escalation.Apply(new EscalationCommand.Check(0, false), Ana, Now.AddMinutes(3));

        Assert.Equal(Now.AddMinutes(2), escalation.ActedAt);
        Assert.Equal([(false, null, null), (true, Ben, Now.AddMinutes(2))], escalation.ChecklistItems.Select(item => (item.Done, item.By, item.At)));
        Assert.Equal("resolve", escalation.NextAction);
    }

    [Theory]
    [InlineData(-1, ClockState.Running)]
    [InlineData(0, ClockState.Running)]
    [InlineData(1, ClockState.Late)]
    public void AClockIsLateOnlyAfterItsInstant(long ticks, ClockState state) => Assert.Equal(state, SlaDecision.Decide(Now, null, Now.AddTicks(ticks)));

    [Theory]
    [InlineData(-1, ClockState.Met)]
    [InlineData(0, ClockState.Met)]
    [InlineData(1, ClockState.Missed)]
    public void AClockThatStoppedIsJudgedByWhenItStopped(long ticks, ClockState state) =>
        Assert.Equal(state, SlaDecision.Decide(Now, Now.AddTicks(ticks), Now.AddYears(1)));

    [Fact]
    public void OnlyPromisedClocksAreShown()
    {
        var silent = New();
        Assert.Equal(["acknowledge", "act", "resolve"], silent.Clocks(Now).Select(clock => clock.Name));
        Assert.All(silent.Clocks(Now), clock => Assert.Equal((silent.OpenedAt, ClockState.Running), (clock.StartedAt, clock.State)));
    }

    private static Escalation In(string status)
    {
        var escalation = New();
        if (status is "claimed" or "resolved")
            Assert.True(escalation.Apply(new EscalationCommand.Claim(), Ana, Now).Ok);
        if (status == "acknowledged")
            Assert.True(escalation.Apply(new EscalationCommand.Acknowledge(), Ana, Now).Ok);
        if (status == "snoozed")
            Assert.True(escalation.Apply(new EscalationCommand.Snooze(Now.AddHours(1), "wait"), Ana, Now).Ok);
        if (status == "resolved")
            Assert.True(escalation.Apply(new EscalationCommand.Resolve("done"), Ana, Now).Ok);
        if (status == "retracted")
            Assert.NotNull(escalation.CloseByRule(retracted: true, Now));
        Assert.Equal(status, escalation.Status.ToString().ToLowerInvariant());
        return escalation;
    }

    private static Escalation New()
    {
        var escalation = Bare();
        escalation.SetTargets(new SlaTargets(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(4)), calendar: null, TimeSpan.Zero);
        return escalation;
    }

    private static Escalation Bare() => new()
    {
        Id = "X1", TriggerId = "t", TriggerVersion = 1, TriggerName = "T", EpisodeKey = "E1", PatientId = "P1", Severity = "high", OpenedAt = Now, SignalAt = Now,
        Headline = "", Narrative = "", Explanation = "{}", Sources = "[]", Checklist = Checklist.Write(["cultures", "lactate"]),
        AckExpires = TimeSpan.FromHours(1),
    };

    private static EscalationCommand Command(string name) => name switch
    {
        "claim" => new EscalationCommand.Claim(),
        "acknowledge" => new EscalationCommand.Acknowledge(),
        "comment" => new EscalationCommand.Comment("seen"),
        "snooze" => new EscalationCommand.Snooze(Now.AddHours(2), "imaging first"),
        "escalate" => new EscalationCommand.Escalate("worse"),
        "resolve" => new EscalationCommand.Resolve("treated"),
        "reopen" => new EscalationCommand.Reopen("came back"),
        "check" => new EscalationCommand.Check(0, true),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static EscalationCommand Incomplete(string what) => what switch
    {
        "comment" => new EscalationCommand.Comment(" "),
        "snooze" => new EscalationCommand.Snooze(Now.AddHours(1), " "),
        "resolve" => new EscalationCommand.Resolve(""),
        "snooze-past" => new EscalationCommand.Snooze(Now.AddHours(-1), "x"),
        "snooze-now" => new EscalationCommand.Snooze(Now, "x"),
        "snooze-long" => new EscalationCommand.Snooze(Now.AddHours(24).AddTicks(1), "x"),
        "check-none" => new EscalationCommand.Check(2, true),
        "check-negative" => new EscalationCommand.Check(-1, true),
        "hand-over" => new EscalationCommand.HandOver("ben", null),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };
}
