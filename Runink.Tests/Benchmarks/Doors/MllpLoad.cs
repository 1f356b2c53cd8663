using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runink.Benchmarks.Doors;

/// <summary>Senders of an MLLP door: each waits for its acknowledgement before it sends the next message.</summary>
internal sealed class MllpLoad(int patients)
{
    /// <summary>Of a basic panel and a little more, each in its unit, with a value that nobody worries about.</summary>
    private static readonly (string Code, string Unit, decimal From, decimal Step)[] Panel =
    [
        ("2951-2", "mmol/L", 138, 0.5m), ("2823-3", "mmol/L", 4.0m, 0.1m), ("2075-0", "mmol/L", 100, 0.5m), ("2028-9", "mmol/L", 24, 0.2m), ("3094-0", "mg/dL", 12, 0.5m),
        ("2160-0", "mg/dL", 0.8m, 0.02m), ("2345-7", "mg/dL", 95, 1), ("17861-6", "mg/dL", 9.0m, 0.1m), ("2524-7", "mmol/L", 1.0m, 0.05m), ("718-7", "g/dL", 13, 0.1m),
    ];

    private readonly string run = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
    private int number;

    /// <summary>Everybody arrives, over a few connections.</summary>
    public async Task ArriveAsync(IPEndPoint door)
    {
        const int Connections = 8;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(async () =>
        {
            using var sender = await Sender.ConnectAsync(door);
            for (var patient = connection; patient < patients; patient += Connections)
                await sender.SendAsync(Arrival(patient));
        })));
    }

    /// <summary>Results as fast as they are acknowledged.</summary>
    public async Task<LoadResult> RunAsync(IPEndPoint door, int senders, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            using var sender = await Sender.ConnectAsync(door);
            while (clock.Elapsed < duration)
            {
                var since = Stopwatch.GetTimestamp();
                await sender.SendAsync(Result());
                own.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }

            return own;
        })));
        return LoadResult.Of(waits, clock.Elapsed);
    }

    /// <summary>Results at a steady rate. One that had to wait for the acknowledgement before it waits from when it was due.</summary>
    /// <param name="rate">Messages a second of all senders together.</param>
    public async Task<LoadResult> RunAtAsync(IPEndPoint door, int senders, double rate, TimeSpan duration)
    {
        var every = TimeSpan.FromSeconds(senders / rate);
        var clock = Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, senders).Select(index => Task.Run(async () =>
        {
            var own = new List<double>();
            using var sender = await Sender.ConnectAsync(door);
            var due = clock.Elapsed + (every * index / senders);
            while (due < duration)
            {
                var isLate = clock.Elapsed > due;
                if (!isLate)
                    await Task.Delay(due - clock.Elapsed, TimeProvider.System);
                var since = isLate ? due : clock.Elapsed;
                await sender.SendAsync(Result());
                own.Add((clock.Elapsed - since).TotalMilliseconds);
                due += every;
            }

            return own;
        })));
        return LoadResult.Of(waits, clock.Elapsed);
    }

    /// <summary>Somebody old comes to the emergency room with a value that calls for somebody.</summary>
    public async Task AlarmAsync(IPEndPoint door, int alarm)
    {
        var (now, id) = (Now(), $"{run}-alarm-{alarm}");
        using var sender = await Sender.ConnectAsync(door);
        await sender.SendAsync($"MSH|^~\\&|ADT|HOSP|RUNINK|COMPANION|{now}||ADT^A04|{id}|P|2.5.1\rPID|1||S{id}^^^HOSP^MR||Almeida{alarm}^Rui||19440303|M\rPV1|1|E|ED^^{alarm % 40}||||||||||||||||VS{id}^^^HOSP\r");
        await sender.SendAsync($"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|{now}||ORU^R01|{id}-r|P|2.5.1\rPID|1||S{id}^^^HOSP^MR\rOBR|1|||PANEL|||{now}\rOBX|1|NM|2524-7^Lactate^LN||3.9|mmol/L|||||F|||{now}\r");
    }

    private string Arrival(int patient) => string.Create(CultureInfo.InvariantCulture,
        $"MSH|^~\\&|ADT|HOSP|RUNINK|COMPANION|{Now()}||ADT^A04|A{run}-{patient}|P|2.5.1\rPID|1||{90000 + patient}^^^HOSP^MR||Oliveira{patient}^Marta||1948{1 + (patient % 12):00}{1 + (patient % 28):00}|F\rPV1|1|I|Ward^^{patient}||||||||||||||||V{patient}^^^HOSP\r");

    private string Result()
    {
        var next = Interlocked.Increment(ref number);
        var now = Now();
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|{now}||ORU^R01|{run}-{next}|P|2.5.1\rPID|1||{90000 + (next % patients)}^^^HOSP^MR\rOBR|1|||PANEL|||{now}\r"));
        for (var line = 0; line < Panel.Length; line++)
        {
            var (code, unit, from, step) = Panel[line];
            text.Append(CultureInfo.InvariantCulture, $"OBX|{line + 1}|NM|{code}^x^LN||{from + (step * (next % 8))}|{unit}|||||F|||{now}\r");
        }

        return text.ToString();
    }

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyyMMddHHmmss.fff", CultureInfo.InvariantCulture) + "+0000";

    private sealed class Sender(TcpClient client) : IDisposable
    {
        private readonly byte[] answer = new byte[4096];

        public static async Task<Sender> ConnectAsync(IPEndPoint door)
        {
            var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(door);
            return new Sender(client);
        }

        public async Task SendAsync(string message)
        {
            await client.GetStream().WriteAsync((byte[])[0x0B, .. Encoding.UTF8.GetBytes(message), 0x1C, 0x0D]);
            var length = 0;
            while (length < 2 || answer[length - 2] != 0x1C)
            {
                var read = await client.GetStream().ReadAsync(answer.AsMemory(length));
                length += read > 0 ? read : throw new IOException("The door closed the connection.");
            }

            if (answer.AsSpan(0, length).IndexOf("MSA|AA"u8) < 0)
                throw new InvalidOperationException(Encoding.UTF8.GetString(answer, 0, length));
        }

        public void Dispose() => client.Dispose();
    }
}

/// <param name="Rate">Messages a second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
internal sealed record LoadResult(double Rate, double P50, double P99)
{
    public static LoadResult Of(IEnumerable<List<double>> waits, TimeSpan took)
    {
        var all = waits.SelectMany(own => own).Order().ToList();
        return new(all.Count / took.TotalSeconds, all[all.Count / 2], all[all.Count * 99 / 100]);
    }
}
