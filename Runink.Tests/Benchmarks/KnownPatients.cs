using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Benchmarks;

/// <summary>What a message costs when few and when many patients are known, each message about any of them. A store of its own for each number.</summary>
internal static class KnownPatients
{
    private const int Senders = 64;
    private const int PerRound = 10_000;
    private const int Rounds = 5;

    private static readonly int[] Numbers = [200, 2_000, 20_000, 100_000];

    public static async Task MeasureAsync()
    {
        Console.WriteLine("| known | processor, µs a message | messages/s | ready in memory | patients' bytes, MB |\n|---|---|---|---|---|");
        foreach (var known in Numbers)
        {
            var scratch = Directory.CreateTempSubdirectory("companion-known-");
            var store = new CompanionStore(Path.Combine(scratch.FullName, "companion.db"));
            store.Migrate();
            var ids = new UlidSource(TimeProvider.System);
            await using (var writer = new StoreWriter(store, new ChangeFeed(), TimeProvider.System, ids, NullLogger<StoreWriter>.Instance))
            {
                var pipeline = new MessagePipeline(writer, new TriggerCatalog(Vocabulary.Shipped), new SiteOptions());
                var messages = new Hl7MessageProcessor(writer, pipeline, new SiteOptions(), TimeProvider.System, ids, NullLogger<Hl7MessageProcessor>.Instance);
                await AllAsync(known, number => IngestFloor.SendAsync(messages, ids, IngestFloor.Arrival(number)));
                var random = new Random(1);
                var (costs, rates) = (new List<double>(), new List<double>());
                for (var round = 0; round <= Rounds; round++)
                {
                    var about = Enumerable.Range(0, PerRound).Select(_ => random.Next(known)).ToArray();
                    var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
                    await AllAsync(PerRound, number => IngestFloor.SendAsync(messages, ids, IngestFloor.Result(about[number], (round * PerRound) + number)));
                    // The first round compiles.
                    if (round == 0)
                        continue;
                    costs.Add((Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / PerRound);
                    rates.Add(PerRound / clock.Elapsed.TotalSeconds);
                }

                Console.WriteLine(FormattableString.Invariant(
                    $"| {known} | {Median(costs):0} ({costs.Min():0}-{costs.Max():0}) | {Median(rates):0} ({rates.Min():0}-{rates.Max():0}) | {pipeline.Memory.Patients} | {pipeline.Memory.Bytes / 1e6:0.0} |"));
            }

            SqliteConnection.ClearAllPools();
            scratch.Delete(recursive: true);
        }
    }

    private static Task AllAsync(int count, Func<int, Task> send)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < count)
                await send(number);
        })));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
