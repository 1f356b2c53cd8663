using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What the HTTP and FHIR doors answered with success is there after a kill, and nothing is there twice.</summary>
public abstract class KilledWhileRequestsArrive(ITestOutputHelper output)
{
    [Collection(nameof(KillTests))]
    public sealed class OnSqlite(ITestOutputHelper output) : KilledWhileRequestsArrive(output);

    [Collection(nameof(KillTests))]
    public sealed class OnPostgreSql(ITestOutputHelper output) : KilledWhileRequestsArrive(output);

    private const int Kills = 6;
    private const int Senders = 2;

    /// <summary>Control ids of HL7 messages, ids of resources: each once that its sender heard of.</summary>
    private readonly ConcurrentDictionary<string, byte> messages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> patients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> observations = new(StringComparer.Ordinal);
    private readonly HttpClient web = new() { Timeout = TimeSpan.FromSeconds(30) };
    private volatile Uri? door;
    private volatile bool enough;
    private int sentAgain;

    [Fact]
    public async Task EveryAnsweredRequestIsThereOnce()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        output.WriteLine($"seed {seed}");
        var folder = Directory.CreateTempSubdirectory("companion-kill-").FullName;
        var hospital = await CompanionProcess.StartAsync(folder);
        try
        {
            web.DefaultRequestHeaders.Authorization = hospital.Web.DefaultRequestHeaders.Authorization;
            door = hospital.Address;
            var senders = Enumerable.Range(0, Senders).SelectMany(_ => new[] { Task.Run(SendHl7Async, Stop), Task.Run(SendFhirAsync, Stop) }).ToList();
            for (var kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 1500)), TimeProvider.System, Stop);
                await hospital.KillAsync();
                await hospital.DisposeAsync();
                hospital = await CompanionProcess.StartAsync(folder);
                door = hospital.Address;
            }

            enough = true;
            await Task.WhenAll(senders);
            output.WriteLine($"{messages.Count} messages, {patients.Count} patients and {observations.Count} observations answered; {sentAgain} requests sent again");
            Assert.True(sentAgain > 0, "No kill hit a request on its way; the test shows nothing.");
            await EverythingIsThereOnceAsync(await TestDatabase.StoreAsync(folder));
            await hospital.KillAsync();
            var (exitCode, verdict) = await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", folder);
            // What was written in the last seconds before the kill may not be signed yet; that is told apart from what does not fit.
            Assert.True(exitCode is 0 or 3, verdict);
        }
        finally
        {
            enough = true;
            await hospital.DisposeAsync();
            web.Dispose();
            await TestDatabase.DeleteAsync(folder);
        }
    }

    private async Task EverythingIsThereOnceAsync(CompanionStore store)
    {
        await using var db = store.Read();
        Assert.Equal(Sorted(messages.Keys), Sorted(await db.Messages.Where(row => row.Door == "http").Select(row => row.ControlId!).ToListAsync(Stop)));
        // Sent again after a lost answer, a PUT writes what stands already: the same resource, never another one.
        Assert.Equal(Sorted(patients.Keys), Sorted(await db.FhirResources.Where(row => row.Type == "Patient").Select(row => row.Id).ToListAsync(Stop)));
        Assert.Equal(Sorted(observations.Keys), Sorted(await db.FhirResources.Where(row => row.Type == "Observation").Select(row => row.Id).ToListAsync(Stop)));
        Assert.Equal(0, await db.Quarantine.CountAsync(Stop));
        Assert.Equal(messages.Count / 2 + patients.Count, await db.Patients.CountAsync(Stop));
    }

    /// <summary>Pairs of an arrival and a result.</summary>
    private async Task SendHl7Async()
    {
        while (!enough)
        {
            var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
            foreach (var (id, message) in new[] { ($"A{mrn}A04", Some.Arrival(mrn, now)), ($"K{mrn}", Some.Potassium(mrn, $"K{mrn}", now, "4.1")) })
            {
                await DeliverAsync(() => new HttpRequestMessage(HttpMethod.Post, new Uri(door!, "api/v1/intake/hl7v2")) { Content = Body(message, "application/hl7-v2") });
                messages.TryAdd(id, 0);
            }
        }
    }

    private async Task SendFhirAsync()
    {
        while (!enough)
        {
            var id = $"p{Some.Mrn()}";
            var patient = $$"""{"resourceType":"Patient","id":"{{id}}","identifier":[{"system":"urn:test:mrn","value":"{{id}}"}],"name":[{"family":"Doe"}]}""";
            await DeliverAsync(() => Put($"fhir/Patient/{id}", patient));
            patients.TryAdd(id, 0);
            var observation = $$"""{"resourceType":"Observation","id":"o{{id}}","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"subject":{"reference":"Patient/{{id}}"},"effectiveDateTime":"2026-03-02T08:00:00Z","valueQuantity":{"value":4.1,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"} }""";
            await DeliverAsync(() => Put($"fhir/Observation/o{id}", observation));
            observations.TryAdd($"o{id}", 0);
        }
    }

    /// <summary>Until it is answered with success; a refusal of any kind but the store's absence fails the test.</summary>
    private async Task DeliverAsync(Func<HttpRequestMessage> request)
    {
        while (true)
        {
            try
            {
                using var sent = request();
                using var answer = await web.SendAsync(sent, Stop);
                var said = await answer.Content.ReadAsStringAsync(Stop);
                Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {said}");
                return;
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref sentAgain);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
            }
        }
    }

    private HttpRequestMessage Put(string path, string resource) => new(HttpMethod.Put, new Uri(door!, path)) { Content = Body(resource, "application/fhir+json") };

    private static StringContent Body(string text, string type) => new(text, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static List<string> Sorted(IEnumerable<string> ids) => [.. ids.Order(StringComparer.Ordinal)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
