using System.Globalization;

namespace Runink.Benchmarks.Doors;

/// <summary>The product's MLLP door beside a bare listener, in turn, so that both meet the same machine.</summary>
internal static class DoorComparison
{
    private const int Patients = 2000;

    private static readonly int[] Senders = [1, 4, 16];
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    public static async Task MeasureAsync(int rounds)
    {
        await using var product = await DoorProcess.ProductAsync();
        await using var bare = await DoorProcess.BareAsync();
        var load = new MllpLoad(Patients);
        foreach (var door in new[] { product, bare })
        {
            await load.ArriveAsync(door.Mllp);
            await load.RunAsync(door.Mllp, 16, WarmUp);
        }

        var rows = Senders.ToDictionary(senders => senders, _ => new List<(LoadResult Product, LoadResult Bare)>());
        var half = new List<(LoadResult Product, LoadResult Bare)>();
        var cost = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var senders in Senders)
            {
                var before = product.Processor;
                var ours = await load.RunAsync(product.Mllp, senders, RoundTime);
                var processor = product.Processor - before;
                rows[senders].Add((ours, await load.RunAsync(bare.Mllp, senders, RoundTime)));
                if (senders == 16)
                    cost.Add(processor.TotalMicroseconds / (ours.Rate * RoundTime.TotalSeconds));
                Say($"round {round + 1}, {senders,2} senders: {ours.Rate:0} of {rows[senders][^1].Bare.Rate:0} messages/s");
            }

            var (full, floor) = rows[16][^1];
            half.Add((await load.RunAtAsync(product.Mllp, 16, full.Rate / 2, RoundTime), await load.RunAtAsync(bare.Mllp, 16, floor.Rate / 2, RoundTime)));
        }

        Console.WriteLine("\n| senders | product, messages/s | p50 / p99, ms | bare, messages/s | p50 / p99, ms | ratio |\n|---|---|---|---|---|---|");
        foreach (var (senders, pairs) in rows)
            Row(senders.ToString(CultureInfo.InvariantCulture), pairs);
        Row("16, half load", half);
        Say($"\nProcessor time of the product, 16 senders: {Spread(cost, "0")} µs a message.");
    }

    private static void Row(string name, List<(LoadResult Product, LoadResult Bare)> pairs) => Say(
        $"| {name} | {Spread(pairs.Select(pair => pair.Product.Rate), "0")} | {Median(pairs.Select(pair => pair.Product.P50)):0.0} / {Spread(pairs.Select(pair => pair.Product.P99), "0.0")} | {Spread(pairs.Select(pair => pair.Bare.Rate), "0")} | {Median(pairs.Select(pair => pair.Bare.P50)):0.0} / {Spread(pairs.Select(pair => pair.Bare.P99), "0.0")} | {Spread(pairs.Select(pair => pair.Product.Rate / pair.Bare.Rate), "0.00")} |");

    /// <summary>The median with the range around it.</summary>
    private static string Spread(IEnumerable<double> values, string format)
    {
        var all = values.ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{Median(all).ToString(format, CultureInfo.InvariantCulture)} ({all.Min().ToString(format, CultureInfo.InvariantCulture)}-{all.Max().ToString(format, CultureInfo.InvariantCulture)})");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
