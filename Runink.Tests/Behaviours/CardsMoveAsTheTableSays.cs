using System.Net;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The board accepts what the server's own table of moves allows, and says why not.</summary>
public abstract class CardsMoveAsTheTableSays
{
    public sealed class OnSqlite : CardsMoveAsTheTableSays;

    public sealed class OnPostgreSql : CardsMoveAsTheTableSays;

    [Fact]
    public async Task FromReceivedToTheClosedLoop()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenAsync(hospital);
        var visit = hospital.Time.GetUtcNow().AddDays(3);

        foreach (var (action, state) in new[]
        {
            ("claim", "received"), ("triage", "triage"), ("waive-authorization", "triage"), ("ready", "ready-to-schedule"), ("schedule", "scheduled"),
            ("seen", "report-due"), ("report-received", "report-review"), ("close-loop", "loop-closed"), ("settle", "financially-ready"),
        })
        {
            var card = await ActAsync(hospital, id, action, HttpStatusCode.OK, date: action == "schedule" ? visit : null, reason: action == "settle" ? "nothing is billed" : null);
            Assert.Equal(state, card.GetProperty("state").GetString());
        }

        Assert.Equal(8, (await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_moved")).Count + 1);
    }

    [Fact]
    public async Task WhatIsNotAllowedIsRefusedWithTheReason()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenAsync(hospital);

        var tooEarly = await ActAsync(hospital, id, "schedule", HttpStatusCode.Conflict, date: hospital.Time.GetUtcNow().AddDays(1));
        Assert.Contains("not possible while the referral is in Received", tooEarly.GetProperty("title").GetString(), StringComparison.Ordinal);
        await ActAsync(hospital, id, "triage", HttpStatusCode.OK);
        var unauthorized = await ActAsync(hospital, id, "ready", HttpStatusCode.Conflict);
        Assert.Contains("authorization", unauthorized.GetProperty("title").GetString(), StringComparison.OrdinalIgnoreCase);
        await ActAsync(hospital, id, "decline", HttpStatusCode.UnprocessableEntity);

        var actions = await hospital.Web.GetStringAsync(new Uri($"/api/v1/referrals/{id}/actions", UriKind.Relative), TestContext.Current.CancellationToken);
        var ready = JsonDocument.Parse(actions).RootElement.EnumerateArray().Single(action => action.GetProperty("name").GetString() == "ready");
        Assert.NotNull(ready.GetProperty("whyNot").GetString());
    }

    [Fact]
    public async Task TwoPeopleAtOnceDoNotOverwriteEachOther()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenAsync(hospital);
        await ActAsync(hospital, id, "triage", HttpStatusCode.OK);

        using var stale = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/hold", new { expectedVersion = 1, reason = "x", date = hospital.Time.GetUtcNow().AddDays(2) });

        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
    }

    [Fact]
    public async Task TheSameServiceIsNotAskedTwiceForOnePatient()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var escalation = (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))[0].GetProperty("id").GetString();
        (await hospital.PostAsync($"/api/v1/escalations/{escalation}/actions/resolve", new { reason = "reviewed" })).EnsureSuccessStatusCode();

        // It ends, and becomes true again: a new episode, but the referral is still open.
        hospital.Time.Advance(TimeSpan.FromMinutes(10));
        var later = hospital.Time.GetUtcNow();
        await hospital.SendAsync(Some.Results(
            mrn, "L2", later, ("2524-7", "1.5", "mmol/L"), ("9279-1", "16", "/min"), ("8480-6", "124", "mm[Hg]"), ("9269-2", "15", "{score}")));
        hospital.Time.Advance(TimeSpan.FromMinutes(10));
        await hospital.SendAsync(Some.Lactate(mrn, "L3", hospital.Time.GetUtcNow(), "3.8"));

        Assert.Equal(2, (await hospital.ItemsAsync($"/api/v1/ledger?kind=escalation_opened")).Count);
        Assert.Single(await hospital.ItemsAsync("/api/v1/referrals"));
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=referral_already_open"));
    }

    [Fact]
    public async Task AHoldEndsOnItsDateByItselfAndTheWaitsAddUp()
    {
        await using var hospital = await Hospital.StartAsync();
        var opened = hospital.Time.GetUtcNow();
        var id = await OpenAsync(hospital);
        hospital.Time.Advance(TimeSpan.FromHours(2));
        await ActAsync(hospital, id, "hold", HttpStatusCode.OK, date: hospital.Time.GetUtcNow().AddHours(5), reason: "on a journey");
        Assert.Equal("on-hold", (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("state").GetString());

        await hospital.FastForwardAsync(TimeSpan.FromHours(6), TimeSpan.FromHours(1));
        var card = await Hospital.EventuallyAsync(() => hospital.GetAsync($"/api/v1/referrals/{id}"), card => card.GetProperty("state").GetString() == "received", "the hold is over");
        Assert.Equal(opened, card.GetProperty("enteredStateAt").GetDateTimeOffset());
        var waits = await hospital.GetAsync($"/api/v1/referrals/{id}/waits");
        Assert.Equal(["Intake", "On hold", "Intake"], waits.GetProperty("waits").EnumerateArray().Select(wait => wait.GetProperty("waitsOn").GetString()));
        Assert.Equal(hospital.Time.GetUtcNow() - opened, TimeSpan.Parse(waits.GetProperty("total").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_moved"), row => row.GetProperty("actor").ToString().Contains("system", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task OneMadeByHandIsKeptBesideItsTwinAndBothSaySo()
    {
        await using var hospital = await Hospital.StartAsync();
        var first = (await hospital.GetAsync($"/api/v1/referrals/{await OpenAsync(hospital)}")).Clone();
        var patient = first.GetProperty("patient").GetProperty("id").GetString();
        var service = first.GetProperty("service").GetString();

        using var nobody = await hospital.PostAsync("/api/v1/referrals", new { patientId = "none", service, priority = "routine", reason = "why" });
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        using var why = await hospital.PostAsync("/api/v1/referrals", new { patientId = patient, service, priority = "routine", reason = " " });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, why.StatusCode);
        using var made = await hospital.PostAsync("/api/v1/referrals", new { patientId = patient, service, priority = "urgent", reason = "second opinion", consent = true });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var card = JsonDocument.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        var id = card.GetProperty("id").GetString()!;
        Assert.EndsWith($"/api/v1/referrals/{id}", made.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(("urgent", "active"), (card.GetProperty("priority").GetString(), card.GetProperty("gates").GetProperty("consent").GetString()));
        Assert.Contains("Possible duplicate", card.GetProperty("exceptions").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(2, (await hospital.ItemsAsync("/api/v1/referrals")).Count);

        await ActAsync(hospital, id, "triage", HttpStatusCode.Conflict);
        await ActAsync(hospital, id, "clear-duplicate", HttpStatusCode.OK, reason: "another question");
        await ActAsync(hospital, id, "triage", HttpStatusCode.OK);
    }

    private static async Task<string> OpenAsync(Hospital hospital)
    {
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        return Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> ActAsync(Hospital hospital, string id, string action, HttpStatusCode expected, DateTimeOffset? date = null, string? reason = null)
    {
        var version = (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = version, date, reason });
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, $"{action}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
