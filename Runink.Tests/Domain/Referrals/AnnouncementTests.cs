using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Teams;
using Runink.Tests.Domain.Triggers;

namespace Runink.Tests.Domain.Referrals;

/// <summary>
/// Who is told of which step, and in which words: <c>Cases/Announcements/x.out</c>. With RUNINK_GOLDEN=write the answers are written instead, to be
/// read by a person before they are kept.
/// </summary>
public sealed class AnnouncementTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonRef Luis = new("luis", "Luis Moreno");
    private static readonly AnnouncedPatient Marta = new("7001", "HOSP", "MR", "Oliveira & Söhne", "Marta", new DateOnly(1948, 3, 12), "F");
    private static readonly MessageHeading Heading = new("RUNINK", "HOSP", "EHR", "KIDNEY");

    private static readonly string[] Steps =
    [
        "receive", "reroute", "choose-recipient", "partner-accepts", "partner-asks", "partner-proposes", "partner-reports", "triage", "decline", "request-information", "schedule", "move-visit", "cancel-visit", "no-show", "seen",
        "give-advice", "report-received", "close-loop", "settle", "hold", "resume", "cancel", "patient-declined", "lost-to-follow-up", "expire", "redirect", "mark-duplicate", "reopen", "comment", "claim", "approve-authorization", "withdraw-consent",
    ];

    [Fact]
    public void WhoIsToldOfWhat()
    {
        var text = new StringBuilder();
        foreach (var consent in new[] { "unknown", "withdrawn" })
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"consent {consent}\n");
            foreach (var step in Steps)
            {
                foreach (var by in Enum.GetValues<StepSaidBy>())
                    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {step} by {by}: {Words(AnnouncementRules.Of(Step(step), Referral(consent), by))}\n");
            }
        }

        Same("who-is-told", text.ToString());
    }

    [Fact]
    public void AChoiceGoesOutWithTheStepThatSendsItOn()
    {
        var returned = Referral("unknown");
        Assert.True(returned.Apply("decline", new ReferralInput(returned.Version, "full"), Luis, ReferralClocks.Standard, Now).Ok);
        Assert.Equal([ReferralNews.Withdrawn], AnnouncementRules.Of(Step("choose-recipient"), returned, StepSaidBy.House).Select(one => one.News));
    }

    [Theory]
    [InlineData(AnnouncementAudience.Recipient, ReferralNews.Scheduled, null, false)]
    [InlineData(AnnouncementAudience.Recipient, ReferralNews.Scheduled, ReferralNews.Withdrawn, false)]
    [InlineData(AnnouncementAudience.Recipient, ReferralNews.Scheduled, ReferralNews.Requested, true)]
    [InlineData(AnnouncementAudience.Recipient, ReferralNews.Requested, ReferralNews.Requested, false)]
    [InlineData(AnnouncementAudience.Recipient, ReferralNews.Requested, ReferralNews.Withdrawn, true)]
    [InlineData(AnnouncementAudience.Recipient, ReferralNews.Rescheduled, ReferralNews.Rescheduled, true)]
    [InlineData(AnnouncementAudience.Referrer, ReferralNews.Accepted, null, true)]
    [InlineData(AnnouncementAudience.Referrer, ReferralNews.Accepted, ReferralNews.Accepted, false)]
    [InlineData(AnnouncementAudience.Referrer, ReferralNews.Rescheduled, ReferralNews.Rescheduled, true)]
    public void NothingIsSaidTwiceAndNobodyHearsOfWhatTheyWereNotAsked(AnnouncementAudience audience, ReferralNews news, ReferralNews? last, bool isNew) =>
        Assert.Equal(isNew, AnnouncementRules.IsNew(new Announcement(audience, news), last));

    [Fact]
    public void AQuestionIsAskedAgainInOtherWords() =>
        Assert.True(AnnouncementRules.IsNew(new Announcement(AnnouncementAudience.Referrer, ReferralNews.InformationAsked, "The echo?"), ReferralNews.InformationAsked));

    [Fact]
    public void InHl7()
    {
        var text = string.Join('\n', All.Select(one => OrderMessage.Of("01M8", Now, Heading, Marta, one))).Replace('\r', '\n');
        Same("hl7", text);
        // What we write is what we would read.
        Assert.All(All, one => Assert.Null(new Hl7Reader(TimeZoneInfo.Utc).Read(Parsed(OrderMessage.Of("01M8", Now, Heading, Marta, one)), Now).Fault));
    }

    [Theory]
    [InlineData(TaskProfile.Cow)]
    [InlineData(TaskProfile.Bser)]
    public void AsTasks(TaskProfile profile)
    {
        var tasks = All.Select(one => ReferralTask.Of(Marta, one, profile, "Runink Companion, Sample hospital", system => $"urn:{system}")).ToList();
        var status = tasks.Zip(All).Select(pair => $"{pair.Second.Audience} {pair.Second.News}: {pair.First["status"]} {string.Join(" ", pair.First["businessStatus"]!["coding"]!.AsArray().Select(coding => coding!["code"]))}\n");
        Same($"task-{profile.ToString().ToLowerInvariant()}", $"{string.Concat(status)}\n{Indented(tasks[0])}\n{Indented(tasks[^2])}\n");
        // Which R4 knows; and one referral has one Task at each party, whatever is said.
        string[] known = ["draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold", "failed", "completed", "entered-in-error"];
        Assert.All(tasks, task => Assert.Contains((string)task["status"]!, known));
        Assert.Equal(2, tasks.Select(task => (string)task["identifier"]![0]!["value"]!).Distinct().Count());
    }

    [Fact]
    public void AsMails()
    {
        var mails = All.Where(one => one.Audience == AnnouncementAudience.Recipient).Select((one, index) => AnnouncementMail.Of(
            one, "Sample hospital", "Lung and Sleep Center", NewsWords.IsEnd(one.News) ? null : new MailedLink(index == 0 ? "https://companion.example/p/token" : null, new DateOnly(2026, 4, 1)))).ToList();
        Same("mails", string.Join("\n", mails.Select(mail => $"{mail.Subject}\n\n{mail.Body}")));
        // A mailbox is not a chart.
        Assert.All(mails, mail => Assert.DoesNotMatch("Oliveira|Marta|7001|Cardiology|murmur|2026-03-09|echo", mail.Subject + mail.Body));
    }

    /// <summary>Each news to each side that hears of it.</summary>
    private static List<AnnouncedReferral> All { get; } =
    [
        .. from audience in Enum.GetValues<AnnouncementAudience>()
           from news in Enum.GetValues<ReferralNews>()
           where audience == AnnouncementAudience.Referrer ? news != ReferralNews.Withdrawn : news is not (ReferralNews.Accepted or ReferralNews.Declined or ReferralNews.InformationAsked)
           select new AnnouncedReferral(
               "R1", audience, audience == AnnouncementAudience.Recipient ? "S1" : "Lakeside", news, Now.AddMinutes(5), Now, "Cardiology", "urgent",
               audience == AnnouncementAudience.Recipient ? "new murmur | echo?" : null, news is ReferralNews.Declined or ReferralNews.InformationAsked ? "No capacity ^ before June" : null,
               news is ReferralNews.Scheduled or ReferralNews.Rescheduled ? Now.AddDays(7) : null, audience == AnnouncementAudience.Referrer ? new OrderNumber("P100", "urn:runink:system:EHR") : null),
    ];

    private static Hl7Message Parsed(string text)
    {
        Assert.True(Hl7Message.TryParse(text, out var message, out _));
        return message!;
    }

    private static string Indented(JsonObject task) => task.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ReplaceLineEndings("\n");

    private static string Words(IReadOnlyList<Announcement> told) => told.Count == 0 ? "nobody"
        : string.Join(", ", told.Select(one => $"{(one.ToFormer ? "Former" : one.Audience)} {one.News}{(one.Text is null ? "" : $" “{one.Text}”")}"));

    private static ReferralStep Step(string action) => new(action, ReferralState.Received, ReferralState.Received, "why", null);

    private static Referral Referral(string consent)
    {
        var referral = Runink.Domain.Referrals.Referral.Open("R1", "Cardiology", "P1", ServiceRules.Standard.Decide("routine", DossierFacts.Of(true, "murmur", true), Now), "murmur", "order", "O1", default, Now);
        if (consent == "withdrawn")
            Assert.True(referral.Apply("withdraw-consent", new ReferralInput(referral.Version, "called"), Luis, ReferralClocks.Standard, Now).Ok);
        return referral;
    }

    private static void Same(string name, string said)
    {
        var golden = Repository.Path($"Runink.Tests/Cases/Announcements/{name}.out");
        if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write")
            File.WriteAllText(golden, said);
        Assert.Equal(File.ReadAllText(golden).ReplaceLineEndings("\n"), said);
    }
}
