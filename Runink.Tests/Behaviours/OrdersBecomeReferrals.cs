using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>An order for a referral is one on the board, by HL7 v2 and by FHIR; its visit and its report follow by the order's number.</summary>
public abstract class OrdersBecomeReferrals
{
    public sealed class OnSqlite : OrdersBecomeReferrals;

    public sealed class OnPostgreSql : OrdersBecomeReferrals;

    [Fact]
    public async Task AnOrderIsOneReferralHoweverOftenItIsSent()
    {
        await using var hospital = await Hospital.StartAsync();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()), Ref(hospital, mrn, "1", "A", "R"), Ref(hospital, mrn, "2", "A", "R"));
        var card = Assert.Single(await hospital.ItemsAsync("/api/v1/referrals"));
        Assert.Equal(("Cardiology", "routine", "order"), (card.GetProperty("service").GetString(), card.GetProperty("priority").GetString(), card.GetProperty("source").GetProperty("type").GetString()));
        Assert.Contains("Heart murmur", card.GetProperty("reason").GetString(), StringComparison.Ordinal);

        hospital.Time.Advance(TimeSpan.FromMinutes(2));
        await hospital.SendAsync(Ref(hospital, mrn, "3", "A", "S"));
        Assert.Equal("urgent", Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("priority").GetString());

        // What a person here decided stands, however often the same order comes.
        await ActAsync(hospital, card.GetProperty("id").GetString()!, "priority-soon");
        hospital.Time.Advance(TimeSpan.FromMinutes(2));
        await hospital.SendAsync(Ref(hospital, mrn, "3b", "P", "S"));
        Assert.Equal("soon", Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("priority").GetString());
        hospital.Time.Advance(TimeSpan.FromMinutes(2));
        await hospital.SendAsync(Ref(hospital, mrn, "4", "R", "S", "RRI^I12"));
        Assert.Equal("reroute", Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("state").GetString());
        hospital.Time.Advance(TimeSpan.FromMinutes(2));
        await hospital.SendAsync(Ref(hospital, mrn, "5", "P", "S", "REF^I14"));
        Assert.Empty(await hospital.ItemsAsync("/api/v1/referrals"));
        Assert.Equal("cancelled", (await hospital.GetAsync($"/api/v1/referrals/{card.GetProperty("id").GetString()}")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task VisitAndReportFollowByTheNumberOfTheOrder()
    {
        await using var hospital = await Hospital.StartAsync();
        var patient = await PutAsync(hospital, "Patient", new { resourceType = "Patient", identifier = new[] { new { system = "urn:clinic", value = "77001" } }, name = new[] { new { family = "Osei", given = new[] { "Ama" } } }, gender = "female", birthDate = "1950-02-03" });
        var subject = new { reference = $"Patient/{patient}" };
        var category = new[] { new { coding = new[] { new { system = "http://snomed.info/sct", code = "3457005" } } } };
        var order = await PutAsync(hospital, "ServiceRequest", new { resourceType = "ServiceRequest", status = "active", intent = "order", category, code = new { text = "Cardiology" }, subject, priority = "urgent", reasonCode = new[] { new { text = "Syncope" } } });
        await PutAsync(hospital, "ServiceRequest", new { resourceType = "ServiceRequest", status = "active", intent = "order", code = new { text = "Potassium" }, subject });
        var id = Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("id").GetString()!;
        var basedOn = new[] { new { reference = $"ServiceRequest/{order}" } };
        var participant = new[] { new { actor = subject, status = "accepted" } };
        var start = hospital.Time.GetUtcNow().AddDays(3);

        // Booked before anybody has looked: it cannot be followed, and shows.
        var visit = await PutAsync(hospital, "Appointment", new { resourceType = "Appointment", status = "booked", basedOn, participant, start, end = start.AddMinutes(30) });
        Assert.Contains("A message could not be followed", await ExceptionsAsync(hospital, id));
        foreach (var action in new[] { "clear-integration", "triage", "waive-authorization", "ready" })
            await ActAsync(hospital, id, action);
        await PutAsync(hospital, $"Appointment/{visit}", new { resourceType = "Appointment", id = visit, status = "booked", basedOn, participant, start = start.AddHours(1), end = start.AddMinutes(90) });
        Assert.Equal("scheduled", await StateAsync(hospital, id));
        await PutAsync(hospital, $"Appointment/{visit}", new { resourceType = "Appointment", id = visit, status = "cancelled", basedOn, participant, start = start.AddHours(1), end = start.AddMinutes(90) });
        Assert.Equal("ready-to-schedule", await StateAsync(hospital, id));
        await PutAsync(hospital, $"Appointment/{visit}", new { resourceType = "Appointment", id = visit, status = "booked", basedOn, participant, start = start.AddHours(2), end = start.AddHours(3) });
        await PutAsync(hospital, $"Appointment/{visit}", new { resourceType = "Appointment", id = visit, status = "fulfilled", basedOn, participant, start = start.AddHours(2), end = start.AddHours(3) });
        Assert.Equal("report-due", await StateAsync(hospital, id));

        await PutAsync(hospital, "DiagnosticReport", new { resourceType = "DiagnosticReport", status = "final", code = new { text = "Of somebody's patient, of no order" }, subject });
        Assert.Equal("report-due", await StateAsync(hospital, id));
        await PutAsync(hospital, "DiagnosticReport", new { resourceType = "DiagnosticReport", status = "final", code = new { text = "Echo" }, subject, basedOn });
        Assert.Equal("report-review", await StateAsync(hospital, id));
    }

    [Fact]
    public async Task ABookingByHl7FindsItsOrderAndOneThatCameFirstIsLookedAtAgain()
    {
        await using var hospital = await Hospital.StartAsync();
        var mrn = Some.Mrn();
        var start = hospital.Time.GetUtcNow().AddDays(3);
        // The booking overtakes the order; the order is not ready to be booked, and that shows rather than being forgotten.
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()), Siu(hospital, mrn, "1", "S12", start));
        Assert.Empty(await hospital.ItemsAsync("/api/v1/referrals"));
        hospital.Time.Advance(TimeSpan.FromMinutes(2));
        await hospital.SendAsync(Ref(hospital, mrn, "1", "A", "R"));
        var id = Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("id").GetString()!;
        Assert.Contains("A message could not be followed", await ExceptionsAsync(hospital, id));

        foreach (var action in new[] { "clear-integration", "complete-dossier", "triage", "waive-authorization", "ready" })
            await ActAsync(hospital, id, action);
        hospital.Time.Advance(TimeSpan.FromMinutes(2));
        await hospital.SendAsync(Siu(hospital, mrn, "2", "S13", start.AddHours(1)));
        Assert.Equal("scheduled", await StateAsync(hospital, id));
        hospital.Time.Advance(TimeSpan.FromMinutes(2));
        await hospital.SendAsync(Siu(hospital, mrn, "3", "S15", start.AddHours(1)));
        Assert.Equal("ready-to-schedule", await StateAsync(hospital, id));
    }

    [Fact]
    public async Task AnOrderThatIsDeletedIsTakenBack()
    {
        await using var hospital = await Hospital.StartAsync();
        var patient = await PutAsync(hospital, "Patient", new { resourceType = "Patient", identifier = new[] { new { system = "urn:clinic", value = "77002" } }, name = new[] { new { family = "Osei" } }, birthDate = "1950-02-03" });
        var order = await PutAsync(hospital, "ServiceRequest", new
        {
            resourceType = "ServiceRequest", status = "active", intent = "order", category = new[] { new { coding = new[] { new { system = "http://snomed.info/sct", code = "3457005" } } } }, code = new { text = "Cardiology" },
            subject = new { reference = $"Patient/{patient}" },
        });
        var id = Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("id").GetString()!;
        using var deleted = await hospital.Web.DeleteAsync(new Uri($"/fhir/ServiceRequest/{order}", UriKind.Relative), Stop);
        Assert.True(deleted.IsSuccessStatusCode);
        Assert.Equal("cancelled", await StateAsync(hospital, id));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Ref(Hospital hospital, string mrn, string number, string status, string priority, string type = "REF^I12")
    {
        var at = hospital.Time.GetUtcNow().ToString("yyyyMMddHHmmss", null);
        return $"MSH|^~\\&|REFS|CLINIC|COMPANION|H|{at}||{type}|REF{mrn}-{number}|P|2.5.1\rRF1|{status}|{priority}|CAR^Cardiology^HL70281|||R-{mrn}^CLINIC|{at}||{at}|R01.1^Heart murmur^I10\rPRD|RP|Hart^Jo\rPID|1||{mrn}^^^HOSP^MR||Osei^Ama||19500203|F\r";
    }

    private static string Siu(Hospital hospital, string mrn, string number, string trigger, DateTimeOffset start)
    {
        var at = hospital.Time.GetUtcNow().ToString("yyyyMMddHHmmss", null);
        return $"MSH|^~\\&|SCHED|CLINIC|COMPANION|H|{at}||SIU^{trigger}|SIU{mrn}-{number}|P|2.5.1\rSCH|A-{mrn}^CLINIC|F-{mrn}^CLINIC|||||||30|MIN|^^^{start:yyyyMMddHHmmss}||||||||||||||{(trigger == "S15" ? "Cancelled" : "Booked")}|R-{mrn}^CLINIC\rPID|1||{mrn}^^^HOSP^MR||Osei^Ama||19500203|F\r";
    }

    private static async Task<string> PutAsync(Hospital hospital, string path, object resource)
    {
        using var content = new StringContent(JsonSerializer.Serialize(resource), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
        using var answer = path.Contains('/', StringComparison.Ordinal) ? await hospital.Web.PutAsync(new Uri($"/fhir/{path}", UriKind.Relative), content, Stop) : await hospital.Web.PostAsync(new Uri($"/fhir/{path}", UriKind.Relative), content, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return answer.Headers.Location is { } at ? at.ToString().Split('/')[^3] : JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<string?> StateAsync(Hospital hospital, string id) => (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("state").GetString();

    private static async Task<IReadOnlyList<string?>> ExceptionsAsync(Hospital hospital, string id) =>
        [.. (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("exceptions").EnumerateArray().Select(one => one.GetString())];

    private static async Task ActAsync(Hospital hospital, string id, string action)
    {
        var version = (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = version, reason = "seen" });
        Assert.True(answer.IsSuccessStatusCode, $"{action}: {await answer.Content.ReadAsStringAsync(Stop)}");
    }
}
