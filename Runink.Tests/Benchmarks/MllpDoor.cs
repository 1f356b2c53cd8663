using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runink.Benchmarks;

/// <summary>
/// A door that listens already, as its senders meet it: results of ten values over 1, 4 and 16 connections, each waiting for its
/// acknowledgement, and one long frame whose bytes come one at a time.
/// </summary>
internal static class MllpDoor
{
    private const int Rounds = 3;
    private const int Patients = 200;
    private const int LongFrame = 400_000;
    private const int Piece = 1;

    private static readonly int[] Senders = [1, 4, 16];
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(4);

    public static async Task MeasureAsync(IPEndPoint door)
    {
        var run = Stopwatch.GetTimestamp();
        await SendAsync(door, Enumerable.Range(0, Patients).Select(Arrival));
        var number = 0;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var senders in Senders)
            {
                var clock = Stopwatch.StartNew();
                var waits = await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(() => SendAsync(door, Until(clock)))));
                var all = waits.SelectMany(wait => wait).Order().ToList();
                Say($"{senders,2} connections: {all.Count / clock.Elapsed.TotalSeconds:0} messages/s, p50 {all[all.Count / 2]:0.0} ms, p99 {all[all.Count * 99 / 100]:0.0} ms");
            }

            var watch = Stopwatch.StartNew();
            await SendInPiecesAsync(door, Result(0, $"long{run}-{round}") + "NTE|1||" + new string('x', LongFrame));
            Say($"one frame of {LongFrame / 1e6:0.0} MB, {Piece} byte at a time: {watch.Elapsed.TotalSeconds:0.00} s");
        }

        IEnumerable<string> Until(Stopwatch clock)
        {
            while (clock.Elapsed < RoundTime)
            {
                var next = Interlocked.Increment(ref number);
                yield return Result(next % Patients, string.Create(CultureInfo.InvariantCulture, $"{run}-{next}"));
            }
        }
    }

    private static async Task<List<double>> SendAsync(IPEndPoint door, IEnumerable<string> messages)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(door);
        var waits = new List<double>();
        var answer = new byte[4096];
        foreach (var message in messages)
        {
            var since = Stopwatch.GetTimestamp();
            await client.GetStream().WriteAsync(Frame(message));
            await ReceiveAsync(client, answer);
            waits.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return waits;
    }

    private static async Task SendInPiecesAsync(IPEndPoint door, string message)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(door);
        var frame = Frame(message);
        for (var at = 0; at < frame.Length; at += Piece)
            await client.GetStream().WriteAsync(frame.AsMemory(at, Math.Min(Piece, frame.Length - at)));
        await ReceiveAsync(client, new byte[4096]);
    }

    private static async Task ReceiveAsync(TcpClient client, byte[] buffer)
    {
        var length = 0;
        while (length < 2 || buffer[length - 2] != 0x1C)
        {
            var read = await client.GetStream().ReadAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new IOException("The door closed the connection.");
        }

        if (buffer.AsSpan(0, length).IndexOf("MSA|A"u8) < 0)
            throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, length));
    }

    private static byte[] Frame(string message) => [0x0B, .. Encoding.UTF8.GetBytes(message), 0x1C, 0x0D];

    private static string Arrival(int patient) => string.Create(CultureInfo.InvariantCulture,
        $"MSH|^~\\&|ADT|HOSP|RUNINK|COMPANION|20260302080000+0000||ADT^A04|A{patient}|P|2.5.1\rPID|1||{90000 + patient}^^^HOSP^MR||Oliveira^Marta||19480312|F\rPV1|1|E|Emergency^^ED-12||||||||||||||||V{patient}^^^HOSP\r");

    private static string Result(int patient, string id)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|20260302080000+0000||ORU^R01|{id}|P|2.5.1\rPID|1||{90000 + patient}^^^HOSP^MR\rOBR|1|||PANEL|||20260302080000+0000\r"));
        for (var value = 1; value <= 10; value++)
            text.Append(CultureInfo.InvariantCulture, $"OBX|{value}|NM|{(value == 1 ? "2823-3" : $"9{value}00-1")}^x^LN||4.{value % 9}|mmol/L|||||F|||20260302080000+0000\r");
        return text.ToString();
    }

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
