using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Runink.Companion.Delivery;
using Runink.Companion.Delivery.Smtp;
using Runink.Companion.Hosting;
using Runink.Companion.Shared.Live;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Benchmarks;

/// <summary>From the commit of a mail to the moment its server has it: one a time as they come, and many at once.</summary>
internal static class Mails
{
    private const int AtOnce = 1000;
    private const int PerSecond = 40;
    private const int Seconds = 15;

    public static async Task MeasureAsync()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var arrived = new System.Collections.Concurrent.ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        _ = ServeAsync(server, arrived);
        var scratch = System.IO.Directory.CreateTempSubdirectory("companion-mails-");
        var store = new CompanionStore(Path.Combine(scratch.FullName, "companion.db"));
        store.Migrate();
        var (feed, time) = (new ChangeFeed(), TimeProvider.System);
        await using (var writer = new StoreWriter(store, feed, time, new UlidSource(time), NullLogger<StoreWriter>.Instance))
        using (var outside = new OutsideHttp(time))
        await using (var connections = new SmtpConnections(new SmtpLogin(new AccessTokens(outside, time)), time))
        {
            var smtp = Options.Create(new SmtpOptions { Host = "127.0.0.1", Port = ((IPEndPoint)server.LocalEndpoint).Port });
            using var sample = new SampleMailServer(new DataDirectory(scratch.FullName), smtp, new ProfileOptions());
            var channel = new SmtpChannel(smtp, new Directory { Addresses = { ["team"] = "team@hospital.example" } }, sample, connections);
            var options = Options.Create(new DeliveryOptions());
            using var worker = new OutboxWorker(
                store, writer, feed, new DeliveryLanes([channel], options, time), new ThrottleGate(writer, options, new SiteOptions()), time, new WorkPulse(time), NullLogger<OutboxWorker>.Instance);
            await worker.StartAsync(CancellationToken.None);
            await WriteAsync(writer, 20);
            await UntilAsync(arrived, 20);

            arrived.Clear();
            var clock = Stopwatch.StartNew();
            await WriteAsync(writer, AtOnce);
            await UntilAsync(arrived, AtOnce);
            Console.WriteLine(FormattableString.Invariant($"{AtOnce} at once: {AtOnce / clock.Elapsed.TotalSeconds:0} mails/s"));

            arrived.Clear();
            var committed = new Dictionary<string, long>(StringComparer.Ordinal);
            for (var sent = 0; sent < PerSecond * Seconds; sent++)
            {
                foreach (var id in await WriteAsync(writer, 1))
                    committed[id] = Stopwatch.GetTimestamp();
                await Task.Delay(TimeSpan.FromSeconds(1.0 / PerSecond), time);
            }

            await UntilAsync(arrived, committed.Count);
            var waits = committed.Select(one => Stopwatch.GetElapsedTime(one.Value, arrived[one.Key]).TotalMilliseconds).Order().ToList();
            Console.WriteLine(FormattableString.Invariant($"{PerSecond} a second: p50 {waits[waits.Count / 2]:0.0} ms, p99 {waits[(int)(waits.Count * 0.99)]:0.0} ms, max {waits[^1]:0.0} ms"));
            await worker.StopAsync(CancellationToken.None);
        }

        SqliteConnection.ClearAllPools();
        scratch.Delete(recursive: true);
    }

    private static Task<List<string>> WriteAsync(StoreWriter writer, int count) => writer.WriteAsync(
        scope =>
        {
            var ids = new List<string>();
            for (var number = 0; number < count; number++)
            {
                var message = new OutboxMessage { Id = scope.Ids.Next(), Channel = "email", To = "team", Subject = "Critical: sepsis, Emergency", Body = new string('x', 400), CreatedAt = scope.Now };
                message.Plan(scope.Now);
                scope.Db.Outbox.Add(message);
                scope.Announce(new Change("delivery", message.Id));
                ids.Add(message.Id);
            }

            return ids;
        }, CancellationToken.None);

    private static async Task UntilAsync(System.Collections.Concurrent.ConcurrentDictionary<string, long> arrived, int count)
    {
        while (arrived.Count < count)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
    }

    private static async Task ServeAsync(TcpListener server, System.Collections.Concurrent.ConcurrentDictionary<string, long> arrived)
    {
        while (true)
            _ = TalkAsync(await server.AcceptTcpClientAsync(), arrived);
    }

    private static async Task TalkAsync(TcpClient client, System.Collections.Concurrent.ConcurrentDictionary<string, long> arrived)
    {
        using (client)
        {
            client.NoDelay = true;
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 ready");
            while (await reader.ReadLineAsync() is { } line)
            {
                if (!line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
                {
                    await writer.WriteLineAsync("250 OK");
                    continue;
                }

                await writer.WriteLineAsync("354 go on");
                var id = "";
                while (await reader.ReadLineAsync() is { } part && part != ".")
                {
                    if (part.StartsWith("Message-ID: <", StringComparison.OrdinalIgnoreCase))
                        id = part["Message-ID: <".Length..].Split('@')[0];
                }

                arrived.TryAdd(id, Stopwatch.GetTimestamp());
                await writer.WriteLineAsync("250 kept");
            }
        }
    }
}
