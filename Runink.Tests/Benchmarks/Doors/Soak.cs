using System.Diagnostics;

namespace Runink.Benchmarks.Doors;

/// <summary>A steady load for some minutes: what the process holds of memory, and how the store grows, as it goes on.</summary>
internal static class Soak
{
    private const int Patients = 2000;
    private const int Senders = 16;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <param name="rate">Messages a second; null sends as fast as is acknowledged.</param>
    public static async Task MeasureAsync(double minutes, double? rate)
    {
        await using var product = await DoorProcess.ProductAsync();
        var load = new MllpLoad(Patients);
        await load.ArriveAsync(product.Mllp);
        Console.WriteLine("| minute | messages/s | p99, ms | processor, µs a message | resident, MB | of it, by the health page | store, bytes a message | log, MB |\n|---|---|---|---|---|---|---|---|");
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalMinutes < minutes)
        {
            var (processor, stored) = (product.Processor, product.StoreBytes);
            var result = rate is { } steady ? await load.RunAtAsync(product.Mllp, Senders, steady, Step) : await load.RunAsync(product.Mllp, Senders, Step);
            var messages = result.Rate * Step.TotalSeconds;
            Console.WriteLine(FormattableString.Invariant(
                $"| {clock.Elapsed.TotalMinutes:0.0} | {result.Rate:0} | {result.P99:0.0} | {(product.Processor - processor).TotalMicroseconds / messages:0} | {product.ResidentBytes / 1e6:0} | {await product.MemoryAsync()} | {(product.StoreBytes - stored) / messages:0} | {product.LogBytes / 1e6:0.0} |"));
        }
    }
}
