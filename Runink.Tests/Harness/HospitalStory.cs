using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Runink.Tests.Harness;

/// <summary>A hospital with some of everything, and what its API says of it.</summary>
internal static class HospitalStory
{
    /// <summary>Where each list and each thing on it is read.</summary>
    private static readonly (string List, string[] Each)[] Questions =
    [
        ("/api/v1/escalations?view=all", ["/api/v1/escalations/{0}", "/api/v1/escalations/{0}/explanation", "/api/v1/escalations/{0}/sla", "/api/v1/escalations/{0}/told?person=ana.ruiz"]),
        ("/api/v1/escalations?status=resolved", ["/api/v1/escalations/{0}"]),
        ("/api/v1/referrals", ["/api/v1/referrals/{0}", "/api/v1/referrals/{0}/actions", "/api/v1/referrals/{0}/waits", "/api/v1/referrals/{0}/documents", "/api/v1/referrals/{0}/dossier"]),
        ("/api/v1/discharges", ["/api/v1/discharges/{0}"]),
        ("/api/v1/triggers", ["/api/v1/triggers/{0}"]),
        ("/api/v1/people", []),
        ("/api/v1/teams", []),
        ("/api/v1/units", []),
        ("/api/v1/rotas", []),
        ("/api/v1/silences", []),
        ("/api/v1/quarantine", []),
    ];

    public static async Task TellAsync(Hospital hospital)
    {
        var now = hospital.Time.GetUtcNow();
        var stay = "";
        foreach (var act in new[] { "claim", "snooze", "resolve", "" })
        {
            var mrn = Some.Mrn();
            await hospital.SendAsync(Some.Arrival(mrn, now, name: "Åström^Zoë \"Z\"", patientClass: "I", place: "4 West^^4W-07", trigger: "A01"), Some.Potassium(mrn, $"K{mrn}", now, "6.8"), Some.Lactate(mrn, $"L{mrn}", now, "3.4"));
            await using var db = hospital.Read();
            var patient = await db.PatientIdentifiers.Where(one => one.Value == mrn).Select(one => one.PatientId).FirstAsync(Stop);
            var work = await db.Escalations.Where(row => row.PatientId == patient && row.TriggerId == "hyperkalaemia").Select(row => row.Id).SingleAsync(Stop);
            stay = await db.Encounters.Where(row => row.PatientId == patient).Select(row => row.Id).SingleAsync(Stop);
            if (act == "claim")
                await ReferAsync(hospital, patient);
            if (act.Length > 0)
                await PostAsync(hospital, $"/api/v1/escalations/{work}/actions/{act}", new { minutes = 30, reason = "seen at the bedside" });
        }

        await hospital.SendAsync("MSH|^~\\&|broken");
        await PostAsync(hospital, $"/api/v1/discharges/{stay}/actions/begin", new { at = now.AddHours(6) });
        await PostAsync(hospital, $"/api/v1/discharges/{stay}/actions/check", new { item = 0, evidence = "list 14" });
        using var posted = await hospital.Web.PostAsync(new Uri("/fhir/Patient", UriKind.Relative), Fhir("""{"resourceType":"Patient","name":[{"family":"Posted"}]}"""), Stop);
        Assert.True(posted.IsSuccessStatusCode, await posted.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Everything that the questions answer, by address.</summary>
    public static async Task<SortedDictionary<string, string>> AnswersAsync(Hospital hospital)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (list, each) in Questions)
        {
            foreach (var item in await hospital.ItemsAsync(list))
            {
                answers[$"{list} {Id(item)}"] = item.GetRawText();
                foreach (var path in each.Select(path => string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Id(item))))
                    answers[path] = await hospital.Web.GetStringAsync(new Uri(path, UriKind.Relative), Stop);
            }
        }

        return answers;
    }

    private static string Id(JsonElement item) => item.TryGetProperty("id", out var id) ? id.ToString() : item.GetProperty("name").ToString();

    private static async Task ReferAsync(Hospital hospital, string patient)
    {
        var referral = (await PostAsync(hospital, "/api/v1/referrals", new { patientId = patient, service = "Cardiology", reason = "new murmur" })).GetProperty("id").GetString()!;
        var link = (await PostAsync(hospital, $"/api/v1/referrals/{referral}/links", new { recipient = "Riverside Cardiology", days = 7 })).GetProperty("path").GetString()!;
        using var partner = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = hospital.Web.BaseAddress };
        using var accepted = await partner.PostAsync(new Uri($"{link}/accept", UriKind.Relative), new FormUrlEncodedContent([]), Stop);
        foreach (var (action, date) in new[] { ("waive-authorization", (DateTimeOffset?)null), ("ready", null), ("schedule", hospital.Time.GetUtcNow().AddDays(4)), ("seen", null) })
        {
            var version = (await hospital.GetAsync($"/api/v1/referrals/{referral}")).GetProperty("version").GetInt32();
            await PostAsync(hospital, $"/api/v1/referrals/{referral}/actions/{action}", new { expectedVersion = version, reason = (string?)null, date });
        }

        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(Encoding.ASCII.GetBytes("%PDF-1.7 report")), "file", "report.pdf");
        using var sent = await partner.PostAsync(new Uri($"{link}/report", UriKind.Relative), form, Stop);
        Assert.Contains("done=1", sent.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private static StringContent Fhir(string json) => new(json, Encoding.UTF8, "application/fhir+json");

    private static async Task<JsonElement> PostAsync(Hospital hospital, string path, object body)
    {
        using var answer = await hospital.Web.PostAsJsonAsync(path, body, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
