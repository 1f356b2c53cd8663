using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Runink.Benchmarks.Starting;

/// <summary>How long a page of the worklist takes over HTTP while many thousand rows are open: by patient and apart, the first page and one far down. Two rows a patient.</summary>
internal static class WorklistReads
{
    private const int RowsOfAPatient = 2;
    private const int Senders = 8;
    private const int Rounds = 40;

    private static readonly (string What, string Path)[] Reads =
    [
        ("first 100, by patient", "api/v1/escalations?group=patient&limit=100"),
        ("first 500, by patient", "api/v1/escalations?group=patient&limit=500"),
        ("100 from 4,000, by patient", "api/v1/escalations?group=patient&limit=100&cursor=4000"),
        ("first 100, apart", "api/v1/escalations?limit=100"),
        ("first 500, apart", "api/v1/escalations?limit=500"),
        ("view late, first 100, by patient", "api/v1/escalations?view=late&group=patient&limit=100"),
    ];

    public static async Task MeasureAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("companion-worklist-");
        var (process, web, mllp, _) = await Readiness.StartAsync(folder.FullName, "--SampleMessages=false");
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => SendAsync(mllp, sender, rows / RowsOfAPatient)));
        using var http = new HttpClient { BaseAddress = web };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "sample-api-key"))).Trim());
        var count = await CountAsync(http);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} rows of {rows / RowsOfAPatient} patients are open after {clock.Elapsed.TotalSeconds:0} s.\n"));
        Console.WriteLine("| what | p50 ms | p95 ms | KB |\n|---|---|---|---|");
        foreach (var (what, path) in Reads)
        {
            var (times, bytes) = (new List<double>(), 0);
            for (var round = -3; round < Rounds; round++)
            {
                clock.Restart();
                bytes = (await http.GetByteArrayAsync(path)).Length;
                if (round >= 0)
                    times.Add(clock.Elapsed.TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {times[Rounds / 2]:0} | {times[Rounds * 95 / 100]:0} | {bytes / 1024.0:0} |"));
        }

        await Readiness.KillAsync(process);
        folder.Delete(recursive: true);
    }

    private static async Task<int> CountAsync(HttpClient http)
    {
        var (count, cursor) = (0, "0");
        while (cursor is not null)
        {
            var page = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync($"api/v1/escalations?limit=500&cursor={cursor}"));
            count += page.GetProperty("items").GetArrayLength();
            cursor = page.GetProperty("nextCursor").GetString();
        }

        return count;
    }

    private static async Task SendAsync(IPEndPoint door, int sender, int patients)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(door);
        var (stream, buffer) = (client.GetStream(), new byte[4096]);
        for (var patient = sender; patient < patients; patient += Senders)
        {
            foreach (var message in Messages(patient))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"\u000b{message}\u001c\r"));
                var answer = Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer));
                if (!answer.Contains("MSA|AA", StringComparison.Ordinal))
                    throw new InvalidOperationException(answer);
            }
        }
    }

    private static IEnumerable<string> Messages(int patient)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("yyyyMMddHHmmss+0000", CultureInfo.InvariantCulture);
        var (number, name) = ((100_000 + patient).ToString(CultureInfo.InvariantCulture), $"Bench{patient}^Row");
        yield return $"MSH|^~\\&|ADT|HOSP|RUNINK|COMPANION|{at}||ADT^A01|A{number}|P|2.5.1\rEVN||{at}\rPID|1||{number}^^^HOSP^MR||{name}||19480312|F\rPV1|1|I|4 West^^{patient % 40}||||||||||||||||V{number}^^^HOSP";
        foreach (var (code, value, unit) in ((string, string, string)[])[("2823-3", "6.8", "mmol/L"), ("2345-7", "45", "mg/dL")])
            yield return $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|{at}||ORU^R01|R{number}{code}|P|2.5.1\rPID|1||{number}^^^HOSP^MR\rOBR|1|||PANEL|||{at}\rOBX|1|NM|{code}^x^LN||{value}|{unit}|||||F|||{at}\r";
    }
}
