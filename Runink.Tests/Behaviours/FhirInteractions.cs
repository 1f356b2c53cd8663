using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake.Fhir;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Every interaction of the standard that the CapabilityStatement declares, and what it may not do.</summary>
public abstract class FhirInteractions(FhirInteractions.SharedHospital shared) : IClassFixture<FhirInteractions.SharedHospital>
{
    public sealed class OnSqlite(SharedHospital shared) : FhirInteractions(shared);

    public sealed class OnPostgreSql(SharedHospital shared) : FhirInteractions(shared);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AResourceKeepsEveryVersionThroughUpdatePatchAndDeletion()
    {
        await using var hospital = await Hospital.StartAsync();
        const string Patient = """{"resourceType":"Patient","id":"p1","name":[{"family":"Kaur"}],"active":true}""";

        var created = await SendAsync(hospital, HttpMethod.Put, "/fhir/Patient/p1", Patient);
        var updated = await SendAsync(hospital, HttpMethod.Put, "/fhir/Patient/p1", Patient.Replace("Kaur", "Singh", StringComparison.Ordinal));
        var patched = await SendAsync(hospital, HttpMethod.Patch, "/fhir/Patient/p1", """[{"op":"replace","path":"/name/0/family","value":"Gill"},{"op":"add","path":"/gender","value":"female"}]""", type: "application/json-patch+json");
        var broken = await SendAsync(hospital, HttpMethod.Patch, "/fhir/Patient/p1", """[{"op":"add","path":"/gender","value":"F"}]""", type: "application/json-patch+json");
        var fhirPath = await SendAsync(hospital, HttpMethod.Patch, "/fhir/Patient/p1", """{"resourceType":"Parameters"}""");
        var deleted = await SendAsync(hospital, HttpMethod.Delete, "/fhir/Patient/p1");
        var again = await SendAsync(hospital, HttpMethod.Delete, "/fhir/Patient/p1");

        Assert.Equal([201, 200, 200, 422, 415, 204, 204], new[] { created, updated, patched, broken, fhirPath, deleted, again }.Select(reply => reply.Status));
        Assert.Equal("Gill", patched.Json.GetProperty("name")[0].GetProperty("family").GetString());
        Assert.Equal(410, (await SendAsync(hospital, HttpMethod.Get, "/fhir/Patient/p1")).Status);
        Assert.Equal("Kaur", (await SendAsync(hospital, HttpMethod.Get, "/fhir/Patient/p1/_history/1")).Json.GetProperty("name")[0].GetProperty("family").GetString());
        Assert.Equal(410, (await SendAsync(hospital, HttpMethod.Get, "/fhir/Patient/p1/_history/4")).Status);
        Assert.Equal(404, (await SendAsync(hospital, HttpMethod.Get, "/fhir/Patient/p1/_history/5")).Status);
        Assert.Equal(0, (await hospital.GetAsync("/fhir/Patient")).GetProperty("total").GetInt32());

        var history = await hospital.GetAsync("/fhir/Patient/p1/_history?_count=3");
        Assert.Equal(4, history.GetProperty("total").GetInt32());
        Assert.Equal(["DELETE", "PATCH", "PUT"], history.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("request").GetProperty("method").GetString()));
        var next = history.GetProperty("link").EnumerateArray().Single(link => link.GetProperty("relation").GetString() == "next").GetProperty("url").GetString()!;
        Assert.Single((await hospital.GetAsync(new Uri(next).PathAndQuery)).GetProperty("entry").EnumerateArray());
        Assert.Equal(4, (await hospital.GetAsync("/fhir/_history")).GetProperty("total").GetInt32());
        var restored = await SendAsync(hospital, HttpMethod.Put, "/fhir/Patient/p1", Patient);
        Assert.Equal((201, "W/\"5\""), (restored.Status, restored.Headers.ETag?.ToString()));
    }

    [Fact]
    public async Task ConditionalInteractionsWriteOneResource()
    {
        await using var hospital = await Hospital.StartAsync();
        const string Patient = """{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"7"}],"name":[{"family":"Ruiz"}]}""";

        var first = await SendAsync(hospital, HttpMethod.Post, "/fhir/Patient", Patient, ifNoneExist: "identifier=urn:h|7");
        var second = await SendAsync(hospital, HttpMethod.Post, "/fhir/Patient", Patient, ifNoneExist: "identifier=urn:h|7");
        var updated = await SendAsync(hospital, HttpMethod.Put, "/fhir/Patient?identifier=urn:h|7", Patient.Replace("Ruiz", "Diaz", StringComparison.Ordinal));
        var made = await SendAsync(hospital, HttpMethod.Put, "/fhir/Patient?identifier=urn:h|8", Patient.Replace("\"7\"", "\"8\"", StringComparison.Ordinal));
        var id = first.Json.GetProperty("id").GetString();

        Assert.Equal([201, 200, 200, 201], new[] { first, second, updated, made }.Select(reply => reply.Status));
        Assert.Equal((id, id), (second.Json.GetProperty("id").GetString(), updated.Json.GetProperty("id").GetString()));
        Assert.Equal(412, (await SendAsync(hospital, HttpMethod.Delete, "/fhir/Patient?name=diaz,ruiz")).Status);
        Assert.Equal(204, (await SendAsync(hospital, HttpMethod.Delete, "/fhir/Patient?identifier=urn:h|8")).Status);
        Assert.Equal(400, (await SendAsync(hospital, HttpMethod.Delete, "/fhir/Patient")).Status);

        const string Twice = """{"resource":{"resourceType":"Organization","name":"Lab","identifier":[{"system":"urn:o","value":"1"}]},"request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=urn:o|1"}}""";
        var bundle = await SendAsync(hospital, HttpMethod.Post, "/fhir", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{Twice}},{{Twice}}]}""");
        Assert.Equal(200, bundle.Status);
        Assert.Equal(1, (await hospital.GetAsync("/fhir/Organization")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task HeadersOfReadingAndWritingAreHeeded()
    {
        await using var hospital = await Hospital.StartAsync();
        const string Patient = """{"resourceType":"Patient","id":"p1","name":[{"family":"Kaur"}]}""";
        var minimal = await SendAsync(hospital, HttpMethod.Put, "/fhir/Patient/p1", Patient, prefer: "return=minimal");
        var outcome = await SendAsync(hospital, HttpMethod.Put, "/fhir/Patient/p1", Patient, prefer: "return=OperationOutcome");
        var head = await SendAsync(hospital, HttpMethod.Head, "/fhir/Patient/p1");
        var known = await SendAsync(hospital, HttpMethod.Get, "/fhir/Patient/p1", ifNoneMatch: "W/\"2\"");
        var xml = await SendAsync(hospital, HttpMethod.Get, "/fhir/Patient/p1", accept: "application/fhir+xml");
        var fromXml = await SendAsync(hospital, HttpMethod.Post, "/fhir/Patient?_format=json", "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"Xia\"/></name></Patient>", type: "application/fhir+xml");

        Assert.Equal((201, ""), (minimal.Status, minimal.Text));
        Assert.Equal("OperationOutcome", outcome.Json.GetProperty("resourceType").GetString());
        Assert.Equal((200, "", "W/\"2\""), (head.Status, head.Text, head.Headers.ETag?.ToString()));
        Assert.Equal(304, known.Status);
        Assert.StartsWith("<Patient", xml.Text[xml.Text.IndexOf("<P", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal((201, "Xia"), (fromXml.Status, fromXml.Json.GetProperty("name")[0].GetProperty("family").GetString()));
        Assert.Equal(406, (await SendAsync(hospital, HttpMethod.Get, "/fhir/Patient/p1", accept: "application/pdf")).Status);
        Assert.Contains("SUBSETTED", (await SendAsync(hospital, HttpMethod.Get, "/fhir/Patient/p1?_elements=name")).Text, StringComparison.Ordinal);
    }

    /// <summary>A text of a few hundred bytes that an XML reader with document types makes gigabytes of, or fetches from elsewhere.</summary>
    [Theory]
    [InlineData("""<!DOCTYPE Patient [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>""", "&c;")]
    [InlineData("""<!DOCTYPE Patient [<!ENTITY c SYSTEM "file:///etc/hostname">]>""", "&c;")]
    [InlineData("""<!DOCTYPE Patient SYSTEM "http://127.0.0.1:9/patient.dtd">""", "Xia")]
    public async Task XmlHasNoEntitiesOfItsOwn(string type, string name)
    {
        await using var hospital = await Hospital.StartAsync();
        var reply = await SendAsync(hospital, HttpMethod.Post, "/fhir/Patient?_format=json", $"{type}<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"{name}\"/></name></Patient>", type: "application/fhir+xml");
        Assert.Equal((400, "OperationOutcome"), (reply.Status, reply.Json.GetProperty("resourceType").GetString()));
        Assert.Equal(0, (await hospital.GetAsync("/fhir/Patient?_summary=count")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task ABundleCanReadAndABatchAnswersEachEntryByItself()
    {
        await using var hospital = await Hospital.StartAsync();
        await SendAsync(hospital, HttpMethod.Put, "/fhir/Patient/p1", """{"resourceType":"Patient","id":"p1","name":[{"family":"Kaur"}]}""");

        var batch = await SendAsync(hospital, HttpMethod.Post, "/fhir", """
            {"resourceType":"Bundle","type":"batch","entry":[
              {"request":{"method":"GET","url":"Patient/p1"}},{"request":{"method":"GET","url":"Patient?family=kaur"}},{"request":{"method":"GET","url":"Patient?colour=red"}},
              {"request":{"method":"DELETE","url":"Patient/none"}},{"request":{"method":"BREW","url":"Coffee"}},
              {"resource":{"resourceType":"Patient","gender":"F"},"request":{"method":"POST","url":"Patient"}}]}
            """);
        var transaction = await SendAsync(hospital, HttpMethod.Post, "/fhir", """
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"request":{"method":"GET","url":"Patient?_summary=count"}},
              {"resource":{"resourceType":"Patient","name":[{"family":"New"}]},"request":{"method":"POST","url":"Patient"}}]}
            """);

        Assert.Equal(["200 OK", "200 OK", "400", "204 No Content", "400", "422"], batch.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
        Assert.Equal(2, transaction.Json.GetProperty("entry")[0].GetProperty("resource").GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("POST", "/fhir/Bundle", """{"resourceType":"Bundle","type":"transaction","entry":[]}""", 422)]
    [InlineData("POST", "/fhir/Bundle", """{"resourceType":"Bundle","type":"collection"}""", 201)]
    [InlineData("POST", "/fhir", """{"resourceType":"Bundle","type":"collection"}""", 400)]
    [InlineData("POST", "/fhir", """{"resourceType":"Bundle","type":"searchset"}""", 400)]
    [InlineData("POST", "/fhir", """{"resourceType":"Bundle","type":"transaction"}""", 200)]
    [InlineData("POST", "/fhir", """{"resourceType":"Bundle","type":"transaction","entry":[{}]}""", 422)]
    [InlineData("POST", "/fhir", """{"resourceType":"Bundle","type":"batch","entry":[null,{},{"request":null}]}""", 200)]
    [InlineData("POST", "/fhir", "\uFEFF{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":3,\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}]}", 200)]
    [InlineData("POST", "/fhir/Potato", """{"resourceType":"Potato"}""", 404)]
    [InlineData("POST", "/fhir/Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"}}""", 422)]
    [InlineData("POST", "/fhir/Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"https://other.example/fhir/Patient/p1"}}""", 422)]
    [InlineData("POST", "/fhir/Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"identifier":{"system":"urn:h","value":"none"}}}""", 422)]
    [InlineData("POST", "/fhir/Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"identifier":{"system":"urn:h","value":"7"}}}""", 201)]
    [InlineData("POST", "/fhir/Observation", """{"resourceType":"Observation","contained":[{"resourceType":"Patient","id":"p","name":[{"family":"x"}]}],"status":"final","code":{"text":"x"},"subject":{"reference":"#p"}}""", 422)]
    [InlineData("POST", "/fhir/Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Group/1"}}""", 201)]
    [InlineData("POST", "/fhir/Condition", """{"resourceType":"Condition","subject":{"reference":"Patient/none"}}""", 422)]
    [InlineData("POST", "/fhir/Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"0001-01-01"}""", 201)]
    [InlineData("POST", "/fhir/Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"9999-12-31T23:59:59Z"}""", 201)]
    [InlineData("POST", "/fhir/Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"9999-12-31T23:59:59-15:00"}""", 422)]
    [InlineData("PUT", "/fhir/Patient/p2", """{"resourceType":"Patient","id":"p3"}""", 400)]
    [InlineData("PUT", "/fhir/Patient", """{"resourceType":"Patient","id":"p3"}""", 400)]
    [InlineData("GET", "/fhir/Observation?date=g", "", 400)]
    [InlineData("GET", "/fhir/Observation?date=ge", "", 400)]
    [InlineData("GET", "/fhir/Observation?date=xx2020", "", 400)]
    [InlineData("GET", "/fhir/Observation?date=9999", "", 200)]
    [InlineData("GET", "/fhir/Observation?date=ap0001", "", 200)]
    [InlineData("GET", "/fhir/Observation?date=", "", 400)]
    [InlineData("GET", "/fhir/Observation?value-quantity=1e999", "", 400)]
    [InlineData("GET", "/fhir/Observation?value-quantity=|", "", 400)]
    [InlineData("GET", "/fhir/Patient?name:phonetic=x", "", 400)]
    [InlineData("GET", "/fhir/Patient?_has:Observation:patient:code=x", "", 400)]
    [InlineData("GET", "/fhir/Patient?_include:iterate=Patient:organization", "", 400)]
    [InlineData("GET", "/fhir/Observation?code-value-quantity=x$5", "", 400)]
    [InlineData("GET", "/fhir/Patient?_count=-1", "", 400)]
    [InlineData("GET", "/fhir/Patient?_sort=shoesize", "", 400)]
    [InlineData("GET", "/fhir/Patient?_page=x", "", 410)]
    [InlineData("GET", "/fhir/Patient/p1/$nothing", "", 404)]
    [InlineData("DELETE", "/fhir", "", 405)]
    public async Task NothingIsAServerError(string method, string path, string body, int status)
    {
        var hospital = shared.House;

        var reply = await SendAsync(hospital, new HttpMethod(method), path, body.Length == 0 ? null : body);

        Assert.True(status == reply.Status, $"{reply.Status}: {reply.Text}");
        if (status >= 400)
            Assert.Equal("OperationOutcome", reply.Json.GetProperty("resourceType").GetString());
    }

    [Fact]
    public async Task TwoEntriesOfOnePersonWithValuesAreOnePatient()
    {
        await using var hospital = await Hospital.StartAsync();
        static string Person(int number) => $$"""
            {"fullUrl":"urn:uuid:{{number}}","resource":{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"7"}],"name":[{"family":"Ruiz"}]},"request":{"method":"POST","url":"Patient"} },
            {"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":{{number}},"subject":{"reference":"urn:uuid:{{number}}"} },"request":{"method":"POST","url":"Observation"} }
            """;

        var reply = await SendAsync(hospital, HttpMethod.Post, "/fhir", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{Person(1)}},{{Person(2)}}]}""");

        Assert.True(reply.Status == 200, reply.Text);
        await using var db = hospital.Read();
        Assert.Equal((1, 1), (await db.Patients.CountAsync(Stop), await db.SignalBatches.CountAsync(Stop)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnObservationThatIsTakenBackTakesItsValueBack(bool byDeletion)
    {
        await using var hospital = await Hospital.StartAsync();
        var at = FhirTime.Format(hospital.Time.GetUtcNow());
        await SendAsync(hospital, HttpMethod.Put, "/fhir/Patient/p1", """{"resourceType":"Patient","id":"p1","name":[{"family":"Kaur"}],"birthDate":"1946-05-04"}""");
        await SendAsync(hospital, HttpMethod.Put, "/fhir/Encounter/e1", """{"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"EMER"},"subject":{"reference":"Patient/p1"}}""");
        var lactate = $$$"""{"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2524-7"}]},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"{{{at}}}","valueQuantity":{"value":4.6,"unit":"mmol/L"}}""";
        Assert.Equal(201, (await SendAsync(hospital, HttpMethod.Put, "/fhir/Observation/o1", lactate)).Status);
        Assert.NotEmpty(await hospital.ItemsAsync("/api/v1/escalations"));

        var reply = byDeletion
            ? await SendAsync(hospital, HttpMethod.Delete, "/fhir/Observation/o1")
            : await SendAsync(hospital, HttpMethod.Put, "/fhir/Observation/o1", lactate.Replace("final", "entered-in-error", StringComparison.Ordinal).Replace(",\"valueQuantity\":{\"value\":4.6,\"unit\":\"mmol/L\"}", "", StringComparison.Ordinal));

        Assert.True(reply.Status is 200 or 204, reply.Text);
        await using var db = hospital.Read();
        Assert.Contains(await db.SignalBatches.Select(batch => batch.Data).ToListAsync(Stop), data => data.Contains(",3,", StringComparison.Ordinal));
        var told = await db.EscalationEvents.Where(row => row.Kind == "corrected").Select(row => row.EscalationId).ToListAsync(Stop);
        Assert.Equal(await db.Escalations.Select(row => row.Id).Order().ToListAsync(Stop), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheCapabilityStatementIsStrictlyValidAndNamesWhatIsMapped()
    {
        await using var hospital = await Hospital.StartAsync();

        var parsed = FhirParser.Parse(await hospital.Web.GetByteArrayAsync(new Uri("/fhir/metadata", UriKind.Relative), Stop));

        Assert.Empty(parsed.Faults);
        var rest = ((Hl7.Fhir.Model.CapabilityStatement)parsed.Resource!).Rest[0];
        var patient = rest.Resource.Single(resource => resource.Type == "Patient");
        Assert.Contains(patient.SearchParam, parameter => parameter.Name == "birthdate");
        Assert.Contains(patient.Interaction, interaction => interaction.Code == Hl7.Fhir.Model.CapabilityStatement.TypeRestfulInteraction.Vread);
        foreach (var parameter in rest.Resource.Single(resource => resource.Type == "Observation").SearchParam)
        {
            var reply = await SendAsync(hospital, HttpMethod.Get, $"/fhir/Observation?{parameter.Name}:missing=false&_count=0".Replace("_id:missing=false", "_id=x", StringComparison.Ordinal).Replace("_lastUpdated:missing=false", "_lastUpdated=2020", StringComparison.Ordinal));
            Assert.True(reply.Status == 200, $"{parameter.Name}: {reply.Text}");
        }
    }

    [Fact]
    public async Task WhoMayNotComeInIsToldInAnOutcome()
    {
        await using var hospital = await Hospital.StartAsync();
        using var nobody = new HttpClient { BaseAddress = hospital.Web.BaseAddress };

        using var answer = await nobody.GetAsync(new Uri("/fhir/Patient", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("OperationOutcome", JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("resourceType").GetString());
    }

    /// <summary>One hospital for all refusals: starting one for each would take minutes.</summary>
    public sealed class SharedHospital : IAsyncLifetime
    {
        public Hospital House { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            House = await Hospital.StartAsync();
            await SendAsync(House, HttpMethod.Put, "/fhir/Patient/p1", """{"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:h","value":"7"}],"name":[{"family":"Kaur"}]}""");
        }

        public ValueTask DisposeAsync() => House.DisposeAsync();
    }

    private static async Task<Reply> SendAsync(
        Hospital hospital, HttpMethod method, string path, string? body = null, string type = "application/fhir+json", string? ifNoneExist = null, string? ifNoneMatch = null, string? prefer = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        foreach (var (name, value) in new[] { ("If-None-Exist", ifNoneExist), ("If-None-Match", ifNoneMatch), ("Prefer", prefer), ("Accept", accept) })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await hospital.Web.SendAsync(request, Stop);
        return new Reply((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop), answer.Headers);
    }

    private sealed record Reply(int Status, string Text, HttpResponseHeaders Headers)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;
    }
}
