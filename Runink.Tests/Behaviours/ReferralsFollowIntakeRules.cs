using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Referrals;
using Runink.Companion.Referrals.Recipients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

public abstract class ReferralsFollowIntakeRules
{
    private const string Rules = """
        intake:
          service: Cardiology
          documents:
            - {name: Reason, weight: 3, critical: yes, any_of: [reason]}
            - {name: 12-lead ECG, weight: 3, critical: yes, within: 90d, any_of: [document 11524-6]}
            - {name: Lactate, weight: 2, within: 7d, any_of: [result lab.lactate]}
          priority: {urgent: [syncope]}
          clocks: {received: {urgent: 3h}}
          owners: {received: heart_intake}
          authorization: {required: [Northwind Health]}
        """;

    public sealed class OnSqlite : ReferralsFollowIntakeRules;

    public sealed class OnPostgreSql : ReferralsFollowIntakeRules;

    [Fact]
    public async Task FromTheRulesToACompleteDossier()
    {
        await using var hospital = await Hospital.StartAsync();
        await SaveAsync(hospital, Rules, HttpStatusCode.OK);
        await SaveAsync(hospital, Rules.Replace("syncope", "faint", StringComparison.Ordinal), HttpStatusCode.PreconditionFailed, version: 0);
        await SaveAsync(hospital, "intake: {service: Cardiology, priority: {urgnt: [x]}}", HttpStatusCode.UnprocessableEntity);
        var patient = await AdmitAsync(hospital);

        var card = await OpenAsync(hospital, patient, "Syncope on exertion, murmur");
        var id = card.GetProperty("id").GetString()!;
        Assert.Equal(("urgent", "required"), (card.GetProperty("priority").GetString(), card.GetProperty("gates").GetProperty("authorization").GetString()));
        Assert.Equal(hospital.Time.GetUtcNow().AddHours(3), card.GetProperty("dueAt").GetDateTimeOffset());
        Assert.Contains("Information missing", card.GetProperty("exceptions").EnumerateArray().Select(one => one.GetString()));
        var dossier = await hospital.GetAsync($"/api/v1/referrals/{id}/dossier");
        Assert.Equal((37, "cardiology v1", "heart_intake"), (dossier.GetProperty("assessment").GetProperty("percent").GetInt32(), dossier.GetProperty("rules").GetString(), dossier.GetProperty("team").GetString()));
        using (var early = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/triage", new { expectedVersion = card.GetProperty("version").GetInt32() }))
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);

        // An ECG that is too old changes nothing; a new one makes the way free, without anybody touching the card.
        await DocumentAsync(hospital, patient, hospital.Time.GetUtcNow().AddDays(-100));
        await hospital.SendAsync(Some.Lactate("7010077", "L1", hospital.Time.GetUtcNow(), "1.1"));
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(3));
        await Hospital.EventuallyAsync(() => hospital.GetAsync($"/api/v1/referrals/{id}"), now => now.GetProperty("gates").GetProperty("dossier").GetInt32() == 62, "the result to count");
        Assert.Contains("Information missing", (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("exceptions").EnumerateArray().Select(one => one.GetString()));
        await DocumentAsync(hospital, patient, hospital.Time.GetUtcNow().AddDays(-10));
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(3));
        var complete = await Hospital.EventuallyAsync(() => hospital.GetAsync($"/api/v1/referrals/{id}"), now => now.GetProperty("gates").GetProperty("dossier").GetInt32() == 100, "the document to count");
        Assert.DoesNotContain("Information missing", complete.GetProperty("exceptions").EnumerateArray().Select(one => one.GetString()));
        using var triaged = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/triage", new { expectedVersion = complete.GetProperty("version").GetInt32() });
        Assert.Equal(HttpStatusCode.OK, triaged.StatusCode);
        Assert.Equal(2, (await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_dossier_assessed")).Count);
    }

    [Fact]
    public async Task AFileCountsForWhatSomebodySaysItIs()
    {
        await using var hospital = await Hospital.StartAsync();
        await SaveAsync(hospital, Rules, HttpStatusCode.OK);
        var id = (await OpenAsync(hospital, await AdmitAsync(hospital), "Murmur")).GetProperty("id").GetString()!;
        var documents = hospital.Services.GetService(typeof(ReferralDocumentUseCases)) as ReferralDocumentUseCases;

        var unknown = await documents!.AddAsync(Everything, id, new FileDraft("ecg.txt", "sinus rhythm"u8.ToArray(), "X-ray"), TestContext.Current.CancellationToken);
        Assert.Equal("invalid", unknown.Refusal?.Code);
        Assert.True((await documents.AddAsync(Everything, id, new FileDraft("ecg.txt", "sinus rhythm"u8.ToArray()), TestContext.Current.CancellationToken)).Ok);
        Assert.Equal(37, (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("gates").GetProperty("dossier").GetInt32());
        Assert.True((await documents.AddAsync(Everything, id, new FileDraft("ecg2.txt", "sinus rhythm, 72"u8.ToArray(), "12-lead ECG"), TestContext.Current.CancellationToken)).Ok);
        Assert.Equal(75, (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("gates").GetProperty("dossier").GetInt32());
    }

    [Fact]
    public async Task TheDossierIsOneFileAndWhatIsProtectedWaitsForConsent()
    {
        await using var hospital = await Hospital.StartAsync();
        await SaveAsync(hospital, Rules, HttpStatusCode.OK);
        var patient = await AdmitAsync(hospital);
        await PostFhirAsync(hospital, $$"""{"resourceType":"Condition","subject":{"reference":"Patient/{{patient}}" },"code":{"text":"Heart failure <script>"} }""");
        await PostFhirAsync(hospital, $$"""{"resourceType":"Condition","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]},"subject":{"reference":"Patient/{{patient}}" },"code":{"text":"Hidden thing"} }""");
        await PostFhirAsync(hospital, $$"""{"resourceType":"Condition","verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"entered-in-error"}]},"subject":{"reference":"Patient/{{patient}}" },"code":{"text":"Wrong thing"} }""");
        await hospital.SendAsync(Some.Lactate("7010077", "L1", hospital.Time.GetUtcNow(), "1.1"), Some.Potassium("7010077", "K1", hospital.Time.GetUtcNow(), "4.1"));
        await DocumentAsync(hospital, patient, hospital.Time.GetUtcNow().AddDays(-10));
        var id = (await OpenAsync(hospital, patient, "Murmur")).GetProperty("id").GetString()!;
        var documents = (ReferralDocumentUseCases)hospital.Services.GetService(typeof(ReferralDocumentUseCases))!;
        Assert.True((await documents.AddAsync(Everything, id, new FileDraft("../../old note.txt", "stable"u8.ToArray()), TestContext.Current.CancellationToken)).Ok);

        var (page, fhir, names) = await UnzipAsync(hospital, $"/api/v1/referrals/{id}/dossier.zip");
        Assert.Equal(["document.json", "files/01-old_note.txt", "index.html", "referral.pdf"], names.Order(StringComparer.Ordinal));
        Assert.Contains("Heart failure &lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Results: 1. The service does not ask for it.", page, StringComparison.Ordinal);
        Assert.Contains("Problems: 1. Marked as specially protected", page, StringComparison.Ordinal);
        Assert.Contains("EKG study", page, StringComparison.Ordinal);
        Assert.Contains("actate", page, StringComparison.Ordinal);
        foreach (var (text, where) in new[] { ("Hidden thing", page), ("Hidden thing", fhir), ("Wrong thing", page), ("Wrong thing", fhir), ("otassium", page), ("otassium", fhir), ("<script>", page) })
            Assert.DoesNotContain(text, where, StringComparison.Ordinal);
        var bundle = JsonDocument.Parse(fhir).RootElement;
        Assert.Equal(("document", "Composition"), (bundle.GetProperty("type").GetString(), bundle.GetProperty("entry")[0].GetProperty("resource").GetProperty("resourceType").GetString()));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_dossier_taken"));

        using var link = await hospital.PostAsync($"/api/v1/referrals/{id}/links", new { recipient = "Riverside" });
        var path = (await link.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("path").GetString()!;
        await ActAsync(hospital, id, "record-consent", "asked");
        Assert.Contains("Hidden thing", (await UnzipAsync(hospital, $"{path}/dossier.zip")).Page, StringComparison.Ordinal);
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=partner_took_dossier"));
        await ActAsync(hospital, id, "withdraw-consent", "asked again");
        using var refused = await hospital.Web.GetAsync($"/api/v1/referrals/{id}/dossier.zip", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    [Fact]
    public async Task RulesOutliveARestartAndAWordThatIsDeniedRaisesNothing()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("companion-").FullName;
        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            await SaveAsync(hospital, Rules, HttpStatusCode.OK);
            await hospital.StopAsync();
        }

        await using var again = await Hospital.StartAsync(folder: folder);
        var card = await OpenAsync(again, await AdmitAsync(again), "Murmur; denies syncope");
        Assert.Equal("routine", card.GetProperty("priority").GetString());
        Assert.Equal("cardiology v1", (await again.GetAsync($"/api/v1/referrals/{card.GetProperty("id").GetString()}/dossier")).GetProperty("rules").GetString());
        await again.DisposeAsync();
        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task APersonChoosesTheRecipientAndWhoDeclinedIsNotAskedAgain()
    {
        await using var hospital = await Hospital.StartAsync();
        var near = await EntryAsync(hospital, new { name = "Riverside Heart", specialty = "cardiology", payers = "Northwind Health", languages = "en", weeklyCapacity = 10, nextOpening = "2026-03-05" });
        var far = await EntryAsync(hospital, new { name = "Harbour Cardiology", specialty = "Cardiology", payers = "Acme", channel = "fax" });
        using (var twice = await hospital.PostAsync("/api/v1/services", new { name = "Riverside Heart", specialty = "Cardiology" }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        var card = await OpenAsync(hospital, await AdmitAsync(hospital), "Murmur");
        var id = card.GetProperty("id").GetString()!;

        var candidates = (await hospital.GetAsync($"/api/v1/referrals/{id}/candidates")).GetProperty("candidates").EnumerateArray().ToList();
        Assert.Equal(["Riverside Heart", "Harbour Cardiology"], candidates.Select(one => one.GetProperty("name").GetString()));
        Assert.Contains("Has no contract with Northwind Health", candidates[1].ToString(), StringComparison.Ordinal);
        await ChooseAsync(hospital, id, far, null, HttpStatusCode.UnprocessableEntity);
        await ChooseAsync(hospital, id, "nobody", null, HttpStatusCode.NotFound);
        await ChooseAsync(hospital, id, near, null, HttpStatusCode.OK);
        Assert.Equal("Riverside Heart", (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("recipient").GetString());

        await ActAsync(hospital, id, "decline", "no capacity");
        Assert.Equal(JsonValueKind.Null, (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("recipient").ValueKind);
        await ChooseAsync(hospital, id, near, "again", HttpStatusCode.Conflict);
        await ChooseAsync(hospital, id, far, null, HttpStatusCode.OK);
        await ActAsync(hospital, id, "reroute", "other recipient");
        Assert.Contains("Declined", (await hospital.GetAsync($"/api/v1/referrals/{id}/candidates")).ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, (await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_choose_recipient")).Count);
    }

    [Fact]
    public async Task TheDirectoryIsReadFromAFileWholeOrNotAtAll()
    {
        await using var hospital = await Hospital.StartAsync();
        var directory = (HealthcareServiceUseCases)hospital.Services.GetService(typeof(HealthcareServiceUseCases))!;
        const string File = "name;specialty;payers;languages;weekly_capacity;next_opening\nRiverside;Cardiology;\"Northwind Health; Acme\";en;10;2026-03-05\nHarbour;Cardiology;;xx;;\n";

        var refused = await directory.ImportAsync(Everything, File, dryRun: false, TestContext.Current.CancellationToken);
        Assert.Equal((false, 1), (refused.Value!.Written, refused.Value.Refused));
        Assert.Empty(await hospital.ItemsAsync("/api/v1/services"));
        var mended = File.Replace("xx", "es", StringComparison.Ordinal);
        Assert.Equal((false, 0), (await directory.ImportAsync(Everything, mended, dryRun: true, TestContext.Current.CancellationToken)).Value is { } tried ? (tried.Written, tried.Refused) : default);
        Assert.Empty(await hospital.ItemsAsync("/api/v1/services"));
        Assert.Equal(["created", "created"], (await directory.ImportAsync(Everything, mended, dryRun: false, TestContext.Current.CancellationToken)).Value!.Rows.Select(row => row.Result));
        Assert.Equal(["changed", "changed"], (await directory.ImportAsync(Everything, mended, dryRun: false, TestContext.Current.CancellationToken)).Value!.Rows.Select(row => row.Result));
        Assert.Equal("Northwind Health, Acme", (await hospital.ItemsAsync("/api/v1/services")).Single(row => row.GetProperty("name").GetString() == "Riverside").GetProperty("payers").GetString());
        var many = "name,specialty\n" + string.Concat(Enumerable.Range(0, 2000).Select(number => $"Clinic {number},Cardiology\n"));
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(2000, (await directory.ImportAsync(Everything, many, dryRun: false, TestContext.Current.CancellationToken)).Value!.Rows.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "Two thousand rows hold the writer for too long.");
        Assert.Equal("invalid", (await directory.ImportAsync(Everything, "name,speciality\nA,B", dryRun: true, TestContext.Current.CancellationToken)).Refusal?.Code);
    }

    private static Caller Everything => new("person", "luis", "Luis Moreno", Role.Navigator, null, RolePermissions.Of(Role.Navigator));

    private static async Task SaveAsync(Hospital hospital, string yaml, HttpStatusCode expected, int? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/intake-rules/cardiology") { Content = JsonContent.Create(new { yaml }) };
        if (version is { } seen)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{seen}\""));
        using var answer = await hospital.Web.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> AdmitAsync(Hospital hospital)
    {
        await hospital.SendAsync(Some.Arrival("7010077", hospital.Time.GetUtcNow()) + "\rIN1|1|HMO^Plan|NW|Northwind Health|||||||||||||||||||||||||||||||M77");
        await using var db = hospital.Read();
        return db.Patients.Single(row => row.Mrn == "7010077").Id;
    }

    private static async Task<JsonElement> OpenAsync(Hospital hospital, string patientId, string reason) => await JsonAsync(await hospital.PostAsync("/api/v1/referrals", new { patientId, service = "Cardiology", reason }), HttpStatusCode.Created);

    private static async Task<string> EntryAsync(Hospital hospital, object entry) => (await JsonAsync(await hospital.PostAsync("/api/v1/services", entry), HttpStatusCode.OK)).GetProperty("id").GetString()!;

    private static async Task ActAsync(Hospital hospital, string id, string action, string reason) =>
        await JsonAsync(await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = await VersionAsync(hospital, id), reason }), HttpStatusCode.OK);

    private static async Task ChooseAsync(Hospital hospital, string id, string serviceId, string? reason, HttpStatusCode expected) =>
        await JsonAsync(await hospital.PostAsync($"/api/v1/referrals/{id}/recipient", new { serviceId, reason, expectedVersion = await VersionAsync(hospital, id) }), expected);

    private static async Task<int> VersionAsync(Hospital hospital, string id) => (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();

    private static async Task<(string Page, string Fhir, IReadOnlyList<string> Names)> UnzipAsync(Hospital hospital, string path)
    {
        using var zip = new ZipArchive(await hospital.Web.GetStreamAsync(path, TestContext.Current.CancellationToken));
        return (Text("index.html"), Text("document.json"), [.. zip.Entries.Select(entry => entry.FullName)]);

        string Text(string name)
        {
            using var reader = new StreamReader(zip.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }
    }

    private static async Task PostFhirAsync(Hospital hospital, string resource)
    {
        using var content = new StringContent(resource, Encoding.UTF8, "application/fhir+json");
        await JsonAsync(await hospital.Web.PostAsync($"/fhir/{JsonDocument.Parse(resource).RootElement.GetProperty("resourceType").GetString()}", content, TestContext.Current.CancellationToken), HttpStatusCode.Created);
    }

    private static async Task DocumentAsync(Hospital hospital, string patientId, DateTimeOffset at)
    {
        var document = $$"""
            {"resourceType":"DocumentReference","status":"current","type":{"coding":[{"system":"http://loinc.org","code":"11524-6","display":"EKG study"}]},
             "subject":{"reference":"Patient/{{patientId}}" },"date":"{{at:yyyy-MM-ddTHH:mm:ssZ}}","content":[{"attachment":{"contentType":"text/plain","data":"c2ludXM="} }] }
            """;
        await PostFhirAsync(hospital, document);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {text}");
            return JsonDocument.Parse(text.Length > 0 ? text : "null").RootElement;
        }
    }
}
