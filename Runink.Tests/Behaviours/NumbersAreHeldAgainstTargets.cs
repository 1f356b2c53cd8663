using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Those who answer for the numbers say what is to be reached, note what explains a day, and see whose work was late; nobody else does.</summary>
public abstract class NumbersAreHeldAgainstTargets
{
    public sealed class OnSqlite : NumbersAreHeldAgainstTargets;

    public sealed class OnPostgreSql : NumbersAreHeldAgainstTargets;

    [Fact]
    public async Task ATargetJudgesAtOnceAndAUnitsOwnComesFirst()
    {
        await using var hospital = await Hospital.StartAsync();
        await LateAsync(hospital);
        using var nora = await SignedIn.AtAsync(hospital, "nora.mills");

        Assert.Equal(("95 %", true), Target(await NumberAsync(hospital, "acknowledged-in-time")));
        using var set = await nora.AskAsync(HttpMethod.Put, "/api/v1/kpis/acknowledged-in-time/target", new { amount = 0, unit = "Emergency", reason = "Agreed for the pilot" });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal(("95 %", true), Target(await NumberAsync(hospital, "acknowledged-in-time")));
        var own = await NumberAsync(hospital, "acknowledged-in-time", "?unit=Emergency");
        Assert.Equal(("0 %", false), Target(own));
        Assert.Equal("Set by Nora Mills for Emergency: Agreed for the pilot", own.GetProperty("targetNote").GetString());

        using var back = await nora.AskAsync(HttpMethod.Put, "/api/v1/kpis/acknowledged-in-time/target", new { amount = (decimal?)null, unit = "Emergency", reason = "The pilot is over" });
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal(("95 %", true), Target(await NumberAsync(hospital, "acknowledged-in-time", "?unit=Emergency")));
        Assert.Equal(2, (await hospital.ItemsAsync("/api/v1/ledger?kind=kpi_target_set")).Count);
    }

    [Theory]
    [InlineData("acknowledged-in-time", 101.0, null, "why", 422)]
    [InlineData("acknowledged-in-time", -1.0, null, "why", 422)]
    [InlineData("acknowledged-in-time", 90.0, "Kitchen", "why", 422)]
    [InlineData("acknowledged-in-time", 90.0, null, " ", 422)]
    [InlineData("firings", 90.0, null, "why", 422)]
    [InlineData("none", 90.0, null, "why", 404)]
    public async Task WhatIsNoTargetIsRefused(string kpi, double amount, string? unit, string reason, int status)
    {
        await using var hospital = await Hospital.StartAsync();
        using var nora = await SignedIn.AtAsync(hospital, "nora.mills");
        using var answer = await nora.AskAsync(HttpMethod.Put, $"/api/v1/kpis/{kpi}/target", new { amount, unit, reason });
        Assert.Equal(status, (int)answer.StatusCode);

        // Neither a program with every scope nor whoever only reads numbers.
        using var key = await hospital.Web.PutAsJsonAsync("/api/v1/kpis/acknowledged-in-time/target", new { amount = 1, reason = "why" }, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, key.StatusCode);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var author = await tess.AskAsync(HttpMethod.Put, "/api/v1/kpis/acknowledged-in-time/target", new { amount = 1, reason = "why" });
        Assert.Equal(HttpStatusCode.Forbidden, author.StatusCode);
    }

    [Fact]
    public async Task FromTheUnitThroughShiftAndPersonToTheRow()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await LateAsync(hospital);
        using var luis = await SignedIn.AtAsync(hospital, "luis.moreno");
        using var claimed = await luis.AskAsync(HttpMethod.Post, $"/api/v1/escalations/{id}/actions/claim", new { });
        Assert.Equal(HttpStatusCode.OK, claimed.StatusCode);
        using var nora = await SignedIn.AtAsync(hospital, "nora.mills");
        var shift = Runink.Domain.Foundation.DayShift.Of(hospital.Time.GetUtcNow(), TimeZoneInfo.Utc);

        Assert.Contains(id, await RowsAsync(nora, $"?unit=Emergency&shift={shift}&person=luis.moreno"));
        Assert.DoesNotContain(id, await RowsAsync(nora, $"?unit=Emergency&shift={shift}&person=nobody"));
        Assert.DoesNotContain(id, await RowsAsync(nora, $"?unit=Emergency&shift={(shift == "day" ? "night" : "day")}"));
        foreach (var wrong in new[] { "?shift=dawn", "?days=0", "?days=4000", "?slot=12" })
        {
            using var answer = await nora.AskAsync(HttpMethod.Get, $"/api/v1/kpis/arrivals/rows{wrong}");
            Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{wrong}: {answer.StatusCode}");
        }

        // Whose work it was is not for everybody who reads numbers, nor by asking for one person after the other.
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var oracle = await tess.AskAsync(HttpMethod.Get, "/api/v1/kpis/arrivals/rows?person=luis.moreno");
        Assert.Equal(HttpStatusCode.Forbidden, oracle.StatusCode);
    }

    [Fact]
    public async Task WhatPeopleSaidIsCountedForTheShiftAskedFor()
    {
        await using var hospital = await Hospital.StartAsync();
        var shift = Runink.Domain.Foundation.DayShift.Of(hospital.Time.GetUtcNow(), TimeZoneInfo.Utc);
        var id = await LateAsync(hospital);
        foreach (var (action, body) in new (string, object)[] { ("claim", new { }), ("acknowledge", new { }), ("resolve", new { reason = "treated", useful = false, notUseful = "known" }) })
        {
            using var answer = await hospital.PostAsync($"/api/v1/escalations/{id}/actions/{action}", body);
            Assert.True(answer.IsSuccessStatusCode, $"{action}: {await answer.Content.ReadAsStringAsync(Stop)}");
        }

        Assert.Equal("0 of 1: too few for a percentage", (await NumberAsync(hospital, "useful-firings", $"?shift={shift}")).GetProperty("detail").GetString());
        Assert.Equal("nobody said so when closing", (await NumberAsync(hospital, "useful-firings", $"?shift={(shift == "day" ? "night" : "day")}")).GetProperty("detail").GetString());
        Assert.Equal("–", (await NumberAsync(hospital, "useful-firings")).GetProperty("value").GetString());
    }

    [Fact]
    public async Task ANoteExplainsADayUntilItIsTakenAway()
    {
        await using var hospital = await Hospital.StartAsync();
        using var nora = await SignedIn.AtAsync(hospital, "nora.mills");
        var today = DateOnly.FromDateTime(hospital.Time.GetUtcNow().UtcDateTime);
        using var added = await nora.AskAsync(HttpMethod.Post, "/api/v1/kpi-notes", new { day = today, text = "The analyser was down" });
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        foreach (var (day, text) in new[] { (today.AddDays(1), "Tomorrow"), (today, " "), (today, new string('x', 121)) })
        {
            using var refused = await nora.AskAsync(HttpMethod.Post, "/api/v1/kpi-notes", new { day, text });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        var note = Assert.Single(await hospital.ItemsAsync("/api/v1/kpi-notes"));
        Assert.Equal("The analyser was down", note.GetProperty("text").GetString());
        using var removed = await nora.AskAsync(HttpMethod.Delete, $"/api/v1/kpi-notes/{note.GetProperty("id").GetString()}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Empty(await hospital.ItemsAsync("/api/v1/kpi-notes"));
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=kpi_note_removed"));
    }

    /// <summary>A critical escalation in Emergency that nobody acknowledged in time.</summary>
    private static async Task<string> LateAsync(Hospital hospital)
    {
        var mrn = Some.Mrn();
        var now = hospital.Time.GetUtcNow();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Potassium(mrn, "K1", now, "6.8"));
        var opened = Assert.Single(await hospital.ItemsAsync("/api/v1/escalations"));
        await hospital.FastForwardAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        return opened.GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> NumberAsync(Hospital hospital, string name, string filter = "") => await hospital.GetAsync($"/api/v1/kpis/{name}{filter}");

    private static (string?, bool) Target(JsonElement tile) => (tile.GetProperty("target").GetString(), tile.GetProperty("offTarget").GetBoolean());

    private static async Task<IReadOnlyList<string?>> RowsAsync(SignedIn person, string filter)
    {
        using var answer = await person.AskAsync(HttpMethod.Get, $"/api/v1/kpis/arrivals/rows{filter}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Last().GetString())];
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
