using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Teams;
using static Runink.Domain.Referrals.ReferralState;

namespace Runink.Tests.Domain.Referrals;

public sealed class ReferralFlowTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonRef Luis = new("luis", "Luis Moreno");

    /// <summary>When everything that only time allows is allowed.</summary>
    private static readonly DateTimeOffset Late = Start.AddDays(60);

    /// <summary>What opens gates without moving the card.</summary>
    private static readonly string[][] Preparations = [[], ["waive-authorization"], ["attempt-telephone", "attempt-letter", "attempt-telephone"]];

    private static readonly string[] Names =
        [.. Reach().SelectMany(referral => ReferralFlow.Actions(referral, Late)).Select(action => action.Name).Distinct(StringComparer.Ordinal), "teleport"];

    /// <summary>The table of the design, from → to; closed states reopen, every moving one can be held or cancelled.</summary>
    private static readonly HashSet<(ReferralState From, ReferralState To)> Table =
    [
        .. From(Draft, Received, Duplicate),
        .. From(Received, IdentityReview, AwaitingInformation, Triage, Reroute, Duplicate),
        .. From(IdentityReview, Received, Duplicate),
        .. From(AwaitingInformation, Triage, Expired),
        .. From(Triage, Authorization, ReadyToSchedule, AwaitingInformation, Reroute, ReportReview),
        .. From(Authorization, ReadyToSchedule, Reroute),
        .. From(ReadyToSchedule, Scheduled, PatientDeclined, LostToFollowUp, Reroute),
        .. From(Scheduled, ReportDue, ReadyToSchedule, PatientDeclined),
        .. From(ReportDue, ReportReview, ReadyToSchedule),
        .. From(ReportReview, LoopClosed, ReadyToSchedule),
        .. From(LoopClosed, FinanciallyReady),
        .. From(Reroute, Received, Redirected),
        .. new[] { Draft, Received, IdentityReview, AwaitingInformation, Triage, Authorization, ReadyToSchedule, Scheduled, ReportDue, ReportReview, Reroute }
            .SelectMany(state => new[] { (state, OnHold), (OnHold, state), (state, Cancelled) }),
        (OnHold, Cancelled),
        .. new[] { FinanciallyReady, Cancelled, PatientDeclined, LostToFollowUp, Expired, Redirected, Duplicate }.Select(state => (state, Received)),
    ];

    [Fact]
    public void NoSequenceOfActionsLeavesTheTable() =>
        Prop.ForAll(Gen.Choose(0, (Names.Length * 8) - 1).ListOf().Resize(60).ToArbitrary(), choices =>
        {
            var referral = New();
            foreach (var (choice, index) in choices.Select((choice, index) => (choice, index)))
                Step(referral, choice, Start.AddHours(index + 1));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void EveryStateCanBeReachedButDraft() =>
        Assert.Equal(Enum.GetValues<ReferralState>().Where(state => state != Draft), Reach().Select(referral => referral.State).Distinct().Order());

    [Fact]
    public void EveryOpenReferralHasSomebodysNextStep()
    {
        foreach (var referral in Reach().Where(referral => ReferralStates.IsOpen(referral.State)))
        {
            Assert.NotEqual("Nothing", ReferralStates.Of(referral.State).NextAction);
            Assert.Contains(ReferralFlow.Actions(referral, Late), action => action.WhyNot is null && (action.To is not null || action.Name == "settle"));
            Assert.True(referral.DueAt is not null, $"{referral.State} has no clock");
            Assert.Null(referral.ClosedAt);
        }
    }

    [Fact]
    public void AClosedReferralHasNoClockAndCanBeReopened()
    {
        foreach (var referral in Reach().Where(referral => !ReferralStates.IsOpen(referral.State)))
        {
            Assert.NotNull(referral.ClosedAt);
            Assert.Null(referral.DueAt);
            Assert.True(referral.Apply("reopen", new ReferralInput(referral.Version, "new facts"), Luis, ReferralClocks.Standard, Late).Ok);
            Assert.Equal((Received, null), (referral.State, referral.ClosedAt));
        }
    }

    [Fact]
    public void AHoldEndsWhereItBeganAndItsDateIsItsClock()
    {
        foreach (var referral in Reach().Where(referral => ReferralFlow.Actions(referral, Late).Any(action => action.Name == "hold")))
        {
            var from = referral.State;
            var (until, due, entered) = (Late.AddDays(20), referral.DueAt, referral.EnteredStateAt);
            Assert.True(referral.Apply("hold", new ReferralInput(referral.Version, "on holiday", until), Luis, ReferralClocks.Standard, Late.AddDays(5)).Ok);
            Assert.Equal((OnHold, from, until), (referral.State, referral.HeldFrom, referral.DueAt));
            Assert.DoesNotContain("Overdue", referral.Exceptions(until));
            Assert.Contains("Overdue", referral.Exceptions(until.AddTicks(1)));
            Assert.True(referral.Apply("claim", new ReferralInput(referral.Version), Luis, ReferralClocks.Standard, Late.AddDays(6)).Ok);
            Assert.True(referral.Apply("resume", new ReferralInput(referral.Version), Luis, ReferralClocks.Standard, Late.AddDays(7)).Ok);
            Assert.Equal((from, null, entered), (referral.State, referral.HeldFrom, referral.EnteredStateAt));
            Assert.Equal(due + TimeSpan.FromDays(2), referral.DueAt);
        }
    }

    [Fact]
    public void WaitsAddUpToTheTimeThatPassedAndEachHasOneParty() => Prop.ForAll(Gen.Choose(0, (Names.Length * 8) - 1).ListOf().Resize(60).ToArbitrary(), choices =>
    {
        var referral = New();
        var segments = new List<ReferralSegment> { ReferralSegment.Of(referral, 0, "received", Start) };
        var (now, closed, gaps) = (Start, (DateTimeOffset?)null, TimeSpan.Zero);
        foreach (var choice in choices)
        {
            now += TimeSpan.FromMinutes(1 + (choice * 37 % 4000));
            Step(referral, choice, now);
            if (!segments[^1].Still(referral))
                segments.Add(ReferralSegment.Of(referral, segments.Count, Names[choice % Names.Length], now));
            gaps += referral.ClosedAt is null && closed is { } since ? now - since : TimeSpan.Zero;
            closed = referral.ClosedAt;
            Assert.Equal(ReferralStates.IsOpen(referral.State), referral.WaitsOn is not null);
            Assert.Equal(ReferralStates.IsOpen(referral.State) && referral.State != Draft, referral.DueAt is not null);
        }

        var waits = ReferralWaits.Of(segments, now);
        Assert.Equal((closed ?? now) - Start - gaps, waits.Total);
        Assert.Equal(waits.Total, waits.Sums.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Length));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void TheSameStepsMakeTheSameReferral() => Prop.ForAll(Gen.Choose(0, (Names.Length * 8) - 1).ListOf().Resize(60).ToArbitrary(), choices =>
    {
        var (referral, again) = (New(), New());
        var (now, history) = (Start, new List<(DateTimeOffset At, ReferralStep Step)>());
        foreach (var choice in choices)
        {
            now += TimeSpan.FromMinutes(1 + (choice * 37 % 4000));
            if (Step(referral, choice, now) is { } step)
                history.Add((now, step));
        }

        foreach (var (at, step) in history)
            Assert.True(again.Apply(step.Kind, new ReferralInput(again.Version, step.Text, step.Date), Luis, ReferralClocks.Standard, at).Ok);
        Assert.Equal(JsonSerializer.Serialize(referral), JsonSerializer.Serialize(again));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void ADenialBlocksUntilThePayerSaysOtherwise()
    {
        var referral = Replay(["triage", "seek-authorization", "submit-authorization", "deny-authorization"]);
        Assert.Equal(["Authorization denied", "Overdue"], referral.Exceptions(Late));
        Assert.Equal("not-allowed-now", referral.Apply("ready", Input(referral), Luis, ReferralClocks.Standard, Late).Refusal?.Code);
        Assert.DoesNotContain(ReferralFlow.Actions(referral, Late), action => action.Name == "override-auth-denied");
        Assert.True(referral.Apply("appeal-authorization", Input(referral, Late.AddDays(30)), Luis, ReferralClocks.Standard, Late).Ok);
        Assert.Equal(("Payer", Late.AddDays(30)), (referral.WaitsOn, referral.DueAt));
        Assert.True(referral.Apply("approve-authorization", Input(referral, Late.AddDays(20)), Luis, ReferralClocks.Standard, Late.AddDays(2)).Ok);
        Assert.Equal(ReferralExceptions.None, referral.OpenExceptions);
        Assert.True(referral.Apply("ready", Input(referral), Luis, ReferralClocks.Standard, Late.AddDays(2)).Ok);
        Assert.Contains("ends on", referral.Apply("schedule", new ReferralInput(referral.Version, Date: Late.AddDays(21)), Luis, ReferralClocks.Standard, Late.AddDays(3)).Refusal!.Message, StringComparison.Ordinal);
        Assert.True(referral.Apply("schedule", Input(referral, Late.AddDays(19)), Luis, ReferralClocks.Standard, Late.AddDays(3)).Ok);
    }

    [Fact]
    public void ThePayersClockRunsFromWhenItWasAskedAndDoesNotRestWhileWeDo()
    {
        var referral = Replay(["triage", "seek-authorization"]);
        Assert.Equal("Authorization desk", referral.WaitsOn);
        referral.Apply("submit-authorization", Input(referral), Luis, ReferralClocks.Standard, Late);
        Assert.Equal(("Payer", Late.AddDays(7)), (referral.WaitsOn, referral.DueAt));
        referral.Apply("priority-urgent", Input(referral), Luis, ReferralClocks.Standard, Late.AddHours(1));
        Assert.Equal(Late.AddHours(72), referral.DueAt);
        referral.Apply("hold", Input(referral, Late.AddDays(9)), Luis, ReferralClocks.Standard, Late.AddHours(2));
        referral.Apply("resume", Input(referral), Luis, ReferralClocks.Standard, Late.AddHours(50));
        Assert.Equal(Late.AddHours(72), referral.DueAt);
    }

    [Fact]
    public void AnExceptionBlocksUntilItIsClearedOrPassedWithAReason()
    {
        var referral = Replay(["raise-wrong-service"]);
        Assert.Contains("Wrong service", referral.Apply("triage", Input(referral), Luis, ReferralClocks.Standard, Late).Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal("reason-required", referral.Apply("override-wrong-service", new ReferralInput(referral.Version), Luis, ReferralClocks.Standard, Late).Refusal?.Code);
        Assert.True(referral.Apply("override-wrong-service", Input(referral), Luis, ReferralClocks.Standard, Late).Ok);
        Assert.True(referral.Apply("triage", Input(referral), Luis, ReferralClocks.Standard, Late).Ok);
        Assert.Equal("not-allowed-now", referral.Apply("clear-wrong-service", Input(referral), Luis, ReferralClocks.Standard, Late).Refusal?.Code);
    }

    [Fact]
    public void NobodyIsLostBeforeTheyWereTriedEnough()
    {
        var referral = Replay(["triage", "waive-authorization", "ready"]);
        var first = Late;
        foreach (var (tried, at) in new[] { ("attempt-telephone", first), ("attempt-telephone", first.AddDays(4)), ("attempt-telephone", first.AddDays(11)) })
            Assert.True(referral.Apply(tried, Input(referral), Luis, ReferralClocks.Standard, at).Ok);
        Assert.Equal("3 tries over 2 channels within at least 10 days come first; there were 3 over 1 in 11 days.", referral.Apply("lost-to-follow-up", Input(referral), Luis, ReferralClocks.Standard, first.AddDays(11)).Refusal?.Message);
        referral.Apply("attempt-letter", Input(referral), Luis, ReferralClocks.Standard, first.AddDays(11));
        Assert.True(referral.Apply("lost-to-follow-up", Input(referral), Luis, ReferralClocks.Standard, first.AddDays(11)).Ok);
    }

    [Fact]
    public void APossibleDuplicateIsKeptAndWaitsForAWord()
    {
        var referral = Open("routine", "why", mayBeDuplicate: true);
        Assert.Equal(["Possible duplicate"], referral.Exceptions(Start));
        Assert.Equal("not-allowed-now", referral.Apply("triage", Input(referral), Luis, ReferralClocks.Standard, Start).Refusal?.Code);
        Assert.True(referral.Apply("clear-duplicate", Input(referral), Luis, ReferralClocks.Standard, Start).Ok);
        Assert.True(referral.Apply("triage", Input(referral), Luis, ReferralClocks.Standard, Start).Ok);
    }

    [Theory]
    [InlineData("triage", "not-allowed-now")]
    [InlineData("request-information", "reason-required")]
    [InlineData("hold", "date-required")]
    [InlineData("schedule", "not-allowed-now")]
    [InlineData("teleport", "unknown-action")]
    public void ARefusalHasAName(string action, string code)
    {
        var referral = Open("routine", null, hasValues: false);

        Assert.Equal(code, referral.Apply(action, new ReferralInput(1, action == "hold" ? "x" : " "), Luis, ReferralClocks.Standard, Start).Refusal?.Code);
        Assert.Equal("stale-version", referral.Apply(action, new ReferralInput(2, "x", Start), Luis, ReferralClocks.Standard, Start).Refusal?.Code);
    }

    [Theory]
    [InlineData("urgent", 4)]
    [InlineData("soon", 48)]
    [InlineData("routine", 48)]
    [InlineData("whenever", 48)]
    public void TheFirstClockFollowsThePriority(string priority, int hours) => Assert.Equal(
        Start.AddHours(hours), Open(priority, null).DueAt);

    [Theory]
    [InlineData(true, "why", true, 100)]
    [InlineData(true, " ", true, 70)]
    [InlineData(false, "why", false, 30)]
    [InlineData(false, null, false, 0)]
    public void TheDossierIsWeighed(bool hasMrn, string? reason, bool hasEvidence, int percent) => Assert.Equal(
        percent, Open("routine", reason, hasMrn, hasEvidence).Dossier);

    private static ReferralInput Input(Referral referral, DateTimeOffset? date = null) => new(referral.Version, "why", date);

    private static ReferralStep? Step(Referral referral, int choice, DateTimeOffset now)
    {
        var (name, variant) = (Names[choice % Names.Length], choice / Names.Length);
        var input = new ReferralInput(
            (variant & 4) == 4 ? referral.Version - 1 : referral.Version, (variant & 1) == 0 ? "why" : null, (variant & 2) == 0 ? now.AddDays(3) : null);
        var (before, from, version, held) = (JsonSerializer.Serialize(referral), referral.State, referral.Version, referral.HeldFrom);
        var offered = ReferralFlow.Actions(referral, now).FirstOrDefault(action => action.Name == name);

        var outcome = referral.Apply(name, input, Luis, ReferralClocks.Standard, now);

        if (!outcome.Ok)
        {
            Assert.Equal(before, JsonSerializer.Serialize(referral));
            return null;
        }

        Assert.Equal(version + 1, referral.Version);
        Assert.Null(offered!.WhyNot);
        Assert.Equal(offered.To ?? from, referral.State);
        Assert.Equal((from, referral.State), (outcome.Value!.From, outcome.Value.To));
        Assert.True(from == referral.State || Table.Contains((from, referral.State)), $"{name}: {from} → {referral.State}");
        if (name == "resume")
            Assert.Equal(held, referral.State);
        Assert.Equal(referral.State == OnHold, referral.HeldFrom is not null);
        Assert.Equal(ReferralStates.IsOpen(referral.State), referral.ClosedAt is null);
        return outcome.Value;
    }

    /// <summary>One referral in each state, by the first way that a search along allowed actions finds.</summary>
    private static IEnumerable<Referral> Reach()
    {
        var seen = new Dictionary<ReferralState, string[]> { [Received] = [] };
        var ahead = new Queue<string[]>([[]]);
        while (ahead.TryDequeue(out var way))
        {
            foreach (var before in Preparations)
            {
                foreach (var action in ReferralFlow.Actions(Replay([.. way, .. before]), Late))
                {
                    string[] longer = [.. way, .. before, action.Name];
                    if (Replay(longer) is var reached && seen.TryAdd(reached.State, longer))
                        ahead.Enqueue(longer);
                }
            }
        }

        return seen.Values.Select(Replay);
    }

    /// <summary>Five days between one step and the next; nothing that needs a date has it before the last.</summary>
    private static Referral Replay(IReadOnlyList<string> way)
    {
        var referral = New();
        foreach (var (action, index) in way.Select((action, index) => (action, index)))
            referral.Apply(action, new ReferralInput(referral.Version, "why", Start.AddDays(1)), Luis, ReferralClocks.Standard, Start.AddHours(1).AddDays(5 * index));
        return referral;
    }

    private static Referral New() => Open("routine", "murmur");

    private static Referral Open(string priority, string? reason, bool hasNumber = true, bool hasValues = true, bool mayBeDuplicate = false) => Referral.Open(
        "R1", "Cardiology", "P1", ServiceRules.Standard.Decide(priority, DossierFacts.Of(hasNumber, reason, hasValues), Start), reason, "person", "luis", default, Start, mayBeDuplicate);

    private static IEnumerable<(ReferralState From, ReferralState To)> From(ReferralState from, params ReferralState[] to) => to.Select(state => (from, state));
}
