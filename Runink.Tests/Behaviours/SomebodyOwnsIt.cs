using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Escalations;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Work has an owner or a running escalation until it is over: acknowledgements that run out, hand-overs, silences, inhibition, snoozes.</summary>
public abstract class SomebodyOwnsIt
{
    public sealed class OnSqlite : SomebodyOwnsIt;

    public sealed class OnPostgreSql : SomebodyOwnsIt;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAcknowledgementThatNothingFollowsStartsThePolicyAnew()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, id) = await OpenAsync(hospital);
        await ActAsync(hospital, id, "acknowledge", new { });
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(10));
        Assert.Equal("acknowledged", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());

        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2));

        var row = await Hospital.EventuallyAsync(() => hospital.GetAsync($"/api/v1/escalations/{id}"), row => row.GetProperty("status").GetString() == "claimed", "the acknowledgement to run out");
        Assert.NotEqual(JsonValueKind.Null, row.GetProperty("owner").ValueKind);
        Assert.Equal("acknowledge", row.GetProperty("nextAction").GetString());
        Assert.Equal("met", row.GetProperty("slas").EnumerateArray().First().GetProperty("state").GetString());
        await Hospital.EventuallyAsync(() => Told(hospital, id), told => told.Count == 1, "the first step of the policy to be told again");
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(31), TimeSpan.FromMinutes(5));
        await Hospital.EventuallyAsync(() => Told(hospital, id), told => told.Count >= 3, "the steps after it");
    }

    [Fact]
    public async Task ATickOnTheChecklistKeepsAnAcknowledgement()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, id) = await OpenAsync(hospital);
        await ActAsync(hospital, id, "acknowledge", new { });
        await ActAsync(hospital, id, "check", new { item = 0 });

        await hospital.FastForwardAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(20));

        Assert.Equal("acknowledged", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());
        Assert.Empty(await Told(hospital, id));
    }

    [Fact]
    public async Task ASilenceHidesTellsNobodyAndGivesBackWhatItHid()
    {
        await using var hospital = await Hospital.StartAsync();
        var made = await ReadAsync(await hospital.PostAsync("/api/v1/silences", new { kind = "maintenance", trigger = "hyperkalaemia", unit = "4 West", coversCritical = true, reason = "The analyser is being calibrated", minutes = 30 }));
        var (mrn, id) = await OpenAsync(hospital);

        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia&view=all"));
        var muted = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?view=muted&patient={mrn}"));
        Assert.Contains("The analyser is being calibrated", muted.GetProperty("mutedReason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(await hospital.ItemsAsync("/api/v1/silences")).GetProperty("hides").GetInt32());
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(7));
        await using (var db = hospital.Read())
            Assert.False(await db.Outbox.AnyAsync(message => message.EscalationId == id, Stop));

        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2));

        await Hospital.EventuallyAsync(() => hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia&view=all"), rows => rows.Count == 1, "the silence to end");
        var clock = (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("slas").EnumerateArray().First();
        Assert.Equal("running", clock.GetProperty("state").GetString());
        var sla = await hospital.GetAsync($"/api/v1/escalations/{id}/sla");
        Assert.Equal("rests", sla.GetProperty("parts").EnumerateArray().First(part => part.GetProperty("cause").GetString() == "muted").GetProperty("state").GetString());
        Assert.InRange(sla.GetProperty("counted").GetInt64(), 0, sla.GetProperty("seconds").GetInt64() - 29 * 60);
        await ActAsync(hospital, id, "acknowledge", new { });
        var took = Assert.Single((await hospital.GetAsync("/api/v1/kpis/median-time-to-acknowledge/rows")).GetProperty("rows").EnumerateArray(), row => row.EnumerateArray().Last().GetString() == id);
        Assert.InRange(int.Parse(took.EnumerateArray().ElementAt(7).GetString()!, System.Globalization.CultureInfo.InvariantCulture), 0, 5 * 60);
        await Hospital.EventuallyAsync(() => CountAsync(hospital, id), count => count == 1, "those who were not told to be told now");
        Assert.Equal("ended", Assert.Single(await hospital.ItemsAsync("/api/v1/silences?state=ended")).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await hospital.PostAsync($"/api/v1/silences/{made.GetProperty("id").GetString()}/actions/end", new { })).StatusCode);
    }

    [Theory]
    [InlineData("{\"reason\":\"x\",\"minutes\":30}")]
    [InlineData("{\"unit\":\"4 West\",\"minutes\":30}")]
    [InlineData("{\"unit\":\"4 West\",\"reason\":\"x\"}")]
    [InlineData("{\"unit\":\"4 West\",\"reason\":\"x\",\"minutes\":10081}")]
    [InlineData("{\"unit\":\"4 West\",\"reason\":\"x\",\"minutes\":241,\"coversCritical\":true}")]
    [InlineData("{\"trigger\":\"hyperkalemia\",\"reason\":\"x\",\"minutes\":30}")]
    public async Task ASilenceHasALimitAReasonAndAnEnd(string body)
    {
        await using var hospital = await Hospital.StartAsync();
        var answer = await hospital.Web.PostAsync("/api/v1/silences", new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(await hospital.ItemsAsync("/api/v1/silences"));
    }

    [Fact]
    public async Task CriticalWorkSpeaksThroughASilenceThatDoesNotNameIt()
    {
        await using var hospital = await Hospital.StartAsync();
        (await hospital.PostAsync("/api/v1/silences", new { unit = "4 West", reason = "Moving beds", minutes = 60 })).EnsureSuccessStatusCode();
        var (mrn, _) = await OpenAsync(hospital);
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia&view=all"));
    }

    [Fact]
    public async Task OpenWorkOfOneTriggerMutesTheLesserOneUntilItIsOver()
    {
        await using var hospital = await Hospital.StartAsync();
        await PublishAsync(hospital, "renal-crisis", "trigger:\n  id: renal-crisis\n  when: lab.potassium >= 7 mmol/L\n  severity: critical\n  inhibits: [hyperkalaemia]\n  then: [{action: log, entry: x}]\n");
        var (mrn, lesser) = await OpenAsync(hospital);
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia&view=all"));

        await hospital.SendAsync(Some.Potassium(mrn, "K2", hospital.Time.GetUtcNow(), "7.2"));

        Assert.Equal("renal-crisis", Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&view=all")).GetProperty("trigger").GetProperty("id").GetString());
        var muted = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&view=muted"));
        Assert.Equal((lesser, "renal-crisis is open for this patient."), (muted.GetProperty("id").GetString(), muted.GetProperty("mutedReason").GetString()));
        var louder = (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=renal-crisis"))[0].GetProperty("id").GetString()!;
        await ActAsync(hospital, louder, "resolve", new { reason = "dialysis" });

        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia&view=all"));
    }

    [Fact]
    public async Task ASnoozeEndsOnAWorseValueAndNotOnTheSameOrABetterOne()
    {
        await using var hospital = await Hospital.StartAsync();
        var mrn = Some.Mrn();
        var now = hospital.Time.GetUtcNow();
        await hospital.SendAsync(Some.Arrival(mrn, now, patientClass: "I", place: "4 West^^4W-07"), Some.Potassium(mrn, "K1", now, "6.1"));
        var id = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia")).GetProperty("id").GetString()!;
        await ActAsync(hospital, id, "snooze", new { minutes = 50, reason = "repeat sample on its way" });

        await hospital.SendAsync(Some.Potassium(mrn, "K2", now.AddMinutes(5), "6.1"), Some.Potassium(mrn, "K3", now.AddMinutes(6), "6.0"));
        Assert.Equal("snoozed", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());
        await hospital.SendAsync(Some.Potassium(mrn, "K4", now.AddMinutes(9), "6.4"));

        Assert.Equal("claimed", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task TheSegmentsAddUpToTheTimeThatPassed()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, id) = await OpenAsync(hospital);
        var opened = (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("openedAt").GetDateTimeOffset();
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(3));
        await ActAsync(hospital, id, "claim", new { });
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(4));
        await ActAsync(hospital, id, "set-priority", new { severity = "high", reason = "ECG normal" });
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(5));
        await ActAsync(hospital, id, "resolve", new { reason = "treated", useful = true });

        await using var db = hospital.Read();
        var segments = await db.SlaSegments.Where(segment => segment.EscalationId == id).OrderBy(segment => segment.Ordinal).ToListAsync(Stop);
        Assert.Equal(["opened", "claimed", "priority-changed", "resolved"], segments.Select(segment => segment.Cause));
        Assert.Equal([true, true, true, false], segments.Select(segment => segment.Runs));
        var sla = await hospital.GetAsync($"/api/v1/escalations/{id}/sla");
        Assert.Equal(segments.Select(segment => segment.Cause), sla.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("cause").GetString()));
        Assert.Equal(sla.GetProperty("seconds").GetInt64(), sla.GetProperty("parts").EnumerateArray().Sum(part => part.GetProperty("seconds").GetInt64()));
        Assert.InRange(sla.GetProperty("seconds").GetInt64(), 12 * 60, 13 * 60);
        Assert.Equal(["spared", "spared", "spared"], sla.GetProperty("shares").EnumerateArray().Where(share => share.GetProperty("clock").GetString() == "acknowledge").Select(share => share.GetProperty("state").GetString()));
        var escalation = await db.Escalations.SingleAsync(row => row.Id == id, Stop);
        Assert.Equal(opened, segments[0].StartedAt);
        Assert.Equal(escalation.ResolvedAt, segments[^1].StartedAt);
        Assert.Equal(escalation.ResolvedAt - opened, SlaSegments.Lengths(segments, null, escalation.ResolvedAt!.Value).Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Length));
        Assert.Equal((opened.AddMinutes(30), true), (escalation.AcknowledgeDueAt, escalation.WasUseful));
    }

    [Fact]
    public async Task TheWallShowsNumbersAndInitialsAndNothingOfAPatient()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, id) = await OpenAsync(hospital);
        var before = await hospital.GetAsync("/api/v1/escalations/wall");
        await ActAsync(hospital, id, "claim", new { });

        var wall = await hospital.GetAsync("/api/v1/escalations/wall?unit=4%20West");

        Assert.Equal(1, Of(before, "No owner") - Of(wall, "No owner"));
        Assert.Equal(1, Of(wall, "All open"));
        Assert.Equal(1, Assert.Single(wall.GetProperty("owners").EnumerateArray()).GetProperty("count").GetInt32());
        Assert.DoesNotContain(mrn, wall.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Oliveira", wall.GetRawText(), StringComparison.OrdinalIgnoreCase);
        // Zeros of a unit that is not there would say that nothing waits.
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, (await hospital.Web.GetAsync("/api/v1/escalations/wall?unit=Elsewhere", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0, Of(await hospital.GetAsync("/api/v1/escalations/wall?unit=5%20East"), "All open"));

        static int Of(JsonElement board, string title) =>
            board.GetProperty("numbers").EnumerateArray().Single(number => number.GetProperty("title").GetString() == title).GetProperty("count").GetInt32();
    }

    [Fact]
    public async Task SharesOfAClockAreWrittenDownOnce()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, id) = await OpenAsync(hospital);

        // Shares that are used up between two rounds are told together, so each is waited for.
        foreach (var (minutes, warned, missed) in new[] { (5, 1, 0), (3, 2, 0), (3, 2, 1) })
        {
            await hospital.FastForwardAsync(TimeSpan.FromMinutes(minutes).Add(TimeSpan.FromSeconds(10)));
            await Hospital.EventuallyAsync(async () => ((await Of("sla_warned")).Count, (await Of("sla_missed")).Count), counts => counts == (warned, missed), $"{warned} warnings and {missed} misses");
        }

        Task<IReadOnlyList<JsonElement>> Of(string kind) => hospital.ItemsAsync($"/api/v1/ledger?kind={kind}&subject=escalation/{id}");
    }

    [Fact]
    public async Task WhoIsMentionedOrGivenAnItemIsToldAndFindsItUntilItIsReadOrDone()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, id) = await OpenAsync(hospital);
        await ActAsync(hospital, id, "acknowledge", new { });
        await ActAsync(hospital, id, "comment", new { text = "@Luis Moreno, and @nobody: please look. Mail lab@luis.moreno" });
        Assert.Single(await MessagesAsync(hospital, id, "luis.moreno"));

        using var luis = await SignedIn.AtAsync(hospital, "luis.moreno");
        Assert.Equal([id], await AskedAsync(luis));
        await ReadAsync(await luis.AskAsync(HttpMethod.Get, $"/api/v1/escalations/{id}"));
        Assert.Empty(await AskedAsync(luis));

        await ActAsync(hospital, id, "assign-item", new { item = 0, to = "luis.moreno" });
        Assert.Equal([id], await AskedAsync(luis));
        Assert.Equal(2, (await MessagesAsync(hospital, id, "luis.moreno")).Count);
        await ActAsync(hospital, id, "check", new { item = 0, evidence = "given at 08:10" });
        Assert.Empty(await AskedAsync(luis));
        await ActAsync(hospital, id, "check", new { item = 0, done = false });
        Assert.Equal([id], await AskedAsync(luis));
        await ActAsync(hospital, id, "assign-item", new { item = 0, to = (string?)null });
        Assert.Empty(await AskedAsync(luis));

        static async Task<IEnumerable<string?>> AskedAsync(SignedIn person) =>
            (await ReadAsync(await person.AskAsync(HttpMethod.Get, "/api/v1/escalations?view=asked"))).GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetString()).ToList();
    }

    private static async Task<List<string>> MessagesAsync(Hospital hospital, string id, string person)
    {
        await using var db = hospital.Read();
        return await db.Outbox.Where(message => message.EscalationId == id && message.RecipientId == person).Select(message => message.Id).ToListAsync(Stop);
    }

    private static async Task<(string Mrn, string Id)> OpenAsync(Hospital hospital)
    {
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now, patientClass: "I", place: "4 West^^4W-07"), Some.Potassium(mrn, "K1", now, "6.8"));
        await using var db = hospital.Read();
        var patient = await db.PatientIdentifiers.Where(one => one.Value == mrn).Select(one => one.PatientId).FirstAsync(Stop);
        return (mrn, await db.Escalations.Where(row => row.PatientId == patient && row.TriggerId == "hyperkalaemia").Select(row => row.Id).SingleAsync(Stop));
    }

    private static async Task ActAsync(Hospital hospital, string id, string action, object body)
    {
        var answer = await hospital.PostAsync($"/api/v1/escalations/{id}/actions/{action}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task PublishAsync(Hospital hospital, string trigger, string yaml)
    {
        var put = await hospital.Web.PutAsync($"/api/v1/triggers/{trigger}", new StringContent(yaml, Encoding.UTF8, "text/yaml"), Stop);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(Stop));
        var published = await hospital.PostAsync($"/api/v1/triggers/{trigger}/versions/1/publish", new { });
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync(Stop));
    }

    private static Task<IReadOnlyList<JsonElement>> Told(Hospital hospital, string id) => hospital.ItemsAsync($"/api/v1/ledger?kind=escalation_step_reached&subject=escalation/{id}");

    private static async Task<int> CountAsync(Hospital hospital, string id)
    {
        await using var db = hospital.Read();
        return await db.Outbox.CountAsync(message => message.EscalationId == id, Stop);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Stop));
    }
}
