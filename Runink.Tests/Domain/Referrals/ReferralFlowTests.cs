using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Runink.Domain.Referrals;
using Runink.Domain.Teams;
using static Runink.Domain.Referrals.ReferralState;

namespace Runink.Tests.Domain.Referrals;

public sealed class ReferralFlowTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonRef Luis = new("luis", "Luis Moreno");

    private static readonly string[] Names =
        [.. Reach().SelectMany(referral => ReferralFlow.Actions(referral)).Select(action => action.Name).Distinct(StringComparer.Ordinal), "teleport"];

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
        .. From(ReportDue, ReportReview),
        .. From(ReportReview, LoopClosed),
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
            Assert.Contains(ReferralFlow.Actions(referral), action => action.WhyNot is null && (action.To is not null || action.Name == "settle"));
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
            Assert.True(referral.Apply("reopen", new ReferralInput(referral.Version, "new facts"), Luis, Start.AddDays(9)).Ok);
            Assert.Equal((Received, null), (referral.State, referral.ClosedAt));
        }
    }

    [Fact]
    public void AHoldEndsWhereItBeganAndItsDateIsItsClock()
    {
        foreach (var referral in Reach().Where(referral => ReferralFlow.Actions(referral).Any(action => action.Name == "hold")))
        {
            var from = referral.State;
            var until = Start.AddDays(20);
            Assert.True(referral.Apply("hold", new ReferralInput(referral.Version, "on holiday", until), Luis, Start.AddDays(5)).Ok);
            Assert.Equal((OnHold, from, until), (referral.State, referral.HeldFrom, referral.DueAt));
            Assert.DoesNotContain("Overdue", referral.Exceptions(until));
            Assert.Contains("Overdue", referral.Exceptions(until.AddTicks(1)));
            Assert.True(referral.Apply("claim", new ReferralInput(referral.Version), Luis, Start.AddDays(6)).Ok);
            Assert.True(referral.Apply("resume", new ReferralInput(referral.Version), Luis, Start.AddDays(7)).Ok);
            Assert.Equal((from, null), (referral.State, referral.HeldFrom));
        }
    }

    [Theory]
    [InlineData("triage", "not-allowed-now")]
    [InlineData("request-information", "reason-required")]
    [InlineData("hold", "date-required")]
    [InlineData("schedule", "not-allowed-now")]
    [InlineData("teleport", "unknown-action")]
    public void ARefusalHasAName(string action, string code)
    {
        var referral = Referral.Open("R1", "Cardiology", "P1", "routine", null, "person", "luis", hasMrn: true, hasEvidence: false, Start);

        Assert.Equal(code, referral.Apply(action, new ReferralInput(1, action == "hold" ? "x" : " "), Luis, Start).Refusal?.Code);
        Assert.Equal("stale-version", referral.Apply(action, new ReferralInput(2, "x", Start), Luis, Start).Refusal?.Code);
    }

    [Theory]
    [InlineData("urgent", 4)]
    [InlineData("soon", 48)]
    [InlineData("routine", 48)]
    [InlineData("whenever", 48)]
    public void TheFirstClockFollowsThePriority(string priority, int hours) => Assert.Equal(
        Start.AddHours(hours), Referral.Open("R1", "S", "P1", priority, null, "person", "luis", true, true, Start).DueAt);

    [Theory]
    [InlineData(true, "why", true, 100)]
    [InlineData(true, " ", true, 70)]
    [InlineData(false, "why", false, 30)]
    [InlineData(false, null, false, 0)]
    public void TheDossierIsWeighed(bool hasMrn, string? reason, bool hasEvidence, int percent) => Assert.Equal(
        percent, Referral.Open("R1", "S", "P1", "routine", reason, "person", "luis", hasMrn, hasEvidence, Start).Dossier);

    private static void Step(Referral referral, int choice, DateTimeOffset now)
    {
        var (name, variant) = (Names[choice % Names.Length], choice / Names.Length);
        var input = new ReferralInput(
            (variant & 4) == 4 ? referral.Version - 1 : referral.Version, (variant & 1) == 0 ? "why" : null, (variant & 2) == 0 ? now.AddDays(3) : null);
        var (before, from, version, held) = (JsonSerializer.Serialize(referral), referral.State, referral.Version, referral.HeldFrom);
        var offered = ReferralFlow.Actions(referral).FirstOrDefault(action => action.Name == name);

        var outcome = referral.Apply(name, input, Luis, now);

        if (!outcome.Ok)
        {
            Assert.Equal(before, JsonSerializer.Serialize(referral));
            return;
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
    }

    /// <summary>One referral in each state, by the first way that a search along allowed actions finds.</summary>
    private static IEnumerable<Referral> Reach()
    {
        var seen = new Dictionary<ReferralState, string[]> { [Received] = [] };
        var ahead = new Queue<string[]>([[]]);
        while (ahead.TryDequeue(out var way))
        {
            foreach (var gate in new[] { "", "waive-authorization" })
            {
                foreach (var action in ReferralFlow.Actions(Replay(way, gate)))
                {
                    string[] longer = gate.Length == 0 ? [.. way, action.Name] : [.. way, gate, action.Name];
                    if (Replay(longer, "") is var reached && seen.TryAdd(reached.State, longer))
                        ahead.Enqueue(longer);
                }
            }
        }

        return seen.Values.Select(way => Replay(way, ""));
    }

    private static Referral Replay(string[] way, string then)
    {
        var referral = New();
        foreach (var action in way.Append(then).Where(action => action.Length > 0))
            referral.Apply(action, new ReferralInput(referral.Version, "why", Start.AddDays(1)), Luis, Start.AddHours(1));
        return referral;
    }

    private static Referral New() => Referral.Open("R1", "Cardiology", "P1", "routine", "murmur", "person", "luis", hasMrn: true, hasEvidence: true, Start);

    private static IEnumerable<(ReferralState From, ReferralState To)> From(ReferralState from, params ReferralState[] to) => to.Select(state => (from, state));
}
