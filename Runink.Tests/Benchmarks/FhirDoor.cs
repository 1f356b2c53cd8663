using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Benchmarks;

/// <summary>
/// How fast bundles of others (Synthea) are taken in, and how long an HL7 sender waits for its acknowledgement while a transaction of
/// 10 MB is posted. Not a benchmark of many rounds: both are about whole stores.
/// </summary>
internal static class FhirDoor
{
    private const int Rounds = 4;
    private const int LongEntries = 6600;

    public static async Task MeasureAsync(string folder)
    {
        var bundles = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).OrderBy(file => file.Contains("infra", StringComparison.Ordinal) ? 0 : 1).ThenBy(file => file, StringComparer.Ordinal)
            .Select(file => (IsInfra: file.Contains("infra", StringComparison.Ordinal), Bytes: File.ReadAllBytes(file))).ToList();
        var megabytes = bundles.Sum(bundle => bundle.Bytes.Length) / 1e6;
        for (var round = 0; round < Rounds; round++)
        {
            await using var hospital = new House();
            var watch = Stopwatch.StartNew();
            foreach (var (_, bytes) in bundles)
                await hospital.PostAsync(bytes);
            Say($"{bundles.Count} bundles, {megabytes:0.0} MB: {watch.Elapsed.TotalSeconds:0.00} s, {megabytes / watch.Elapsed.TotalSeconds:0.0} MB/s");
        }

        var transaction = Long([.. bundles.Where(bundle => !bundle.IsInfra).Select(bundle => bundle.Bytes)]);
        for (var round = 0; round < Rounds; round++)
        {
            await using var hospital = new House();
            foreach (var (_, bytes) in bundles.Where(bundle => bundle.IsInfra))
                await hospital.PostAsync(bytes);
            using var stop = new CancellationTokenSource();
            var waits = new List<double>();
            var sender = SendAsync(hospital, waits, stop.Token);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            waits.Clear();
            var watch = Stopwatch.StartNew();
            await hospital.PostAsync(transaction);
            watch.Stop();
            await stop.CancelAsync();
            await sender;
            waits.Sort();
            Say($"{transaction.Length / 1e6:0.0} MB in {watch.Elapsed.TotalSeconds:0.00} s; acknowledgements meanwhile: longest {waits[^1]:0} ms, median {waits[waits.Count / 2]:0.0} ms, {waits.Count} of them");
        }
    }

    /// <summary>One transaction of many people: the bundles over and over, each time as other persons.</summary>
    private static byte[] Long(IReadOnlyList<byte[]> bundles)
    {
        var entries = new JsonArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var copy = 0; entries.Count < LongEntries; copy++)
        {
            foreach (var entry in bundles.SelectMany(bundle => JsonNode.Parse(Encoding.UTF8.GetString(bundle).Replace("urn:uuid:", $"urn:uuid:{copy.ToString(CultureInfo.InvariantCulture)}-", StringComparison.Ordinal))!["entry"]!.AsArray()))
            {
                if ((string?)entry!["resource"]!["resourceType"] == "Patient")
                {
                    foreach (var identifier in entry["resource"]!["identifier"]!.AsArray())
                        identifier!["value"] = $"{copy.ToString(CultureInfo.InvariantCulture)}-{(string?)identifier["value"]}";
                }

                if (entries.Count < LongEntries && seen.Add((string)entry["fullUrl"]!))
                    entries.Add(entry.DeepClone());
            }
        }

        return Encoding.UTF8.GetBytes(new JsonObject { ["resourceType"] = "Bundle", ["type"] = "transaction", ["entry"] = entries }.ToJsonString());
    }

    private static async Task SendAsync(House hospital, List<double> waits, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var start = Stopwatch.GetTimestamp();
            await hospital.SendAsync($"MSH|^~\\&|LAB|HOSP|RC|X|20261128100000||ORU^R01|C{number}|P|2.5.1\rPID|1||M{number % 50}^^^HOSP^MR||Doe^Jane||19500101|F\rOBR|1|||x\rOBX|1|NM|2524-7^Lactate^LN||1.2|mmol/L|||||F|||20261128100000\r");
            waits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed class House : IAsyncDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("companion-benchmark-").FullName;
        private readonly UlidSource ids = new(TimeProvider.System);
        private readonly StoreWriter writer;
        private readonly FhirTransactionProcessor resources;
        private readonly Hl7MessageProcessor messages;

        public House()
        {
            var (store, site, catalog) = (new CompanionStore(Path.Combine(folder, "companion.db")), new SiteOptions(), new TriggerCatalog(Vocabulary.Shipped));
            store.Migrate();
            writer = new StoreWriter(store, new ChangeFeed(), TimeProvider.System, ids, NullLogger<StoreWriter>.Instance);
            var pipeline = new MessagePipeline(writer, catalog, site);
            resources = new FhirTransactionProcessor(writer, pipeline, store, new FhirLibrary(catalog, site), site, ids, NullLogger<FhirTransactionProcessor>.Instance);
            messages = new Hl7MessageProcessor(writer, pipeline, site, TimeProvider.System, ids, NullLogger<Hl7MessageProcessor>.Instance);
        }

        public async Task PostAsync(byte[] bundle)
        {
            var reply = await resources.AcceptAsync(Envelope("fhir", bundle), new FhirRequest(null), CancellationToken.None);
            if (reply.Status != 200)
                throw new InvalidOperationException(reply.Body);
        }

        public Task<string> SendAsync(string message) => messages.AcceptHl7Async(Envelope("mllp", Encoding.UTF8.GetBytes(message)), CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await writer.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }

        private Envelope Envelope(string door, byte[] bytes) => new(ids.Next(), door, "benchmark", TimeProvider.System.GetUtcNow(), bytes);
    }
}
