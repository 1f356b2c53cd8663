using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Rotas leave as iCalendar and come in as iCalendar, whole or not at all.</summary>
public sealed class RotasTravelAsCalendars
{
    [Fact]
    public async Task WhatIsWrittenIsReadBackToTheSameShifts()
    {
        await using var hospital = await Hospital.StartAsync();
        await PutAsync(hospital, "from_here", [["ana.ruiz"], ["noah.kim", "luis.moreno"], ["nora.mills"]]);
        await PutAsync(hospital, "to_there", []);
        var calendar = await hospital.Web.GetStringAsync(new Uri("/api/v1/rotas/from_here/calendar.ics", UriKind.Relative), Stop);
        Assert.Contains("SUMMARY:Noah Kim on call: from_here", Unfolded(calendar), StringComparison.Ordinal);
        Assert.Contains("ATTENDEE;CN=Noah Kim:mailto:noah.kim@sample-hospital.example", Unfolded(calendar), StringComparison.Ordinal);

        var tried = await ImportAsync(hospital, "to_there", calendar, dryRun: true);
        Assert.Equal((HttpStatusCode.OK, false), (tried.Status, tried.Report.GetProperty("written").GetBoolean()));
        Assert.Empty(await OverridesAsync(hospital));
        var taken = await ImportAsync(hospital, "to_there", calendar, dryRun: false);
        Assert.True(taken.Report.GetProperty("written").GetBoolean());
        const string Weeks = "from=2026-03-02T08:00:00Z&until=2026-05-20T08:00:00Z";
        Assert.Equal(Said(await hospital.ItemsAsync($"/api/v1/rotas/from_here/shifts?{Weeks}")), Said(await hospital.ItemsAsync($"/api/v1/rotas/to_there/shifts?{Weeks}")));

        // The same file again changes nothing.
        var count = (await OverridesAsync(hospital)).Count;
        var again = await ImportAsync(hospital, "to_there", calendar, dryRun: false);
        Assert.DoesNotContain(again.Report.GetProperty("events").EnumerateArray(), one => one.GetProperty("result").GetString() == "taken");
        Assert.Equal(count, (await OverridesAsync(hospital)).Count);
    }

    [Fact]
    public async Task APersonHasACalendarOfAllRotas()
    {
        await using var hospital = await Hospital.StartAsync();
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        await PutAsync(hospital, "from_here", [["ana.ruiz"], ["noah.kim"]]);
        using var answer = await ana.AskAsync(HttpMethod.Get, "/api/v1/people/me/calendar.ics");
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        var mine = Unfolded(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Contains("SUMMARY:Ana Ruiz on call: from_here", mine, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Ana Ruiz on call: Charge nurse", mine, StringComparison.Ordinal);
        Assert.DoesNotContain("Noah Kim on call", mine, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.AskAsync(HttpMethod.Get, "/api/v1/people/nobody/calendar.ics")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.AskAsync(HttpMethod.Get, "/api/v1/rotas/nothing/calendar.ics")).StatusCode);
        using var victor = await SignedIn.AtAsync(hospital, "victor.adeyemi");
        Assert.Equal(HttpStatusCode.Forbidden, (await victor.AskAsync(HttpMethod.Get, "/api/v1/rotas/from_here/calendar.ics")).StatusCode);
    }

    [Fact]
    public async Task WhatCannotBeTakenIsRefusedWithItsLineAndNothingIsTaken()
    {
        await using var hospital = await Hospital.StartAsync();
        await PutAsync(hospital, "night_round", []);
        var calendar = string.Join("\r\n", [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Other//EN",
            .. Event("Ana Ruiz on call", "20260303T080000Z", "20260304T080000Z"),
            .. Event("Somebody Else", "20260304T080000Z", "20260305T080000Z"),
            .. Event("Noah Kim", "20260305T080000", "20260305T200000", "RRULE:FREQ=DAILY"),
            .. Event("Noah Kim", "20260305T200000Z", "20260305T100000Z"),
            .. Event("Luis Moreno", "20260303T120000Z", "20260303T140000Z"),
            .. Event("Ana Ruiz or Luis Moreno", "20260306T120000Z", "20260306T140000Z"),
            .. Event("Ana Ruiz", "20250101T080000Z", "20250102T080000Z"),
            .. Event("anybody", "20260307", "20260308", "ATTENDEE:mailto:nora.mills@sample-hospital.example"),
            "END:VCALENDAR", "",
        ]);
        var report = await ImportAsync(hospital, "night_round", calendar, dryRun: false);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, report.Status);
        Assert.Equal(
            [
                "4 taken ", "9 refused No attendee and no name in it is an active person here.", "14 refused It repeats. Write each shift as an event of its own.", "20 refused It does not end after it begins.",
                "25 refused It overlaps with the event on line 4. Events of people who are on call together begin and end together.", "30 refused It may be Ana Ruiz or Luis Moreno.", "35 over It lies in the past.", "40 taken ",
            ],
            report.Report.GetProperty("events").EnumerateArray().Select(one => $"{one.GetProperty("line").GetInt32()} {one.GetProperty("result").GetString()} {one.GetProperty("reason").GetString()}"));
        Assert.Empty(await OverridesAsync(hospital));
        foreach (var no in new[] { "", "hello", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ImportAsync(hospital, "night_round", no, dryRun: false)).Status);
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        Assert.Equal(HttpStatusCode.Forbidden, (await ana.AskAsync(HttpMethod.Post, "/api/v1/rotas/night_round/import", new StringContent(calendar, new MediaTypeHeaderValue("text/calendar")))).StatusCode);
    }

    [Fact]
    public async Task ATimeWithoutAZoneIsTheRotas()
    {
        await using var hospital = await Hospital.StartAsync();
        await PutAsync(hospital, "night_round", [], "Europe/London");
        // The night before the clocks go forward: 23 hours.
        var calendar = string.Join("\r\n", ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Other//EN", .. Event("Ana Ruiz", "20260328T080000", "20260329T080000"), "END:VCALENDAR", ""]);
        Assert.True((await ImportAsync(hospital, "night_round", calendar, dryRun: false)).Report.GetProperty("written").GetBoolean());
        var one = Assert.Single(await OverridesAsync(hospital));
        Assert.Equal(TimeSpan.FromHours(23), one.Until - one.From);
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 8, 0, 0, TimeSpan.Zero), one.From);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string[] Event(string summary, string start, string end, string? more = null) =>
        ["BEGIN:VEVENT", $"SUMMARY:{summary}", $"DTSTART{(start.Length == 8 ? ";VALUE=DATE" : "")}:{start}", $"DTEND{(end.Length == 8 ? ";VALUE=DATE" : "")}:{end}", .. more is null ? Array.Empty<string>() : [more], "END:VEVENT"];

    private static string Unfolded(string calendar) => calendar.Replace("\r\n ", "", StringComparison.Ordinal);

    private static List<string> Said(IEnumerable<JsonElement> shifts) =>
        [.. shifts.Select(shift => $"{shift.GetProperty("from").GetString()} {string.Join('+', shift.GetProperty("people").EnumerateArray().Select(one => one.GetProperty("person").GetProperty("id").GetString()).Order(StringComparer.Ordinal))}")];

    private static async Task PutAsync(Hospital hospital, string id, string[][] turns, string zone = "UTC")
    {
        object[] layers = turns.Length == 0 ? [] : [new { name = "Days", turns, startsOn = "2026-03-01", handOver = "08:00", unit = "days", every = 1 }];
        using var answer = await hospital.Web.PutAsJsonAsync($"/api/v1/rotas/{id}", new { name = id, zone, layers }, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Report)> ImportAsync(Hospital hospital, string rota, string calendar, bool dryRun)
    {
        using var body = new StringContent(calendar, new MediaTypeHeaderValue("text/calendar"));
        using var answer = await hospital.Web.PostAsync(new Uri($"/api/v1/rotas/{rota}/import?dryRun={dryRun}", UriKind.Relative), body, Stop);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }

    private static async Task<List<Runink.Domain.Teams.Rotas.RotaOverride>> OverridesAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        return await db.RotaOverrides.ToListAsync(Stop);
    }
}
