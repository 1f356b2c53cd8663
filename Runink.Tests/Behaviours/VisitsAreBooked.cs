using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Times that services have become visits: found, booked once, moved, given back; what is taken away after that is seen.</summary>
public abstract class VisitsAreBooked
{
    public sealed class OnSqlite : VisitsAreBooked;

    public sealed class OnPostgreSql : VisitsAreBooked;

    [Fact]
    public async Task ACalendarIsBookedMovedAndGivenBack()
    {
        await using var hospital = await Hospital.StartAsync();
        var service = await ServiceAsync(hospital, "Riverside", openingTimes: "Mon-Fri 08:00-10:00 every 60");
        // Timers run by the clock.
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2));
        var slots = await Hospital.EventuallyAsync(() => hospital.ItemsAsync($"/api/v1/services/{service}/slots"), found => found.Count > 0, "slots of the calendar");
        // Monday has begun: 08:00 is over, 09:00 is not; four weeks of five days.
        Assert.Equal((39, "free"), (slots.Count, slots[0].GetProperty("status").GetString()));

        var first = await ReadyAsync(hospital, "1", service);
        var second = await ReadyAsync(hospital, "2", service);
        var times = await hospital.GetAsync($"/api/v1/referrals/{first}/times");
        Assert.Equal("Riverside", times.GetProperty("recipient").GetString());
        var earliest = times.GetProperty("items")[0];
        Assert.Equal((slots[0].GetProperty("id").GetString(), true), (earliest.GetProperty("id").GetString(), earliest.GetProperty("inTime").GetBoolean()));

        var slot = earliest.GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await BookAsync(hospital, first, slot));
        Assert.Equal("scheduled", await StateAsync(hospital, first));
        var lost = await AnswerAsync(hospital, second, slot);
        Assert.Equal((409, "urn:runink:problem:taken"), (lost.GetProperty("status").GetInt32(), lost.GetProperty("type").GetString()));
        Assert.Contains("was faster", lost.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal("ready-to-schedule", await StateAsync(hospital, second));

        var other = (await hospital.GetAsync($"/api/v1/referrals/{second}/times")).GetProperty("items")[0].GetProperty("id").GetString()!;
        Assert.NotEqual(slot, other);
        Assert.Equal(HttpStatusCode.OK, await BookAsync(hospital, first, other));
        Assert.Equal(HttpStatusCode.OK, await BookAsync(hospital, second, slot));
        await ActAsync(hospital, first, "cancel-visit", "The patient is away");
        var view = await hospital.GetAsync($"/api/v1/referrals/{first}/times");
        Assert.Equal(JsonValueKind.Null, view.GetProperty("standing").ValueKind);
        Assert.Equal([("cancel-visit", "The patient is away"), ("move-visit", null)], view.GetProperty("before").EnumerateArray().Select(one => (one.GetProperty("endedWith").GetString(), one.GetProperty("endReason").GetString() is "The patient is away" ? "The patient is away" : null)));
        Assert.Contains(view.GetProperty("items").EnumerateArray(), one => one.GetProperty("id").GetString() == other);
        Assert.Equal(3, (await hospital.ItemsAsync("/api/v1/ledger?kind=slot_booked")).Count);
        Assert.Equal(2, (await hospital.ItemsAsync("/api/v1/ledger?kind=slot_released")).Count);
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task ManyAtOnceForOneTimeAreOneVisit()
    {
        await using var hospital = await Hospital.StartAsync();
        var service = await ServiceAsync(hospital, "Riverside");
        var slot = await TellAsync(hospital, "Riverside", service, hospital.Time.GetUtcNow().AddDays(2));
        var referrals = new List<string>();
        for (var number = 0; number < 5; number++)
            referrals.Add(await ReadyAsync(hospital, $"{number}", service));
        var answers = await Task.WhenAll(referrals.Select(id => BookAsync(hospital, id, slot)));
        Assert.Equal((1, 4), (answers.Count(answer => answer == HttpStatusCode.OK), answers.Count(answer => answer == HttpStatusCode.Conflict)));
        Assert.Equal("booked", Assert.Single(await hospital.ItemsAsync($"/api/v1/services/{service}/slots")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task WhatCannotBeBookedSaysWhy()
    {
        await using var hospital = await Hospital.StartAsync();
        var (service, elsewhere) = (await ServiceAsync(hospital, "Riverside"), await ServiceAsync(hospital, "Harbour"));
        var start = hospital.Time.GetUtcNow().AddDays(2);
        var slot = await TellAsync(hospital, "Harbour", elsewhere, start);
        var id = await ReadyAsync(hospital, "1", service);
        Assert.Contains("the patient goes to Riverside", (await AnswerAsync(hospital, id, slot)).GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (await AnswerAsync(hospital, id, "none")).GetProperty("status").GetInt32());
        var own = await TellAsync(hospital, "Riverside", service, start);
        using (var stale = await hospital.PostAsync($"/api/v1/referrals/{id}/booking", new { slotId = own, expectedVersion = 1 }))
            Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        await ActAsync(hospital, id, "withdraw-consent", "Said so on the telephone");
        Assert.Contains("No consent", (await hospital.GetAsync($"/api/v1/referrals/{id}/times")).GetProperty("whyNot").GetString(), StringComparison.Ordinal);
        Assert.Contains("No consent", (await AnswerAsync(hospital, id, own)).GetProperty("title").GetString(), StringComparison.Ordinal);
        await ActAsync(hospital, id, "record-consent");
        hospital.Time.Leap(TimeSpan.FromDays(3));
        Assert.Contains("That time is over", (await AnswerAsync(hospital, id, own)).GetProperty("title").GetString(), StringComparison.Ordinal);
        foreach (var (csv, words) in new[] { ("service,start,end\nNobody,2026-03-09 09:00,2026-03-09 09:30", "nobody of this name"), ("service,start,end\nRiverside,soon,later", "times like"), ("service,start,end\nRiverside,2026-03-09 09:30,2026-03-09 09:00", "ends after it starts") })
        {
            using var told = await hospital.PostAsync("/api/v1/services/slots", new { csv });
            Assert.Contains(words, await told.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task FhirSlotsAreBookedAndWhatIsTakenAwayIsSeen()
    {
        await using var hospital = await Hospital.StartAsync();
        // Told before the directory knows who it is: kept, and offered as soon as it does.
        var schedule = await PutAsync(hospital, "Schedule", new { resourceType = "Schedule", actor = new[] { new { reference = "HealthcareService/rv" } } });
        var start = hospital.Time.GetUtcNow().AddDays(3);
        var slots = new List<string>();
        for (var number = 0; number < 4; number++)
            slots.Add(await PutAsync(hospital, "Slot", Slot(schedule, start.AddHours(number), "free")));
        await PutAsync(hospital, "Slot", Slot(schedule, start.AddHours(9), "busy"));
        var service = await ServiceAsync(hospital, "Riverside", schedules: "HealthcareService/rv");
        Assert.Equal(["free", "free", "free", "free", "busy"], (await hospital.ItemsAsync($"/api/v1/services/{service}/slots")).Select(one => one.GetProperty("status").GetString()));

        var ours = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            var id = await ReadyAsync(hospital, $"{number}", service);
            ours.Add(id);
            Assert.Equal(HttpStatusCode.OK, await BookAsync(hospital, id, (await hospital.GetAsync($"/api/v1/referrals/{id}/times")).GetProperty("items")[0].GetProperty("id").GetString()!));
        }

        await PutAsync(hospital, $"Slot/{slots[0]}", Slot(schedule, start, "entered-in-error", slots[0]));
        await PutAsync(hospital, $"Slot/{slots[1]}", Slot(schedule, start.AddHours(1), "busy", slots[1]));
        await PutAsync(hospital, $"Slot/{slots[2]}", Slot(schedule, start.AddHours(6), "free", slots[2]));
        using (await hospital.Web.DeleteAsync(new Uri($"/fhir/Slot/{slots[3]}", UriKind.Relative), Stop))
        {
            foreach (var id in ours)
                Assert.Contains("Booked time is gone", await ExceptionsAsync(hospital, id));
        }

        // What made it busy is this patient's own visit.
        var patient = (await hospital.GetAsync($"/api/v1/referrals/{ours[1]}")).GetProperty("patient").GetProperty("id").GetString();
        await PutAsync(hospital, "Appointment", new { resourceType = "Appointment", status = "booked", slot = new[] { new { reference = $"Slot/{slots[1]}" } }, participant = new[] { new { actor = new { reference = $"Patient/{patient}" }, status = "accepted" } }, start = start.AddHours(1), end = start.AddHours(2) });
        Assert.DoesNotContain("Booked time is gone", await ExceptionsAsync(hospital, ours[1]));
        Assert.Equal("scheduled", await StateAsync(hospital, ours[0]));
        await ActAsync(hospital, ours[0], "cancel-visit", "They closed that day");
        Assert.DoesNotContain("Booked time is gone", await ExceptionsAsync(hospital, ours[0]));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static object Slot(string schedule, DateTimeOffset start, string status, string? id = null) => new { resourceType = "Slot", id, schedule = new { reference = $"Schedule/{schedule}" }, status, start, end = start.AddMinutes(30) };

    private static async Task<string> ServiceAsync(Hospital hospital, string name, string? openingTimes = null, string? schedules = null)
    {
        using var made = await hospital.PostAsync("/api/v1/services", new { name, specialty = "Cardiology", openingTimes, schedules });
        var text = await made.Content.ReadAsStringAsync(Stop);
        Assert.True(made.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<string> TellAsync(Hospital hospital, string name, string service, DateTimeOffset start)
    {
        using var told = await hospital.PostAsync("/api/v1/services/slots", new { csv = $"service,start,end\n{name},{start:yyyy-MM-dd'T'HH:mm'Z'},{start.AddMinutes(30):yyyy-MM-dd'T'HH:mm'Z'}" });
        Assert.True(told.IsSuccessStatusCode, await told.Content.ReadAsStringAsync(Stop));
        return (await hospital.ItemsAsync($"/api/v1/services/{service}/slots"))[^1].GetProperty("id").GetString()!;
    }

    /// <summary>A referral that can be booked at this service.</summary>
    private static async Task<string> ReadyAsync(Hospital hospital, string number, string service)
    {
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        string patient;
        await using (var db = hospital.Read())
            patient = db.Patients.Single(row => row.Mrn == mrn).Id;
        using var made = await hospital.PostAsync("/api/v1/referrals", new { patientId = patient, service = "Cardiology", priority = "routine", reason = $"new murmur {number}", consent = true });
        var id = JsonDocument.Parse(await made.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("id").GetString()!;
        await ActAsync(hospital, id, "complete-dossier");
        using (var chosen = await hospital.PostAsync($"/api/v1/referrals/{id}/recipient", new { serviceId = service, reason = "Nearest", expectedVersion = await VersionAsync(hospital, id) }))
            Assert.True(chosen.IsSuccessStatusCode, await chosen.Content.ReadAsStringAsync(Stop));
        foreach (var action in new[] { "triage", "waive-authorization", "ready" })
            await ActAsync(hospital, id, action);
        return id;
    }

    private static async Task<HttpStatusCode> BookAsync(Hospital hospital, string id, string slot)
    {
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/booking", new { slotId = slot, expectedVersion = await VersionAsync(hospital, id) });
        return answer.StatusCode;
    }

    private static async Task<JsonElement> AnswerAsync(Hospital hospital, string id, string slot)
    {
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/booking", new { slotId = slot, expectedVersion = await VersionAsync(hospital, id) });
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
    }

    private static async Task<string> PutAsync(Hospital hospital, string path, object resource)
    {
        using var content = new StringContent(JsonSerializer.Serialize(resource, new JsonSerializerOptions { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull }), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
        using var answer = path.Contains('/', StringComparison.Ordinal) ? await hospital.Web.PutAsync(new Uri($"/fhir/{path}", UriKind.Relative), content, Stop) : await hospital.Web.PostAsync(new Uri($"/fhir/{path}", UriKind.Relative), content, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<int> VersionAsync(Hospital hospital, string id) => (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();

    private static async Task<string?> StateAsync(Hospital hospital, string id) => (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("state").GetString();

    private static async Task<IReadOnlyList<string?>> ExceptionsAsync(Hospital hospital, string id) =>
        [.. (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("exceptions").EnumerateArray().Select(one => one.GetString())];

    private static async Task ActAsync(Hospital hospital, string id, string action, string reason = "said so")
    {
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = await VersionAsync(hospital, id), reason });
        Assert.True(answer.IsSuccessStatusCode, $"{action}: {await answer.Content.ReadAsStringAsync(Stop)}");
    }
}
