using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Benchmarks.Starting;

/// <summary>
/// How long the product takes from its start until it says that it is ready, over a store with many signals, after it was killed
/// (SIGKILL) while messages came. The journal is as the kill left it.
/// </summary>
internal static partial class Readiness
{
    private const int SignalsOfAMessage = 10;
    private const int Patients = 5000;
    private const int Senders = 8;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(3);

    public static async Task MeasureAsync(int signals, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("companion-ready-");
        var (first, _, _, _) = await StartAsync(folder.FullName);
        await KillAsync(first);
        await FillAsync(Path.Combine(folder.FullName, "companion.db"), signals / SignalsOfAMessage);
        SqliteConnection.ClearAllPools();
        Console.WriteLine("| round | store MB | journal MB when killed | ready line s | /health/ready answers s |\n|---|---|---|---|---|");
        for (var round = 0; round <= rounds; round++)
        {
            var journal = Bytes(folder, "*.db-wal");
            var (process, web, mllp, took) = await StartAsync(folder.FullName);
            var answered = took + await AnswersAsync(web);
            // The first start is after the filling, not after a kill.
            if (round > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {round} | {Bytes(folder, "*.db") / 1e6:0} | {journal / 1e6:0.0} | {took.TotalSeconds:0.00} | {answered.TotalSeconds:0.00} |"));
            await SendAsync(mllp, round);
            await KillAsync(process);
        }

        folder.Delete(recursive: true);
    }

    private static async Task FillAsync(string file, int count)
    {
        var (store, time) = (new CompanionStore(file), TimeProvider.System);
        var ids = new UlidSource(time);
        await using var writer = new StoreWriter(store, new ChangeFeed(), time, ids, NullLogger<StoreWriter>.Instance);
        var pipeline = new MessagePipeline(writer, new TriggerCatalog(Vocabulary.Shipped), new SiteOptions());
        var messages = new Hl7MessageProcessor(writer, pipeline, new SiteOptions(), time, ids, NullLogger<Hl7MessageProcessor>.Instance);
        var next = -1;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < count)
            {
                var answer = await messages.AcceptHl7Async(new Envelope(ids.Next(), "bench", "bench", time.GetUtcNow(), Encoding.UTF8.GetBytes(Result($"F{number}", number % Patients))), CancellationToken.None);
                if (!answer.Contains("MSA|AA", StringComparison.Ordinal))
                    throw new InvalidOperationException(answer);
            }
        })));
        await using var db = store.Read();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Filled with {count} messages of {SignalsOfAMessage} signals for {Patients} patients in {clock.Elapsed.TotalSeconds:0} s.\n"));
    }

    private static async Task<TimeSpan> AnswersAsync(Uri web)
    {
        var clock = Stopwatch.StartNew();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(web, "health/ready"));
        answer.EnsureSuccessStatusCode();
        return clock.Elapsed;
    }

    /// <summary>Until the time is over; the kill comes while answers are awaited.</summary>
    private static async Task SendAsync(IPEndPoint door, int round)
    {
        for (var sender = 0; sender < Senders; sender++)
        {
            var own = sender;
            _ = Task.Run(async () =>
            {
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(door);
                    var (stream, buffer) = (client.GetStream(), new byte[4096]);
                    for (var number = 0; ; number++)
                    {
                        await stream.WriteAsync(Encoding.UTF8.GetBytes($"\u000b{Result($"K{round}-{own}-{number}", (own * 600) + (number % 600))}\u001c\r"));
                        if (await stream.ReadAsync(buffer) == 0)
                            return;
                    }
                }
                catch (Exception cut) when (cut is IOException or SocketException)
                {
                    // Killed, as was meant.
                }
            });
        }

        await Task.Delay(Load, TimeProvider.System);
    }

    /// <param name="samples">--no-samples for none, or what else of them is wanted.</param>
    internal static async Task<(Process Process, Uri Web, IPEndPoint Mllp, TimeSpan Took)> StartAsync(string folder, string samples = "--no-samples")
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Runink.Companion.dll"), "--urls", "http://127.0.0.1:0", "--data", folder, samples, "--Intake:Mllp:Port=0"])
        { WorkingDirectory = AppContext.BaseDirectory, UseShellExecute = false, RedirectStandardOutput = true };
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Ready().Match(line) is not { Success: true } ready)
                continue;
            var took = clock.Elapsed;
            _ = process.StandardOutput.ReadToEndAsync();
            return (process, new Uri(ready.Groups["web"].Value), IPEndPoint.Parse(ready.Groups["door"].Value), took);
        }

        throw new InvalidOperationException("The program ended before it was ready.");
    }

    internal static async Task KillAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static long Bytes(DirectoryInfo folder, string pattern) => folder.EnumerateFiles(pattern).Sum(file => file.Length);

    private static string Result(string id, int patient)
    {
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture, $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|20260302080000+0000||ORU^R01|{id}|P|2.5.1\rPID|1||{90000 + patient}^^^HOSP^MR||Oliveira^Marta||19480312|F\rOBR|1|||PANEL|||20260302080000+0000\r"));
        string[] codes = ["2524-7", "2823-3", "2160-0", "718-7", "6690-2", "777-3", "2951-2", "1975-2", "3094-0", "2345-7"];
        for (var i = 0; i < SignalsOfAMessage; i++)
            text.Append(CultureInfo.InvariantCulture, $"OBX|{i + 1}|NM|{codes[i]}^x^LN||{1 + (i % 4)}.{patient % 9}|mmol/L|||||F|||20260302080000+0000\r");
        return text.ToString();
    }

    [GeneratedRegex(@": (?<web>http\S+) \(MLLP (?<door>\S+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ready();
}
