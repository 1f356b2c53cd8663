using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Teams;

namespace Runink.Tests.Domain.Referrals;

/// <summary>What a board says of a referral: in which worklists it stands, how old it is, who has it in hand, where it goes on.</summary>
public sealed class ReferralBoardTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonRef Luis = new("luis", "Luis Moreno");
    private static readonly PersonRef Ana = new("ana", "Ana Ruiz");

    /// <summary>Each worklist: how a referral gets into it, when it is looked at, and one step after which it no longer stands there.</summary>
    public static TheoryData<string, string, double, string> Ways => new()
    {
        { "exceptions", "raise-capacity", 0, "clear-capacity" },
        { "overdue", "", 2.1, "triage" },
        { "returned", "decline", 0, "reroute" },
        { "awaiting-review", "", 0, "decline" },
        { "missing-documents", "request-information", 0, "complete-dossier triage" },
        { "identity", "review-identity", 0, "resolve-identity" },
        { "authorization-pending", "triage seek-authorization submit-authorization", 0, "approve-authorization" },
        { "authorization-denied", "triage seek-authorization submit-authorization deny-authorization", 0, "approve-authorization" },
        { "authorization-expiring", "triage seek-authorization approve-authorization@10", 0, "clear-authorization approve-authorization@20" },
        { "to-book", "triage waive-authorization ready", 0, "schedule@3" },
        { "no-slot", "raise-capacity", 0, "clear-capacity" },
        { "visit-tomorrow", "triage waive-authorization ready schedule@1", 0, "move-visit@2" },
        { "no-show", "triage waive-authorization ready schedule@1 no-show", 0, "clear-no-show" },
        { "not-reached", "raise-unreachable", 0, "clear-unreachable" },
        { "report-overdue", "triage waive-authorization ready schedule@1 seen", 7.1, "report-received" },
        { "question", "partner-asks", 0, "clear-question" },
        { "integration", "raise-integration", 0, "clear-integration" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void AWorklistHasWhatNeedsItAndNothingElse(string list, string way, double days, string after)
    {
        var (referral, now) = (Open(), Start.AddMinutes(1));
        if (list != "awaiting-review" && list != "overdue")
            Assert.DoesNotContain(list, Lists(referral, now));
        Walk(referral, way, now);
        now = now.AddDays(days);
        Assert.Contains(list, Lists(referral, now));
        Walk(referral, after, now);
        Assert.DoesNotContain(list, Lists(referral, now));
    }

    [Fact]
    public void EveryWorklistHasAWayAndNoAnswerIsOfTheRecipient()
    {
        Assert.Equal(ReferralWorklists.All.Select(list => list.Name).Where(name => name is not ("no-answer" or "task-due")).Order(StringComparer.Ordinal), Ways.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
        var referral = Open();
        Assert.DoesNotContain("no-answer", ReferralWorklists.Of(referral, Start, Start.AddDays(2), TimeZoneInfo.Utc));
        Assert.Contains("no-answer", ReferralWorklists.Of(referral, Start, Start.AddDays(2).AddTicks(1), TimeZoneInfo.Utc));
        Assert.DoesNotContain("no-answer", ReferralWorklists.Of(referral, null, Start.AddDays(9), TimeZoneInfo.Utc));
        // Whether a task is due is written beside the referral, not in it.
        Assert.DoesNotContain("task-due", ReferralWorklists.Of(referral, null, Start, TimeZoneInfo.Utc));
        Assert.Contains("task-due", ReferralWorklists.Of(referral, null, Start, TimeZoneInfo.Utc, taskIsDue: true));
    }

    [Fact]
    public void TomorrowIsByTheClockOfTheHospital()
    {
        var referral = Open();
        Walk(referral, "triage waive-authorization ready", Start.AddMinutes(1));
        Assert.True(referral.Apply("schedule", new ReferralInput(referral.Version, Date: new DateTimeOffset(2026, 3, 3, 23, 30, 0, TimeSpan.Zero)), Luis, ReferralClocks.Standard, Start).Ok);
        Assert.Contains("visit-tomorrow", ReferralWorklists.Of(referral, null, Start, TimeZoneInfo.Utc));
        Assert.DoesNotContain("visit-tomorrow", ReferralWorklists.Of(referral, null, Start, TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(2), "east", "east")));
    }

    [Theory]
    [InlineData(0, ReferralAgeBand.Early, false)]
    [InlineData(4.9, ReferralAgeBand.Early, true)]
    [InlineData(5, ReferralAgeBand.Half, true)]
    [InlineData(8, ReferralAgeBand.Late, true)]
    [InlineData(10, ReferralAgeBand.Late, true)]
    [InlineData(10.01, ReferralAgeBand.Over, true)]
    public void TheClockAndTheSilenceAreTwoAges(double days, ReferralAgeBand band, bool isQuiet)
    {
        var age = ReferralAge.Of(Start, Start.AddDays(10), Start, Start.AddDays(days));
        Assert.Equal((band, isQuiet), (age.Band, age.IsQuiet));
        Assert.Equal(ReferralAgeBand.NoClock, ReferralAge.Of(Start, null, Start, Start.AddDays(days)).Band);
        Assert.False(ReferralAge.Of(Start, Start.AddDays(10), Start.AddDays(days), Start.AddDays(days)).IsQuiet);
    }

    [Fact]
    public void WhoHasItInHandKeepsItWhileWorkingAndLosesItByItself()
    {
        var referral = Open();
        Assert.True(Act(referral, "work", Luis, 0).Ok);
        Assert.Equal(Luis, referral.WorkerAt(At(14)));
        Assert.True(Act(referral, "comment", Luis, 14, "called").Ok);
        Assert.Equal(Luis, referral.WorkerAt(At(28)));
        Assert.True(Act(referral, "comment", Ana, 28, "looked").Ok);
        Assert.Null(referral.WorkerAt(At(29)));
        Assert.Equal("not-allowed-now", Act(referral, "stop-work", Luis, 29).Refusal?.Code);

        Assert.True(Act(referral, "work", Luis, 30).Ok);
        Assert.Equal("reason-required", Act(referral, "work", Ana, 31).Refusal?.Code);
        Assert.True(Act(referral, "work", Ana, 31, "Luis went home").Ok);
        Assert.Equal(Ana, referral.WorkerAt(At(32)));
        Assert.Null(referral.Owner);
        Assert.True(Act(referral, "cancel", Ana, 33, "no longer wished").Ok);
        Assert.Null(referral.WorkerAt(At(33)));

        static DateTimeOffset At(int minutes) => Start.AddMinutes(minutes);
        static Runink.Domain.Foundation.Outcome<ReferralStep> Act(Referral referral, string action, PersonRef by, int minutes, string? reason = null) =>
            referral.Apply(action, new ReferralInput(referral.Version, reason), by, ReferralClocks.Standard, At(minutes));
    }

    [Theory]
    [InlineData("", "triage")]
    [InlineData("triage", "seek-authorization")]
    [InlineData("triage waive-authorization", "ready")]
    [InlineData("triage waive-authorization ready schedule@1", "seen")]
    [InlineData("hold@5", "resume")]
    [InlineData("triage seek-authorization", "The authorization must be approved or not required first.")]
    [InlineData("triage waive-authorization ready", "From Ready to schedule it goes on one by one: book the visit.")]
    [InlineData("review-identity", "From Identity review it goes on one by one: decide who this is.")]
    [InlineData("triage waive-authorization ready schedule@1 seen report-received", "From Report review it goes on one by one: read and acknowledge the report.")]
    public void ForwardIsOneStepOrAReason(string way, string expected)
    {
        var referral = Open();
        Walk(referral, way, Start.AddMinutes(1));
        var onward = ReferralFlow.Onward(referral, Start.AddMinutes(2));
        Assert.Equal(expected, onward.Value?.Name ?? onward.Refusal!.Message);
    }

    [Fact]
    public void TheMapShowsTheLineWhatIsNextAndWhoHadItHowLong()
    {
        var referral = Open();
        Walk(referral, "claim", Start.AddHours(1));
        Walk(referral, "request-information", Start.AddHours(3));
        Walk(referral, "complete-dossier triage", Start.AddHours(4));
        var segments = new[]
        {
            Segment(0, Start, ReferralState.Received, null), Segment(1, Start.AddHours(1), ReferralState.Received, "Luis Moreno"), Segment(2, Start.AddHours(3), ReferralState.AwaitingInformation, "Luis Moreno"),
            Segment(3, Start.AddHours(4), ReferralState.Triage, "Luis Moreno"),
        };

        var map = ReferralMap.Of(referral.State, ReferralWaits.Of(segments, Start.AddHours(6)), ReferralFlow.Actions(referral, Start.AddHours(6)));

        Assert.Equal(
            "Received Passed, Triage Here, Authorization Next, ReadyToSchedule Blocked, Scheduled Ahead, ReportDue Ahead, ReportReview Next, LoopClosed Ahead, FinanciallyReady Ahead",
            string.Join(", ", map.Where(station => !station.IsAside).Select(station => $"{station.State} {station.Kind}")));
        Assert.Equal("AwaitingInformation Next, Reroute Next, OnHold Next", string.Join(", ", map.Where(station => station.IsAside).Select(station => $"{station.State} {station.Kind}")));
        Assert.Equal([("Luis Moreno", 2.0), (null, 1.0)], map[0].By.Select(stint => (stint.Owner, stint.Length.TotalHours)));
        Assert.Equal(TimeSpan.FromHours(2), map[1].Spent);
        Assert.Equal("The authorization must be approved or not required first.", map[3].Way!.WhyNot);

        static ReferralSegment Segment(int ordinal, DateTimeOffset at, ReferralState state, string? owner) =>
            new() { ReferralId = "R1", Ordinal = ordinal, StartedAt = at, State = state, WaitsOn = "x", Priority = "routine", OwnerName = owner, Cause = "x" };
    }

    [Fact]
    public void ALimitIsOfTheTableUntilSomebodySaysOtherwise()
    {
        Assert.Equal(8, WorkLimit.Of(ReferralState.Triage, []));
        Assert.Equal(3, WorkLimit.Of(ReferralState.Triage, [Limit("", "", 3), Limit("service", "Cardiology", 1)]));
        Assert.Null(WorkLimit.Of(ReferralState.Triage, [Limit("", "", null)]));

        static WorkLimit Limit(string by, string lane, int? most) => new() { State = ReferralState.Triage, LaneBy = by, Lane = lane, Most = most };
    }

    [Fact]
    public void ALaneOfWhatIsInTheWayHasTheFirstOfItAndLatenessIsNone()
    {
        var referral = Open();
        Assert.Equal("", ReferralLanes.KeyOf("exception", referral));
        Walk(referral, "raise-capacity raise-integration", Start.AddMinutes(1));
        Assert.Equal(ReferralExceptionCodes.In(ReferralExceptions.Capacity).Single().Label, ReferralLanes.KeyOf("exception", referral));
        Assert.Equal(Referral.Overdue, referral.Exceptions(Start.AddDays(90))[^1]);
        Walk(referral, "clear-capacity clear-integration", Start.AddMinutes(2));
        Assert.Equal("", ReferralLanes.KeyOf("exception", referral));
    }

    private static IEnumerable<string> Lists(Referral referral, DateTimeOffset now) => ReferralWorklists.Of(referral, null, now, TimeZoneInfo.Utc);

    /// <param name="way">Actions; after @ the date in days from now.</param>
    private static void Walk(Referral referral, string way, DateTimeOffset now)
    {
        foreach (var step in way.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (action, date) = step.Split('@') is [var name, var days] ? (name, now.AddDays(int.Parse(days, System.Globalization.CultureInfo.InvariantCulture))) : (step, (DateTimeOffset?)null);
            Assert.Null(referral.Apply(action, new ReferralInput(referral.Version, "why", date, FromPartner: action.StartsWith("partner", StringComparison.Ordinal)), Luis, ReferralClocks.Standard, now).Refusal);
        }
    }

    private static Referral Open() => Referral.Open(
        "R1", "Cardiology", "P1", ServiceRules.Standard.Decide("routine", DossierFacts.Of(true, "murmur", false), Start), "murmur", "person", "luis", default, Start);
}
