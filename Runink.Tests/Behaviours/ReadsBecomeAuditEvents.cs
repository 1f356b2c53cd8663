using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Runink.Domain.Intake.Fhir;
using Runink.Tests.Harness;
using Task = System.Threading.Tasks.Task;

namespace Runink.Tests.Behaviours;

/// <summary>Who saw a patient is told in the words of IHE's Basic Audit Log Patterns, here and at the hospital's repository.</summary>
public sealed class ReadsBecomeAuditEvents
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ALookIsAPatientReadWithTheRequestThatItCameBy()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var escalation = (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))[0];
        using (var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/escalations/{escalation.GetProperty("id").GetString()}"))
        {
            request.Headers.Add("X-Request-Id", "ward-7.req:42");
            using var answer = await hospital.Web.SendAsync(request, Stop);
            Assert.Equal("ward-7.req:42", answer.Headers.GetValues("X-Request-Id").Single());
        }

        var patient = escalation.GetProperty("patient").GetProperty("id").GetString();
        var bundle = await SearchAsync(hospital, $"patient={mrn}&action=R");

        var read = Assert.Single(bundle.Entry.Select(entry => entry.Resource).OfType<AuditEvent>(), one => one.Entity.Exists(entity => entity.What?.Identifier?.Value == "ward-7.req:42"));
        Assert.Equal("https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead", Assert.Single(read.Meta!.Profile!));
        Assert.Equal(("rest", "read", "R", "0"), (read.Type!.Code, read.Subtype[0].Code, read.Action.ToString(), Hl7.Fhir.Utility.EnumUtility.GetLiteral(read.Outcome)));
        Assert.Equal($"Patient/{patient}", Assert.Single(read.Entity, entity => entity.Type!.Code == "1").What!.Reference);
        // Of what is read the server is the source (DICOM 110153), the client the destination (110152).
        Assert.Equal(["110153", "110152", "IRCP"], read.Agent.Select(agent => agent.Type!.Coding[0].Code));
        Assert.Equal("127.0.0.1", read.Agent[1].Network!.Address);
        Assert.StartsWith("key:", read.Agent[2].AltId!, StringComparison.Ordinal);
        var again = await hospital.Web.GetStringAsync(new Uri($"/fhir/AuditEvent/{read.Id}", UriKind.Relative), Stop);
        Assert.Empty(FhirParser.Parse(Encoding.UTF8.GetBytes(again)).Faults);
    }

    /// <summary>Each way to a patient that there is; the strict parser is the judge of each event.</summary>
    [Theory]
    [InlineData("/api/v1/escalations", "PatientQuery")]
    [InlineData("/api/v1/escalations/{escalation}", "PatientRead")]
    [InlineData("/api/v1/escalations/{escalation}/explanation", "PatientRead")]
    [InlineData("/api/v1/patients/{mrn}", "PatientRead")]
    [InlineData("/api/v1/referrals", "PatientQuery")]
    [InlineData("/fhir/Patient/{patient}", "PatientRead")]
    [InlineData("/fhir/Patient?identifier={mrn}", "PatientQuery")]
    [InlineData("/fhir/Observation?patient={patient}", "PatientQuery")]
    [InlineData("/fhir/Patient/{patient}/$everything", "PatientRead")]
    public async Task EveryWayToAPatientLeavesAnEventOfItsProfile(string path, string profile)
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var escalation = (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))[0];
        path = path.Replace("{mrn}", mrn, StringComparison.Ordinal).Replace("{escalation}", escalation.GetProperty("id").GetString(), StringComparison.Ordinal)
            .Replace("{patient}", escalation.GetProperty("patient").GetProperty("id").GetString(), StringComparison.Ordinal);
        using (var request = new HttpRequestMessage(HttpMethod.Get, path))
        {
            request.Headers.Add("X-Request-Id", "one-look");
            using var answer = await hospital.Web.SendAsync(request, Stop);
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} for {path}");
        }

        var events = (await SearchAsync(hospital, "")).Entry.Select(entry => entry.Resource).OfType<AuditEvent>()
            .Where(one => one.Entity.Exists(entity => entity.What?.Identifier?.Value == "one-look")).ToList();
        Assert.Equal($"https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.{profile}", Assert.Single(Assert.Single(events).Meta!.Profile!));
    }

    /// <summary>Who saw a patient is also who saw the patient in a list; a page that stays open names nobody twice within the hour.</summary>
    [Fact]
    public async Task AListNamesWhoStoodInIt()
    {
        await using var hospital = await Hospital.StartAsync();
        var (one, other, now) = (Some.Mrn(), Some.Mrn(), hospital.Time.GetUtcNow());
        foreach (var mrn in new[] { one, other })
            await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, $"L{mrn}", now, "3.4"));
        var ids = new List<string>();
        foreach (var mrn in new[] { one, other })
            ids.Add((await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString()!);
        using var luis = await SignedIn.AtAsync(hospital, "luis.moreno");
        for (var look = 0; look < 3; look++)
        {
            using var answer = await luis.AskAsync(HttpMethod.Get, "/api/v1/escalations");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            hospital.Time.Advance(TimeSpan.FromMinutes(2));
        }

        var third = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(third, hospital.Time.GetUtcNow()), Some.Lactate(third, "L3", hospital.Time.GetUtcNow(), "3.4"));
        using (await luis.AskAsync(HttpMethod.Get, "/api/v1/escalations"))
        {
            var bundle = await SearchAsync(hospital, $"patient={one}&altid=person:luis.moreno");
            var seen = Assert.Single(bundle.Entry.Select(entry => entry.Resource).OfType<AuditEvent>());
            Assert.Equal("https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.Query", Assert.Single(seen.Meta!.Profile!));
            Assert.Equal(ids.Order(StringComparer.Ordinal), Patients(seen).Order(StringComparer.Ordinal));
            Assert.Empty(FhirParser.Parse(Encoding.UTF8.GetBytes(await hospital.Web.GetStringAsync(new Uri($"/fhir/AuditEvent/{seen.Id}", UriKind.Relative), Stop))).Faults);
        }

        var came = Assert.Single((await SearchAsync(hospital, $"patient={third}&altid=person:luis.moreno")).Entry.Select(entry => entry.Resource).OfType<AuditEvent>());
        Assert.Single(Patients(came));

        hospital.Time.Advance(TimeSpan.FromHours(1));
        using var later = await SignedIn.AtAsync(hospital, "luis.moreno");
        using (await later.AskAsync(HttpMethod.Get, "/api/v1/escalations"))
            Assert.Equal(2, (await SearchAsync(hospital, $"patient={one}&altid=person:luis.moreno")).Entry.Count);

        // Handed out with one patient's evidence they would name the others.
        using var package = await hospital.Web.GetAsync(new Uri($"/api/v1/ledger/evidence/patient/{one}", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, package.StatusCode);
        await using var zip = new System.IO.Compression.ZipArchive(await package.Content.ReadAsStreamAsync(Stop));
        foreach (var entry in zip.Entries)
        {
            using var text = new StreamReader(await entry.OpenAsync(Stop));
            Assert.DoesNotContain(ids[1], await text.ReadToEndAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("name=x", HttpStatusCode.BadRequest)]
    [InlineData("date=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("patient=nobody", HttpStatusCode.OK)]
    [InlineData("date=ge2026-03-02&_count=1", HttpStatusCode.OK)]
    [InlineData("date=lt2020-01-01", HttpStatusCode.OK)]
    public async Task ASearchIsUnderstoodOrRefusedByName(string query, HttpStatusCode status)
    {
        await using var hospital = await Hospital.StartAsync();

        using var answer = await hospital.Web.GetAsync(new Uri($"/fhir/AuditEvent?{query}", UriKind.Relative), Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(FhirParser.Parse(await answer.Content.ReadAsByteArrayAsync(Stop)).Faults);
    }

    [Fact]
    public async Task PagesFollowEachOtherToTheEnd()
    {
        await using var hospital = await Hospital.StartAsync();
        for (var look = 0; look < 7; look++)
            await hospital.GetAsync("/api/v1/referrals");
        var seen = new List<string>();
        for (var next = "/fhir/AuditEvent?_count=3"; next is not null;)
        {
            var bundle = Parsed(await hospital.Web.GetStringAsync(new Uri(next, UriKind.RelativeOrAbsolute), Stop));
            seen.AddRange(bundle.Entry.Select(entry => entry.Resource!.Id!));
            next = bundle.NextLink?.ToString();
        }

        Assert.True(seen.Count >= 7, $"{seen.Count} events");
        Assert.Equal(seen.Distinct(StringComparer.Ordinal), seen);
    }

    [Theory]
    [InlineData("/fhir/AuditEvent", """{"resourceType":"AuditEvent","type":{"code":"rest"},"recorded":"2026-03-02T08:00:00Z","agent":[{"requestor":true}],"source":{"observer":{"display":"x"}}}""", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/fhir", """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"AuditEvent","type":{"code":"rest"},"recorded":"2026-03-02T08:00:00Z","agent":[{"requestor":true}],"source":{"observer":{"display":"x"}}},"request":{"method":"POST","url":"AuditEvent"}}]}""", HttpStatusCode.BadRequest)]
    public async Task NobodyElseWritesThem(string path, string body, HttpStatusCode status)
    {
        await using var hospital = await Hospital.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/fhir+json");

        using var answer = await hospital.Web.PostAsync(new Uri(path, UriKind.Relative), content, Stop);

        Assert.Equal(status, answer.StatusCode);
    }

    /// <summary>The repository is away for an hour, and the app is restarted meanwhile.</summary>
    [Fact]
    public async Task TheRepositoryMissesNothingThatHappenedWhileItWasAway()
    {
        var received = new ConcurrentQueue<string>();
        var isAway = true;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var repository = builder.Build();
        repository.MapPost("/fhir", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync();
            if (isAway)
                return Results.StatusCode(503);
            var bundle = (Bundle)FhirParser.Parse(Encoding.UTF8.GetBytes(body)).Resource!;
            foreach (var entry in bundle.Entry)
                received.Enqueue(FhirWriter.ToJson(entry.Resource!));
            var answer = new Bundle { Type = Bundle.BundleType.BatchResponse, Entry = [.. bundle.Entry.Select(_ => new Bundle.EntryComponent { Response = new Bundle.ResponseComponent { Status = "201 Created" } })] };
            return Results.Text(FhirWriter.ToJson(answer), "application/fhir+json");
        });
        await repository.StartAsync(Stop);
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        var settings = new Dictionary<string, string?> { ["Ledger:AuditRepository:Address"] = $"{repository.Urls.First()}/fhir" };
        await using (var hospital = await Hospital.StartAsync(folder: folder, settings: settings))
        {
            for (var look = 0; look < 120; look++)
                await hospital.GetAsync("/api/v1/referrals");
            await hospital.FastForwardAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
            await Hospital.EventuallyAsync(
                async () => await hospital.Web.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Stop),
                text => text.Contains("The audit repository takes nothing since", StringComparison.Ordinal), "the health page says that the repository is away");
        }

        isAway = false;
        await using (var hospital = await Hospital.StartAsync(folder: folder, settings: settings))
        {
            await hospital.GetAsync("/api/v1/referrals");
            await hospital.FastForwardAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5));
            await Hospital.EventuallyAsync(() => Task.FromResult(received.Count(text => text.Contains("\"search-type\"", StringComparison.Ordinal))), count => count >= 121, "every look has arrived");
            Assert.All(received, text => Assert.Empty(FhirParser.Parse(Encoding.UTF8.GetBytes(text)).Faults));
        }

        await TestDatabase.DeleteAsync(folder);
    }

    private static async Task<Bundle> SearchAsync(Hospital hospital, string query) =>
        Parsed(await hospital.Web.GetStringAsync(new Uri($"/fhir/AuditEvent?{query}", UriKind.Relative), Stop));

    private static List<string> Patients(AuditEvent one) => [.. one.Entity.Where(entity => entity.Type!.Code == "1").Select(entity => entity.What!.Reference!["Patient/".Length..])];

    private static Bundle Parsed(string text)
    {
        var read = FhirParser.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Empty(read.Faults);
        return (Bundle)read.Resource!;
    }
}
