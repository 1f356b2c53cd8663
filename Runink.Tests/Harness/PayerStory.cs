using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Runink.Tests.Harness;

/// <summary>A covered patient with a referral that needs an authorization.</summary>
internal static class PayerStory
{
    public static string Mrn => "7010077";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Dictionary<string, string?> Pas(string url) => new()
    {
        ["Delivery:Endpoints:northwind:Kind"] = "Fhir", ["Delivery:Endpoints:northwind:Address"] = $"{url}/fhir/", ["Delivery:Endpoints:northwind:AllowPrivate"] = "true", ["Delivery:Endpoints:northwind:MayCarryPhi"] = "true",
        ["Delivery:Endpoints:northwind:Secret"] = "token", ["Delivery:Endpoints:northwind:Fhir:TakesTasks"] = "false",
        ["Referrals:Authorization:Npi"] = "1234567893", ["Referrals:Authorization:Payers:Northwind Health:Channel"] = "Pas", ["Referrals:Authorization:Payers:Northwind Health:Endpoint"] = "northwind",
        ["Referrals:Authorization:Payers:Northwind Health:PayerId"] = "60054", ["Referrals:Authorization:Payers:Northwind Health:Contract"] = "NW-2026",
    };

    public static Dictionary<string, string?> X12(string folder, string answers) => new()
    {
        ["Referrals:Authorization:Npi"] = "1234567893", ["Referrals:Authorization:Payers:Northwind Health:Channel"] = "X12", ["Referrals:Authorization:Payers:Northwind Health:PayerId"] = "81040",
        ["Referrals:Authorization:Payers:Northwind Health:X12:Sender"] = "RUNINK", ["Referrals:Authorization:Payers:Northwind Health:X12:Receiver"] = "81040", ["Referrals:Authorization:Payers:Northwind Health:X12:Folder"] = folder,
        ["Referrals:Authorization:Payers:Northwind Health:X12:Answers"] = answers, ["Referrals:Authorization:Payers:Northwind Health:Contract"] = "NW-2026", ["Referrals:Authorization:CostCentres:Cardiology"] = "4711",
    };

    /// <returns>The id of a referral in the state in which an authorization is sought.</returns>
    public static async Task<string> ReferralAsync(Hospital hospital, string reason = "new murmur", string service = "Cardiology")
    {
        await hospital.SendAsync(Some.Arrival(Mrn, hospital.Time.GetUtcNow()) + $"\rIN1|1|HMO^Plan|NW|Northwind Health{new string('|', 32)}M77");
        var patient = (await hospital.GetAsync($"/api/v1/patients/{Mrn}")).GetProperty("card").GetProperty("id").GetString()!;
        await ConditionAsync(hospital, patient, "I34.0", "Mitral insufficiency");
        await ConditionAsync(hospital, patient, "G43.9", "Migraine", resolved: true);
        await ConditionAsync(hospital, patient, "B20", "Hidden thing", security: "HIV", resolved: true);
        var made = await PostAsync(hospital, "/api/v1/referrals", new { patientId = patient, service, reason });
        var id = made.GetProperty("id").GetString()!;
        await ActAsync(hospital, id, "complete-dossier");
        await ActAsync(hospital, id, "require-authorization");
        await ActAsync(hospital, id, "triage");
        await ActAsync(hospital, id, "seek-authorization");
        return id;
    }

    public static async Task ActAsync(Hospital hospital, string id, string action, string? reason = null, DateTimeOffset? date = null) =>
        await PostAsync(hospital, $"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = await VersionAsync(hospital, id), reason, date });

    public static async Task<int> VersionAsync(Hospital hospital, string id) => (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();

    public static async Task<JsonElement> PostAsync(Hospital hospital, string path, object body)
    {
        using var answer = await hospital.PostAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <returns>The code of the refusal.</returns>
    public static async Task<string> RefusedAsync(Hospital hospital, string path, object body)
    {
        using var answer = await hospital.PostAsync(path, body);
        Assert.False(answer.IsSuccessStatusCode, path);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("type").GetString()!.Split(':')[^1];
    }

    private static async Task ConditionAsync(Hospital hospital, string patient, string code, string text, string? security = null, bool resolved = false)
    {
        var meta = security is null ? "" : $$""" "meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"{{security}}"}]},""";
        using var content = new StringContent(
            $$"""{"resourceType":"Condition",{{meta}}"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"{{(resolved ? "resolved" : "active")}}"}]},"subject":{"reference":"Patient/{{patient}}"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"{{code}}"}],"text":"{{text}}"} }""",
            Encoding.UTF8, "application/fhir+json");
        using var made = await hospital.Web.PostAsync("/fhir/Condition", content, Stop);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Stop));
    }
}
