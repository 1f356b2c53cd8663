using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What is to be done before a patient goes: by whom, shown by what, and not forgotten when the patient has gone.</summary>
public abstract class PatientsGoHome
{
    public sealed class OnSqlite : PatientsGoHome;

    public sealed class OnPostgreSql : PatientsGoHome;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsUndoneWhenThePatientHasGoneStandsUntilSomebodySettlesIt()
    {
        await using var hospital = await Hospital.StartAsync();
        var saved = await hospital.Web.PutAsJsonAsync("/api/v1/discharge-checklists?unit=Emergency", new { items = new[] { "Medicines", "Transport", "Letter" } }, Stop);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(Stop));
        var (mrn, stay) = await AdmitAsync(hospital, "Emergency^^ED-12");

        var begun = await ActAsync(hospital, stay, "begin", new { at = hospital.Time.GetUtcNow().AddHours(6) });
        Assert.Equal(["Medicines", "Transport", "Letter"], begun.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()));
        Assert.Equal("already-done", await RefusedAsync(hospital, stay, "begin", new { }));
        await ActAsync(hospital, stay, "assign-item", new { item = 1, to = "ana.ruiz" });
        Assert.Equal("invalid", await RefusedAsync(hospital, stay, "assign-item", new { item = 0, to = "nobody.at-all" }));
        await ActAsync(hospital, stay, "check", new { item = 0, evidence = "list 14" });
        await ActAsync(hospital, stay, "waive-item", new { item = 2, reason = "sent before" });

        using (var ana = await SignedIn.AtAsync(hospital, "ana.ruiz"))
            Assert.Equal(stay, Assert.Single(await ItemsAsync(ana, "/api/v1/discharges?view=mine")).GetProperty("id").GetString());

        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow(), patientClass: "I", trigger: "A03"));
        var left = Assert.Single(await hospital.ItemsAsync("/api/v1/discharges?view=left"));
        Assert.Equal(("left-open", mrn), (left.GetProperty("state").GetString(), left.GetProperty("patient").GetProperty("mrn").GetString()));
        await ActAsync(hospital, stay, "check", new { item = 1 });
        Assert.Empty(await hospital.ItemsAsync("/api/v1/discharges"));
        Assert.Equal(stay, Assert.Single(await hospital.ItemsAsync("/api/v1/discharges?view=closed")).GetProperty("id").GetString());
        Assert.Equal(5, (await hospital.ItemsAsync($"/api/v1/ledger?subject=discharge/{stay}")).Count(row => row.GetProperty("kind").GetString()!.StartsWith("discharge_", StringComparison.Ordinal) && row.GetProperty("kind").GetString() != "discharge_read"));
    }

    [Fact]
    public async Task WhoseRoleHoldsElsewhereSeesNothingOfItAndAnOldVersionDecidesNothing()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, stay) = await AdmitAsync(hospital, "4 West^^4W-07");
        await ActAsync(hospital, stay, "begin", new { });
        Assert.Equal(8, (await hospital.GetAsync($"/api/v1/discharges/{stay}")).GetProperty("items").GetArrayLength());
        using (var ana = await SignedIn.AtAsync(hospital, "ana.ruiz"))
        {
            Assert.Empty(await ItemsAsync(ana, "/api/v1/discharges"));
            Assert.Equal(HttpStatusCode.NotFound, (await ana.AskAsync(HttpMethod.Get, $"/api/v1/discharges/{stay}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await ana.AskAsync(HttpMethod.Post, $"/api/v1/discharges/{stay}/actions/check", new { item = 0 })).StatusCode);
        }

        using var stale = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/discharges/{stay}/actions/close") { Content = JsonContent.Create(new { reason = "left" }), Headers = { { "If-Match", "\"9\"" } } };
        Assert.Equal("stale-version", JsonSerializer.Deserialize<JsonElement>(await (await hospital.Web.SendAsync(stale, Stop)).Content.ReadAsStringAsync(Stop)).GetProperty("type").GetString()!.Split(':')[^1]);
    }

    [Fact]
    public async Task ADischargeThatIsAnnouncedOrExpectedWithinADayBeginsByItself()
    {
        await using var hospital = await Hospital.StartAsync();
        var (announced, stay) = await AdmitAsync(hospital, "4 West^^4W-07");
        await hospital.SendAsync(Some.Arrival(announced, hospital.Time.GetUtcNow(), patientClass: "I", place: "4 West^^4W-07", trigger: "A16"));
        var begun = await BegunAsync(hospital, stay);
        Assert.Equal(("open", "Runink Companion"), (begun.GetProperty("state").GetString(), begun.GetProperty("begunBy").GetString()));
        Assert.Equal(JsonValueKind.Null, begun.GetProperty("expectedAt").ValueKind);

        // Expected in three days: that is shown once somebody begins, and begins by itself two days later.
        var (expected, later) = await AdmitAsync(hospital, "4 West^^4W-08");
        var goes = hospital.Time.GetUtcNow().AddDays(3);
        await hospital.SendAsync(Some.Arrival(expected, hospital.Time.GetUtcNow(), patientClass: "I", place: "4 West^^4W-08", trigger: "A08") + $"\rPV2|||||||||{Some.Stamp(goes)}");
        hospital.Time.Leap(TimeSpan.FromHours(46.8));
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(12), TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.NotFound, (await hospital.Web.GetAsync($"/api/v1/discharges/{later}", Stop)).StatusCode);
        hospital.Time.Leap(TimeSpan.FromHours(1.8));
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(12), TimeSpan.FromMinutes(2));
        var own = await BegunAsync(hospital, later);
        Assert.Equal(goes.ToUnixTimeSeconds(), own.GetProperty("expectedAt").GetDateTimeOffset().ToUnixTimeSeconds());

        // What somebody here says counts here; what the record system says stands beside it, and changes without touching it.
        var sooner = hospital.Time.GetUtcNow().AddHours(2);
        await ActAsync(hospital, later, "expect", new { at = sooner });
        await hospital.SendAsync(Some.Arrival(expected, hospital.Time.GetUtcNow(), patientClass: "I", place: "4 West^^4W-08", trigger: "A25"));
        var said = await hospital.GetAsync($"/api/v1/discharges/{later}");
        Assert.Equal(sooner.ToUnixTimeSeconds(), said.GetProperty("expectedAt").GetDateTimeOffset().ToUnixTimeSeconds());
        Assert.Equal(JsonValueKind.Null, said.GetProperty("recordSystemExpectsAt").ValueKind);
    }

    [Fact]
    public async Task AnEncounterOfFhirThatIsExpectedToEndIsNotOver()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        await PutAsync("Patient/go1", new { resourceType = "Patient", id = "go1", identifier = new[] { new { system = "urn:x", value = Some.Mrn() } }, name = new[] { new { family = "Leave", given = new[] { "Lea" } } } });
        await PutAsync("Encounter/go1", new
        {
            resourceType = "Encounter",
            id = "go1",
            status = "in-progress",
            @class = new { system = "http://terminology.hl7.org/CodeSystem/v3-ActCode", code = "IMP" },
            subject = new { reference = "Patient/go1" },
            period = new { start = now.AddDays(-2).ToString("o"), end = now.AddHours(5).ToString("o") },
        });
        await using var db = hospital.Read();
        var stay = await db.Encounters.SingleAsync(row => row.Visit!.EndsWith("go1"), Stop);
        Assert.True(stay.IsOpen);
        Assert.Equal(now.AddHours(5).ToUnixTimeSeconds(), (await BegunAsync(hospital, stay.Id)).GetProperty("expectedAt").GetDateTimeOffset().ToUnixTimeSeconds());

        async Task PutAsync(string path, object resource)
        {
            using var body = JsonContent.Create(resource, new System.Net.Http.Headers.MediaTypeHeaderValue("application/fhir+json"));
            var answer = await hospital.Web.PutAsync($"/fhir/{path}", body, Stop);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        }
    }

    private static Task<JsonElement> BegunAsync(Hospital hospital, string stay) => Hospital.EventuallyAsync(async () =>
    {
        hospital.Time.Leap(TimeSpan.FromSeconds(11));
        var answer = await hospital.Web.GetAsync($"/api/v1/discharges/{stay}", Stop);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(Stop) : default;
    }, found => found.ValueKind == JsonValueKind.Object, "the discharge is begun");

    private static async Task<(string Mrn, string Stay)> AdmitAsync(Hospital hospital, string place)
    {
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow(), patientClass: "I", place: place, trigger: "A01"));
        await using var db = hospital.Read();
        var patient = await db.PatientIdentifiers.Where(one => one.Value == mrn).Select(one => one.PatientId).FirstAsync(Stop);
        return (mrn, await db.Encounters.Where(row => row.PatientId == patient).Select(row => row.Id).SingleAsync(Stop));
    }

    private static async Task<JsonElement> ActAsync(Hospital hospital, string stay, string action, object body)
    {
        var answer = await hospital.PostAsync($"/api/v1/discharges/{stay}/actions/{action}", body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static async Task<IReadOnlyList<JsonElement>> ItemsAsync(SignedIn person, string path)
    {
        using var answer = await person.AskAsync(HttpMethod.Get, path);
        return [.. JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("items").EnumerateArray()];
    }

    private static async Task<string?> RefusedAsync(Hospital hospital, string stay, string action, object body)
    {
        var answer = await hospital.PostAsync($"/api/v1/discharges/{stay}/actions/{action}", body);
        Assert.False(answer.IsSuccessStatusCode);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("type").GetString()!.Split(':')[^1];
    }
}
