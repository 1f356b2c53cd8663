using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Whoever owes something for a dossier is reminded by the clock, once each, until it is here, is let pass or a person takes over.</summary>
public abstract class WhatIsMissingIsChased
{
    private const string Rules = """
        intake:
          service: Cardiology
          documents:
            - {name: Reason, weight: 3, critical: yes, any_of: [reason]}
            - {name: 12-lead ECG, weight: 3, critical: yes, within: 90d, any_of: [document 11524-6]}
          chase: {first: 8h, every: 8h, at_most: 2}
        """;

    public sealed class OnSqlite : WhatIsMissingIsChased;

    public sealed class OnPostgreSql : WhatIsMissingIsChased;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheReferrerIsRemindedOnceEachAlsoOverARestartUntilItIsHere()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await using var partner = new MllpPartner { Says = _ => "AA" };
        var mrn = Some.Mrn();
        string id;
        DateTimeOffset now;
        await using (var hospital = await Hospital.StartAsync(folder: folder, settings: Referrer(partner.Port)))
        {
            id = await OrderedAsync(hospital, mrn);
            Assert.Equal(JsonValueKind.Null, (await DossierAsync(hospital, id)).GetProperty("chase").ValueKind);
            await ActAsync(hospital, id, "request-information", "Please send: 12-lead ECG of the last 90 days.");
            Assert.Equal(("Please send: 12-lead ECG of the last 90 days.", 0, 2, hospital.Time.GetUtcNow().AddHours(8)), Chase(await DossierAsync(hospital, id)));
            hospital.Time.Leap(TimeSpan.FromHours(8));
            await Hospital.EventuallyAsync(() => Task.FromResult(partner.Asked.Count), count => count == 2, "the first reminder");
            Assert.Contains("|^Reminder 1 of 2. Please send: 12-lead ECG of the last 90 days.", partner.Asked.Last(), StringComparison.Ordinal);
            now = hospital.Time.GetUtcNow();
            await hospital.StopAsync();
        }

        await using var again = await Hospital.StartAsync(now.AddHours(7), folder, Referrer(partner.Port));
        Assert.Equal((1, now.AddHours(8)), (Chase(await DossierAsync(again, id)).Reminded, Chase(await DossierAsync(again, id)).NextAt));
        again.Time.Leap(TimeSpan.FromHours(30));
        await Hospital.EventuallyAsync(() => Task.FromResult(partner.Asked.Count), count => count == 3, "the second reminder, and not all that were due");
        await DocumentAsync(again, id);
        again.Time.Leap(TimeSpan.FromDays(3));
        var chase = await Hospital.EventuallyAsync(() => DossierAsync(again, id), view => view.GetProperty("chase").GetProperty("owed").ValueKind == JsonValueKind.Null, "it is here");
        Assert.Equal((2, JsonValueKind.Null), (Chase(chase).Reminded, chase.GetProperty("chase").GetProperty("nextAt").ValueKind));
        await again.FastForwardAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(3, partner.Asked.Count);
        Assert.Empty(await HistoryAsync(again, id, "referral_information_handed_over"));
        Assert.Equal(2, (await HistoryAsync(again, id, "referral_information_reminded")).Count);
        await again.DisposeAsync();
        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task WhatNeverComesIsAPersonsTaskWhichEndsWhenSomebodyLetsItPass()
    {
        await using var partner = new MllpPartner { Says = _ => "AA" };
        await using var hospital = await Hospital.StartAsync(settings: Referrer(partner.Port));
        var id = await OrderedAsync(hospital, Some.Mrn());
        await ActAsync(hospital, id, "request-information", "Please send: 12-lead ECG of the last 90 days.");
        await ActAsync(hospital, id, "hold", "patient away", hospital.Time.GetUtcNow().AddDays(2));
        hospital.Time.Leap(TimeSpan.FromDays(1));
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(await HistoryAsync(hospital, id, "referral_information_reminded"));
        await ActAsync(hospital, id, "resume");
        foreach (var kind in new[] { "referral_information_reminded", "referral_information_reminded", "referral_information_handed_over" })
        {
            var before = (await HistoryAsync(hospital, id, kind)).Count;
            hospital.Time.Leap(TimeSpan.FromHours(8));
            await Hospital.EventuallyAsync(() => HistoryAsync(hospital, id, kind), rows => rows.Count == before + 1, kind);
        }

        var task = Assert.Single(await TasksAsync(hospital, id));
        Assert.Equal(("missing-items", true), (task.GetProperty("kind").GetString(), task.GetProperty("text").GetString()!.StartsWith("Nothing came after 2 reminders: call, or go on without. Please send: 12-lead ECG", StringComparison.Ordinal)));
        Assert.True((await DossierAsync(hospital, id)).GetProperty("chase").GetProperty("isHandedOver").GetBoolean());
        hospital.Time.Leap(TimeSpan.FromDays(9));
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(2, (await HistoryAsync(hospital, id, "referral_information_reminded")).Count);

        await ActAsync(hospital, id, "complete-dossier");
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2));
        await Hospital.EventuallyAsync(() => TasksAsync(hospital, id), tasks => tasks.Count == 0, "nobody has to call any more");
    }

    /// <summary>Made here by a person: nobody outside can be asked, so a person does it.</summary>
    [Fact]
    public async Task WhereNobodyOutsideIsKnownAPersonAsks()
    {
        await using var hospital = await Hospital.StartAsync();
        await SaveAsync(hospital);
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        var patient = (await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString();
        using var made = await hospital.PostAsync("/api/v1/referrals", new { patientId = patient, service = "Cardiology", reason = "Murmur" });
        var id = JsonDocument.Parse(await made.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("id").GetString()!;
        await ActAsync(hospital, id, "request-information", "Please send: 12-lead ECG of the last 90 days.");
        hospital.Time.Leap(TimeSpan.FromHours(8));
        var task = Assert.Single(await Hospital.EventuallyAsync(() => TasksAsync(hospital, id), tasks => tasks.Count > 0, "a task"));
        Assert.StartsWith("Reminder 1 of 2. Please send: 12-lead ECG", task.GetProperty("text").GetString(), StringComparison.Ordinal);
        await DocumentAsync(hospital, id);
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2));
        await Hospital.EventuallyAsync(() => TasksAsync(hospital, id), tasks => tasks.Count == 0, "it is here");
    }

    private static Dictionary<string, string?> Referrer(int port) => new()
    {
        ["Delivery:Endpoints:clinic:Kind"] = "mllp", ["Delivery:Endpoints:clinic:Address"] = $"mllp://127.0.0.1:{port}", ["Delivery:Endpoints:clinic:MayCarryPhi"] = "true",
        ["Referrals:Referrers:Hart Family Medicine:Source"] = "REFS/CLINIC", ["Referrals:Referrers:Hart Family Medicine:Channel"] = "hl7", ["Referrals:Referrers:Hart Family Medicine:Contact"] = "clinic",
    };

    private static async Task<string> OrderedAsync(Hospital hospital, string mrn)
    {
        await SaveAsync(hospital);
        var at = hospital.Time.GetUtcNow().ToString("yyyyMMddHHmmss", null);
        await hospital.SendAsync($"MSH|^~\\&|REFS|CLINIC|COMPANION|H|{at}||REF^I12|REF{mrn}|P|2.5.1\rRF1|A|R|CAR^Cardiology^HL70281|||R-{mrn}^CLINIC|{at}||{at}|R01.1^Heart murmur^I10\rPRD|RP|Hart^Jo\rPID|1||{mrn}^^^HOSP^MR||Osei^Ama||19500203|F\r");
        return Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("id").GetString()!;
    }

    private static async Task SaveAsync(Hospital hospital)
    {
        using var saved = await hospital.Web.PutAsJsonAsync("/api/v1/intake-rules/cardiology", new { yaml = Rules }, Stop);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(Stop));
    }

    private static async Task DocumentAsync(Hospital hospital, string id)
    {
        var patient = (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("patient").GetProperty("id").GetString();
        using var content = new StringContent(
            $$"""
            {"resourceType":"DocumentReference","status":"current","type":{"coding":[{"system":"http://loinc.org","code":"11524-6","display":"EKG study"}]},
             "subject":{"reference":"Patient/{{patient}}" },"date":"{{hospital.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}","content":[{"attachment":{"contentType":"text/plain","data":"c2ludXM="} }] }
            """, Encoding.UTF8, "application/fhir+json");
        using var kept = await hospital.Web.PostAsync("/fhir/DocumentReference", content, Stop);
        Assert.True(kept.IsSuccessStatusCode, await kept.Content.ReadAsStringAsync(Stop));
    }

    private static (string? Owed, int Reminded, int AtMost, DateTimeOffset? NextAt) Chase(JsonElement dossier) => dossier.GetProperty("chase") is var chase
        ? (chase.GetProperty("owed").GetString(), chase.GetProperty("reminded").GetInt32(), chase.GetProperty("atMost").GetInt32(), chase.GetProperty("nextAt").ValueKind == JsonValueKind.Null ? null : chase.GetProperty("nextAt").GetDateTimeOffset())
        : default;

    private static Task<JsonElement> DossierAsync(Hospital hospital, string id) => hospital.GetAsync($"/api/v1/referrals/{id}/dossier");

    private static Task<IReadOnlyList<JsonElement>> HistoryAsync(Hospital hospital, string id, string kind) => hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind={kind}");

    private static async Task<IReadOnlyList<JsonElement>> TasksAsync(Hospital hospital, string id) => [.. (await hospital.ItemsAsync($"/api/v1/referrals/{id}/tasks")).Where(task => task.GetProperty("state").GetString() == "open")];

    private static async Task ActAsync(Hospital hospital, string id, string action, string? reason = null, DateTimeOffset? date = null)
    {
        var version = (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();
        using var done = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = version, reason, date });
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync(Stop));
    }
}
