using System.Diagnostics;
using System.Globalization;

namespace Runink.Benchmarks.Doors;

/// <summary>Open worklists while messages come in: what a page costs of memory, how long senders wait, and how soon new work is drawn on every page.</summary>
internal static class OpenPages
{
    private const int Patients = 1000;
    private const int Senders = 16;
    private const int OpenAtFirst = 60;

    private static readonly TimeSpan AlarmEvery = TimeSpan.FromSeconds(1);

    public static async Task MeasureAsync(int pages, double rate, TimeSpan duration)
    {
        await using var product = await DoorProcess.ProductAsync("--Circuits:MostOfPerson=200");
        var load = new MllpLoad(Patients);
        await load.ArriveAsync(product.Mllp);
        for (var alarm = 0; alarm < OpenAtFirst; alarm++)
            await load.AlarmAsync(product.Mllp, alarm);
        var luis = await OpenPage.SignInAsync(product.Web!, "luis.moreno");
        var before = product.ResidentBytes;
        var open = new List<OpenPage>();
        try
        {
            for (var page = 0; page < pages; page++)
                open.Add(await OpenPage.OpenAsync(product.Web!, luis, "/?view=all"));
            await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
            var after = product.ResidentBytes;
            Say($"{pages} pages of {OpenAtFirst} rows: {(after - before) / 1e6 / pages:0.00} MB of the process a page, {open.Average(page => page.Bytes) / 1e3:0} KB with {open.Average(page => page.Names):0} names drawn; {open.Count(page => page.Fault is not null)} broke{Why(open)}; the process holds {after / 1e6:0} MB.");

            var alarms = new List<long>();
            var sending = load.RunAtAsync(product.Mllp, Senders, rate, duration);
            for (var alarm = OpenAtFirst; !sending.IsCompleted; alarm++)
            {
                alarms.Add(Stopwatch.GetTimestamp());
                await load.AlarmAsync(product.Mllp, alarm);
                await Task.Delay(AlarmEvery, TimeProvider.System);
            }

            var result = await sending;
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
            var waits = open.SelectMany(page => alarms.Select(alarm => Next(page.Drawn, alarm))).OfType<double>().Order().ToList();
            Say($"{result.Rate:0} messages/s of {rate:0} asked for, acknowledged in p50 {result.P50:0.0} ms, p99 {result.P99:0.0} ms; {alarms.Count} times new work, on a page after p50 {waits[waits.Count / 2]:0} ms, p95 {waits[waits.Count * 95 / 100]:0} ms ({waits.Count} of {alarms.Count * pages} seen); {open.Count(page => page.Fault is not null)} pages broke{Why(open)}; the process holds {product.ResidentBytes / 1e6:0} MB.");
        }
        finally
        {
            foreach (var page in open)
                await page.DisposeAsync();
        }
    }

    /// <summary>Milliseconds from the message to the next drawing of the page.</summary>
    private static double? Next(IReadOnlyList<long> drawn, long alarm) =>
        drawn.FirstOrDefault(at => at > alarm) is > 0 and var at ? Stopwatch.GetElapsedTime(alarm, at).TotalMilliseconds : null;

    private static string Why(List<OpenPage> open) => open.Find(page => page.Fault is not null)?.Fault is { } fault ? $" ({fault})" : "";

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
