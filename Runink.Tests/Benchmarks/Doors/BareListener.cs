using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Runink.Benchmarks.Doors;

/// <summary>
/// The least that an honest MLLP door does: cuts frames, stores the bytes in SQLite as durably as the product does, answers after
/// the commit that all who wait share. It reads nothing, knows nobody, judges nothing and proves nothing.
/// </summary>
internal static class BareListener
{
    private const int LargestBatch = 1000;

    public static async Task RunAsync(string file)
    {
        var queue = Channel.CreateUnbounded<(byte[] Raw, TaskCompletionSource Stored)>(new UnboundedChannelOptions { SingleReader = true });
        _ = Task.Factory.StartNew(() => Write(file, queue.Reader), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine($"Listening (MLLP {listener.LocalEndpoint})");
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            _ = Task.Run(() => TalkAsync(client, queue.Writer));
        }
    }

    private static async Task TalkAsync(TcpClient client, ChannelWriter<(byte[] Raw, TaskCompletionSource Stored)> queue)
    {
        using var connection = client;
        client.NoDelay = true;
        var reader = PipeReader.Create(client.GetStream());
        while (true)
        {
            var read = await reader.ReadAsync();
            var rest = read.Buffer;
            while (rest.PositionOf((byte)0x1C) is { } end && rest.Slice(end).Length >= 2)
            {
                var raw = rest.Slice(1, end).ToArray();
                var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await queue.WriteAsync((raw, stored));
                await stored.Task;
                await client.GetStream().WriteAsync(Answer(raw));
                rest = rest.Slice(rest.GetPosition(2, end));
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                return;
        }
    }

    private static byte[] Answer(byte[] raw)
    {
        var header = Encoding.ASCII.GetString(raw, 0, raw.AsSpan().IndexOf((byte)'\r')).Split('|');
        return [0x0B, .. Encoding.ASCII.GetBytes($"MSH|^~\\&|{header[4]}|{header[5]}|{header[2]}|{header[3]}|{header[6]}||ACK|{header[9]}|P|2.5.1\rMSA|AA|{header[9]}\r"), 0x1C, 0x0D];
    }

    private static void Write(string file, ChannelReader<(byte[] Raw, TaskCompletionSource Stored)> queue)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864; CREATE TABLE Messages (Id INTEGER PRIMARY KEY, Raw BLOB NOT NULL);";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO Messages (Raw) VALUES ($raw)";
        var raw = command.Parameters.Add("$raw", SqliteType.Blob);
        var batch = new List<TaskCompletionSource>();
        while (queue.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            using (var transaction = connection.BeginTransaction(deferred: false))
            {
                command.Transaction = transaction;
                while (batch.Count < LargestBatch && queue.TryRead(out var next))
                {
                    raw.Value = next.Raw;
                    command.ExecuteNonQuery();
                    batch.Add(next.Stored);
                }

                transaction.Commit();
            }

            foreach (var stored in batch)
                stored.SetResult();
            batch.Clear();
        }
    }
}
