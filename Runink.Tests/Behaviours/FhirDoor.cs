using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>FHIR in, FHIR out, and the same patients whichever door they came through.</summary>
public abstract class FhirDoor
{
    public sealed class OnSqlite : FhirDoor;

    public sealed class OnPostgreSql : FhirDoor;

    [Fact]
    public async Task ATransactionOpensAnEscalationAndCanBeReadBack()
    {
        await using var hospital = await Hospital.StartAsync();
        var bundle = Transaction(hospital.Time.GetUtcNow(), "3.6");

        var response = await PostAsync(hospital, "/fhir", bundle, HttpStatusCode.OK);

        var locations = response.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("location").GetString()!).ToList();
        Assert.All(response.GetProperty("entry").EnumerateArray(), entry => Assert.Equal("201 Created", entry.GetProperty("response").GetProperty("status").GetString()));
        var escalation = Assert.Single(await hospital.ItemsAsync("/api/v1/escalations"));
        Assert.Equal("Ruth Abara", escalation.GetProperty("patient").GetProperty("name").GetString());
        Assert.Equal("ED", escalation.GetProperty("encounter").GetProperty("type").GetString());

        var patient = await hospital.GetAsync("/fhir/" + locations[0].Split("/_history")[0]);
        Assert.Equal("Abara", patient.GetProperty("name")[0].GetProperty("family").GetString());
        var observation = await hospital.GetAsync("/fhir/" + locations[2].Split("/_history")[0]);
        Assert.Equal(patient.GetProperty("id").GetString(), observation.GetProperty("subject").GetProperty("reference").GetString()!.Split('/')[1]);
        Assert.Equal(3.6m, observation.GetProperty("valueQuantity").GetProperty("value").GetDecimal());
    }

    [Fact]
    public async Task TheSameTransactionAgainIsTheSameAnswerAndNothingNew()
    {
        await using var hospital = await Hospital.StartAsync();
        var bundle = Transaction(hospital.Time.GetUtcNow(), "3.6");

        var first = await PostAsync(hospital, "/fhir", bundle, HttpStatusCode.OK);
        var second = await PostAsync(hospital, "/fhir", bundle, HttpStatusCode.OK);

        Assert.Equal(first.GetRawText(), second.GetRawText());
        await using var db = hospital.Read();
        Assert.Equal(1, await db.Patients.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await db.SignalBatches.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task OneBadEntryRefusesTheWholeTransactionButOnlyItselfInABatch()
    {
        await using var hospital = await Hospital.StartAsync();
        const string Entries = """
            { "resource": { "resourceType": "Patient", "identifier": [{ "system": "urn:t", "value": "1" }], "name": [{ "family": "Good" }] }, "request": { "method": "POST", "url": "Patient" } },
            { "resource": { "resourceType": "Observation", "status": "final", "code": { "text": "x" }, "subject": { "reference": "Patient/nobody" }, "valueString": "x" }, "request": { "method": "POST", "url": "Observation" } }
            """;

        await PostAsync(hospital, "/fhir", $$"""{ "resourceType": "Bundle", "type": "transaction", "entry": [{{Entries}}] }""", HttpStatusCode.UnprocessableEntity);
        await using (var db = hospital.Read())
            Assert.Equal(0, await db.Patients.CountAsync(TestContext.Current.CancellationToken));

        var batch = await PostAsync(hospital, "/fhir", $$"""{ "resourceType": "Bundle", "type": "batch", "entry": [{{Entries}}] }""", HttpStatusCode.OK);
        Assert.Equal(["201 Created", "422"], batch.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task PatientsOfHl7AreFoundAsResources()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "1.2"));

        var patients = await hospital.GetAsync($"/fhir/Patient?identifier=HOSP|{mrn}");
        var id = Assert.Single(patients.GetProperty("entry").EnumerateArray()).GetProperty("resource").GetProperty("id").GetString();
        var observations = await hospital.GetAsync($"/fhir/Observation?patient={id}&code=http://loinc.org|2524-7");
        var observation = Assert.Single(observations.GetProperty("entry").EnumerateArray()).GetProperty("resource");

        Assert.Equal(1.2m, observation.GetProperty("valueQuantity").GetProperty("value").GetDecimal());
        Assert.Equal(observation.GetRawText(), (await hospital.GetAsync($"/fhir/Observation/{observation.GetProperty("id").GetString()}")).GetRawText());
        Assert.Equal(1, (await hospital.GetAsync($"/fhir/Encounter?patient={id}&status=in-progress")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task UpdatesHaveVersionsAndAStaleOneIsRefused()
    {
        await using var hospital = await Hospital.StartAsync();
        const string Patient = """{ "resourceType": "Patient", "id": "p-1", "name": [{ "family": "Kaur" }] }""";
        using var created = await PutAsync(hospital, "/fhir/Patient/p-1", Patient, null);
        using var updated = await PutAsync(hospital, "/fhir/Patient/p-1", Patient.Replace("Kaur", "Kaur-Singh", StringComparison.Ordinal), "W/\"1\"");
        using var stale = await PutAsync(hospital, "/fhir/Patient/p-1", Patient, "W/\"1\"");

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.OK, updated.StatusCode);
        Assert.Equal("W/\"2\"", updated.Headers.ETag?.ToString());
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal("Kaur-Singh", (await hospital.GetAsync("/fhir/Patient/p-1")).GetProperty("name")[0].GetProperty("family").GetString());
    }

    [Fact]
    public async Task MetadataIsPublicAndEverythingElseIsNot()
    {
        await using var hospital = await Hospital.StartAsync();
        using var nobody = new HttpClient { BaseAddress = hospital.Web.BaseAddress };

        using var metadata = await nobody.GetAsync(new Uri("/fhir/metadata", UriKind.Relative), TestContext.Current.CancellationToken);
        using var patients = await nobody.GetAsync(new Uri("/fhir/Patient", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, metadata.StatusCode);
        Assert.Contains("\"fhirVersion\":\"4.0.1\"", await metadata.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, patients.StatusCode);
    }

    private static string Transaction(DateTimeOffset now, string lactate) => """
        { "resourceType": "Bundle", "type": "transaction", "entry": [
          { "fullUrl": "urn:uuid:1", "resource": { "resourceType": "Patient", "identifier": [{ "system": "urn:hospital:mrn", "value": "41877" }],
              "name": [{ "family": "Abara", "given": ["Ruth"] }], "gender": "female", "birthDate": "1946-05-04" },
            "request": { "method": "POST", "url": "Patient" } },
          { "fullUrl": "urn:uuid:2", "resource": { "resourceType": "Encounter", "status": "in-progress",
              "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "EMER" }, "subject": { "reference": "urn:uuid:1" }, "period": { "start": "NOW" } },
            "request": { "method": "POST", "url": "Encounter" } },
          { "resource": { "resourceType": "Observation", "status": "final", "code": { "coding": [{ "system": "http://loinc.org", "code": "2524-7" }] },
              "subject": { "reference": "urn:uuid:1" }, "effectiveDateTime": "NOW",
              "valueQuantity": { "value": LACTATE, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L" } },
            "request": { "method": "POST", "url": "Observation" } } ] }
        """.Replace("NOW", now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("LACTATE", lactate, StringComparison.Ordinal);

    private static async Task<JsonElement> PostAsync(Hospital hospital, string path, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
        using var answer = await hospital.Web.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<HttpResponseMessage> PutAsync(Hospital hospital, string path, string body, string? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json")) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await hospital.Web.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
