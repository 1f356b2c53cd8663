using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Whoever may not see patients does not learn of one by asking cleverly: no filter, no count, no text of their own tells.</summary>
public abstract class NoOracles
{
    public sealed class OnSqlite : NoOracles;

    public sealed class OnPostgreSql : NoOracles;

    [Fact]
    public async Task NoFilterTakesAPatientFromThemWhoSeeNone()
    {
        await using var hospital = await Hospital.StartAsync();
        var (patient, mrn) = await BreakingTheGlass.AdmitAsync(hospital, "4 West");
        foreach (var person in new[] { "tess.shah", "dana.meyer", "nora.mills", "victor.adeyemi", "kim.park" })
        {
            using var who = await SignedIn.AtAsync(hospital, person);
            // Here or not here: the answers are the same to the letter.
            foreach (var path in new[] { "/api/v1/escalations?patient={0}", "/api/v1/ledger?patient={0}", "/api/v1/patients/{0}", "/api/v1/patients/{0}/timeline", "/api/v1/patients/{0}/parameters", "/fhir/Patient?identifier={0}", "/fhir/Observation?patient.identifier={0}&_summary=count", "/api/v1/triggers/hyperkalaemia/explanation?patient={0}" })
            {
                var (there, gone) = (await AskAsync(who, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, mrn)), await AskAsync(who, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, "55555501")));
                Assert.True(there.Status == HttpStatusCode.Forbidden, $"{person} {path}: {there.Status}");
                Assert.Equal(there, gone);
            }
        }

        // An auditor still follows a patient, by our id as it stands in the rows.
        using var victor = await SignedIn.AtAsync(hospital, "victor.adeyemi");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(victor, $"/api/v1/ledger?patient={patient}")).Status);
    }

    [Fact]
    public async Task ABackTestTellsNoValueOfAnybody()
    {
        await using var hospital = await Hospital.StartAsync();
        for (var i = 0; i < 14; i++)
            await BreakingTheGlass.AdmitAsync(hospital, "4 West");
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        static string Text(string limit) => $"trigger:\n  when: lab.lactate > {limit} mmol/L\n  then: [{{action: log, entry: x}}]\n";
        async Task<JsonElement> TestAsync(string limit)
        {
            using var answer = await tess.AskAsync(HttpMethod.Post, "/api/v1/triggers/mine/backtest", new { yaml = Text(limit), from = hospital.Time.GetUtcNow().AddDays(-2) });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        }

        var all = await TestAsync("3");
        Assert.Equal((10, true, 0), (all.GetProperty("firings").GetInt32(), all.GetProperty("isSummary").GetBoolean(), all.GetProperty("items").GetArrayLength()));
        Assert.Equal((0, 0), (all.GetProperty("byUnit").GetArrayLength(), all.GetProperty("byShift").GetArrayLength()));
        // One of them gets worse: a text that only that one fits is answered exactly like one that fits nobody.
        var (_, one) = await BreakingTheGlass.AdmitAsync(hospital, "4 West");
        await hospital.SendAsync(Some.Lactate(one, "Lworse", hospital.Time.GetUtcNow(), "7.77"));
        Assert.Equal((await TestAsync("9.9")).GetRawText(), (await TestAsync("7.7")).GetRawText());

        await using var db = hospital.Read();
        Assert.Equal(3, await db.Ledger.CountAsync(row => row.Kind == "trigger_backtested" && row.Actor == "person:tess.shah", Stop));
    }

    [Fact]
    public async Task ANurseReplaysHerOwnUnitOnly()
    {
        await using var hospital = await Hospital.StartAsync();
        await BreakingTheGlass.AdmitAsync(hospital, "4 West");
        var (mine, _) = await BreakingTheGlass.AdmitAsync(hospital, "Emergency");
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        using var answer = await ana.AskAsync(HttpMethod.Post, "/api/v1/triggers/mine/backtest", new { yaml = "trigger:\n  when: lab.lactate > 3 mmol/L\n  then: [{action: log, entry: x}]\n", from = hospital.Time.GetUtcNow().AddDays(-2) });
        var items = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("items");
        Assert.Equal([mine], items.EnumerateArray().Select(item => item.GetProperty("patient").GetString()).Distinct());
    }

    [Fact]
    public async Task LooksThroughStoredDataAreLimitedAndChecksAreWrittenDown()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["RateLimits:LookBacksPerMinute"] = "3" });
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await tess.AskAsync(HttpMethod.Post, "/api/v1/triggers/hyperkalaemia/backtest", new { });
            answers.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers);
        using var check = await tess.AskAsync(HttpMethod.Post, "/api/v1/triggers/check", new { files = new[] { new { name = "x.yaml", text = "trigger: x" } } });
        Assert.Equal(HttpStatusCode.OK, check.StatusCode);
        await using var db = hospital.Read();
        Assert.Equal(1, await db.Ledger.CountAsync(row => row.Kind == "feeds_checked" && row.Actor == "person:tess.shah", Stop));
    }

    [Fact]
    public async Task WhoOnlySendsIsNotShownWhatWasThere()
    {
        await using var hospital = await Hospital.StartAsync();
        var mrn = Some.Mrn();
        var body = new { resourceType = "Patient", identifier = new[] { new { system = "urn:here", value = mrn } }, name = new[] { new { family = "Secret" } } };
        using var made = await PutAsync(hospital.Web, body);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var key = await ((Runink.Companion.Hosting.Access.ApiKeyStore)hospital.Services.GetService(typeof(Runink.Companion.Hosting.Access.ApiKeyStore))!).CreateAsync("sender", Runink.Domain.Teams.Permission.SendMessages, null, Runink.Domain.Foundation.Actor.System, Stop);
        using var sender = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        sender.DefaultRequestHeaders.Authorization = new("Bearer", key.Value!.Secret);
        using var again = await PutAsync(sender, new { resourceType = "Patient", identifier = body.identifier });
        Assert.Equal((HttpStatusCode.OK, ""), (again.StatusCode, await again.Content.ReadAsStringAsync(Stop)));
        using var bundle = new HttpRequestMessage(HttpMethod.Post, "/fhir")
        {
            Content = JsonContent.Create(
                new { resourceType = "Bundle", type = "transaction", entry = new[] { new { resource = new { resourceType = "Patient", identifier = body.identifier }, request = new { method = "POST", url = "Patient", ifNoneExist = $"identifier=urn:here|{mrn}" } } } },
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/fhir+json")),
        };
        bundle.Headers.Add("Prefer", "return=representation");
        using var answered = await sender.SendAsync(bundle, Stop);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.DoesNotContain("Secret", await answered.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        async Task<HttpResponseMessage> PutAsync(HttpClient client, object resource)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/fhir/Patient") { Content = JsonContent.Create(resource, new System.Net.Http.Headers.MediaTypeHeaderValue("application/fhir+json")) };
            request.Headers.Add("If-None-Exist", $"identifier=urn:here|{mrn}");
            return await client.SendAsync(request, Stop);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<(HttpStatusCode Status, string Title)> AskAsync(SignedIn who, string path)
    {
        using var answer = await who.AskAsync(HttpMethod.Get, path);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, JsonDocument.Parse(text).RootElement.TryGetProperty("title", out var title) ? title.GetString()! : text);
    }
}
