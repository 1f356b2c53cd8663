using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Reception;
using Runink.Tests.Domain.Intake;
using Runink.Tests.Domain.Store;

namespace Runink.Tests.Domain.Pipeline;

public abstract class FhirTransactionTests
{
    public sealed class OnSqlite : FhirTransactionTests;

    public sealed class OnPostgreSql : FhirTransactionTests;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task VersionsGrowByOneAndAnUpdateThatExpectsAnotherIsRefused()
    {
        await using var store = await TemporaryStore.NewAsync();
        var pipeline = store.NewFhirJourney();
        const string Patient = """{"resourceType":"Patient","id":"p1","name":[{"family":"Ruiz"}]}""";

        Assert.Equal((201, "1"), await Put(pipeline, store, Patient, null));
        Assert.Equal((200, "2"), await Put(pipeline, store, Patient, null));
        Assert.Equal((200, "3"), await Put(pipeline, store, Patient, 2));
        Assert.Equal((412, null), await Put(pipeline, store, Patient, 2));
        Assert.Equal((412, null), await Put(pipeline, store, Patient.Replace("p1", "p2", StringComparison.Ordinal), 1));

        await using var db = store.Store.Read();
        Assert.Equal(3, (await db.FhirResources.SingleAsync(Stop)).VersionId);
        Assert.Null(store.Verify().FirstBad);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("*", null)]
    [InlineData("W/\"3\"", 3)]
    [InlineData("\"12\"", 12)]
    [InlineData("4", 4)]
    [InlineData("W/\"abc\"", -1)]
    [InlineData("W/\"1\", W/\"2\"", -1)]
    public void ATagThatWasNeverGivenMatchesNothing(string? ifMatch, int? version) => Assert.Equal(version, FhirRequest.ExpectedVersion(ifMatch));

    [Fact]
    public async Task ACreateThatFindsWhatItLooksForWritesNothing()
    {
        await using var store = await TemporaryStore.NewAsync();
        var pipeline = store.NewFhirJourney();
        const string Patient = """{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"7"}],"name":[{"family":"Ruiz"}]}""";
        var request = new FhirRequest("Patient", null, "identifier=urn:h|7");

        var first = await AcceptAsync(pipeline, store, Patient, request);
        var second = await AcceptAsync(pipeline, store, Patient, request);

        Assert.Equal((201, 200, first.Location), (first.Status, second.Status, second.Location));
        Assert.Equal(400, (await AcceptAsync(pipeline, store, Patient, request with { IfNoneExist = "shoesize=44" })).Status);
        Assert.Equal(200, (await AcceptAsync(pipeline, store, Patient, request with { IfNoneExist = "family=ruiz" })).Status);
        Assert.Contains($"\"id\":\"{first.Location!.Split('/')[1]}\"", second.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReferencesWithinATransactionAndByConditionBecomePlainOnes()
    {
        await using var store = await TemporaryStore.NewAsync();
        var pipeline = store.NewFhirJourney();
        await Put(pipeline, store, """{"resourceType":"Practitioner","id":"doc","identifier":[{"system":"urn:npi","value":"9"}]}""", null);

        var reply = await AcceptAsync(pipeline, store, """
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","name":[{"family":"Ruiz"}]},"request":{"method":"POST","url":"Patient"}},
              {"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":1,"subject":{"reference":"urn:uuid:1"},
                "performer":[{"reference":"Practitioner?identifier=urn:npi|9"},{"reference":"https://example.org/people?id=3"},{"reference":"https://here.example/fhir/Practitioner/doc"}]},
               "request":{"method":"POST","url":"Observation"}}]}
            """, new FhirRequest(null) { Own = "https://here.example/fhir/" });

        Assert.Equal(200, reply.Status);
        await using var db = store.Store.Read();
        var patient = await db.FhirResources.SingleAsync(row => row.Type == "Patient", Stop);
        var kept = JsonDocument.Parse((await db.FhirResources.SingleAsync(row => row.Type == "Observation", Stop)).Json).RootElement;
        Assert.Equal($"Patient/{patient.Id}", kept.GetProperty("subject").GetProperty("reference").GetString());
        Assert.Equal(
            ["Practitioner/doc", "https://example.org/people?id=3", "Practitioner/doc"],
            kept.GetProperty("performer").EnumerateArray().Select(performer => performer.GetProperty("reference").GetString()));
    }

    [Fact]
    public async Task AReferenceToNobodyTakesTheWholeTransactionBack()
    {
        await using var store = await TemporaryStore.NewAsync();

        var reply = await AcceptAsync(store.NewFhirJourney(), store, """
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{"resourceType":"Patient","name":[{"family":"Ruiz"}]},"request":{"method":"POST","url":"Patient"}},
              {"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient?identifier=urn:h|7"}},"request":{"method":"POST","url":"Observation"}}]}
            """, new FhirRequest(null));

        Assert.Equal(412, reply.Status);
        await using var db = store.Store.Read();
        Assert.Equal((0, 0, 1), (await db.Patients.CountAsync(Stop), await db.FhirResources.CountAsync(Stop), await db.Quarantine.CountAsync(Stop)));
    }

    [Fact]
    public async Task BundlesOfSyntheaGoAllTheWay()
    {
        var files = Corpora.Files("fhir-synthea-r4", ".json");
        var people = files.Where(file => !file.Contains("infra", StringComparison.Ordinal)).OrderBy(file => new FileInfo(file).Length).Take(2);
        await using var store = await TemporaryStore.NewAsync();
        var pipeline = store.NewFhirJourney();

        foreach (var file in files.Where(file => file.Contains("infra", StringComparison.Ordinal)).Concat(people))
        {
            var reply = await AcceptAsync(pipeline, store, await File.ReadAllTextAsync(file, Stop), new FhirRequest(null));
            Assert.True(reply.Status == 200, $"{Path.GetFileName(file)}: {reply.Status} {reply.Body[..Math.Min(500, reply.Body.Length)]}");
        }

        await using var db = store.Store.Read();
        Assert.Equal(2, await db.Patients.CountAsync(Stop));
        Assert.True(await db.Encounters.CountAsync(Stop) > 10);
        Assert.True(await db.SignalBatches.CountAsync(Stop) >= 2);
        Assert.Equal(0, await db.Quarantine.CountAsync(Stop));
        Assert.Null(store.Verify().FirstBad);
    }

    [Theory]
    [InlineData("fhir-synthea-r4")]
    [InlineData("fhir-test-cases-r4")]
    [InlineData("fhir-ms-server")]
    [InlineData("fhir-firely-sdk")]
    public async Task NothingThatOthersHaveWrittenIsAServerError(string corpus)
    {
        await using var store = await TemporaryStore.NewAsync();
        var pipeline = store.NewFhirJourney();
        var taken = 0;
        foreach (var file in Corpora.Files(corpus, ".json", ".xml").Where(file => new FileInfo(file).Length < 600_000))
        {
            var bytes = await File.ReadAllBytesAsync(file, Stop);
            var (type, _, format) = FhirPeek.Of(bytes);
            foreach (var request in new[] { new FhirRequest(type ?? "Patient"), new FhirRequest(null) })
            {
                var envelope = new Envelope(store.Ids.Next(), "fhir", "test", store.Time.GetUtcNow(), bytes);
                var reply = await pipeline.AcceptAsync(envelope, request with { Format = format }, Stop);
                Assert.True(reply.Status < 500, $"{Path.GetFileName(file)} to {request.Type}: {reply.Status} {reply.Body}");
                taken += reply.Status < 300 ? 1 : 0;
            }
        }

        Assert.True(taken > 0);
        Assert.Null(store.Verify().FirstBad);
    }

    [Fact]
    public async Task ALongSubmissionIsIndexedWholeAlsoIfTheProgramEndedInBetween()
    {
        await using var store = await TemporaryStore.NewAsync();
        var pipeline = store.NewFhirJourney();
        var entries = Enumerable.Range(0, 1000).Select(number => $$"""
            {"resource":{"resourceType":"Organization","identifier":[{"system":"urn:o","value":"{{number}}"}],"name":"Ward {{number}}"},"request":{"method":"POST","url":"Organization"} }
            """);

        await AcceptAsync(pipeline, store, $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{string.Join(',', entries)}}]}""", new FhirRequest(null));

        await using var db = store.Store.Read();
        var whole = await db.FhirIndex.CountAsync(Stop);
        Assert.True(whole >= 3000 && !await db.FhirUnindexed.AnyAsync(Stop));
        await db.Database.ExecuteSqlRawAsync("DELETE FROM FhirIndex WHERE Parameter = 'name'; INSERT INTO FhirUnindexed (MessageId) SELECT DISTINCT MessageId FROM FhirResources", Stop);
        await pipeline.RecoverIndexAsync(Stop);
        Assert.Equal((whole, false), (await db.FhirIndex.CountAsync(Stop), await db.FhirUnindexed.AnyAsync(Stop)));
    }

    private static async Task<(int, string?)> Put(FhirTransactionProcessor pipeline, TemporaryStore store, string json, int? ifMatch)
    {
        var root = JsonDocument.Parse(json).RootElement;
        var reply = await AcceptAsync(pipeline, store, json, new FhirRequest(root.GetProperty("resourceType").GetString(), root.GetProperty("id").GetString(), null, ifMatch));
        return (reply.Status, reply.Version);
    }

    private static Task<FhirReply> AcceptAsync(FhirTransactionProcessor pipeline, TemporaryStore store, string json, FhirRequest request) =>
        pipeline.AcceptAsync(new Envelope(store.Ids.Next(), "fhir", "test", store.Time.GetUtcNow(), Encoding.UTF8.GetBytes(json)), request, Stop);
}
