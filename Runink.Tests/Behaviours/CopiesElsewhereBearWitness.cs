using System.Net;
using System.Net.Sockets;
using System.Text;
using Runink.Companion.Ledger;
using Runink.Companion.Ledger.Anchors;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Who owns this machine can make store, checkpoints and key anew; what stands elsewhere still tells.</summary>
public sealed class CopiesElsewhereBearWitness
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ACopyInAFileTellsOfCheckpointsThatAreGone()
    {
        var (folder, copy) = (Directory.CreateTempSubdirectory("companion-").FullName, Path.Combine(Directory.CreateTempSubdirectory("companion-copy-").FullName, "anchor.jsonl"));
        await using (var hospital = await StartAsync(folder, ("File", copy)))
        {
            await hospital.SendAsync(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()));
            await hospital.FastForwardAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
            await Hospital.EventuallyAsync(() => Task.FromResult(File.Exists(copy)), there => there, "a copy is made");
            // Another five minutes, another line.
            await hospital.SendAsync(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()));
            await hospital.FastForwardAsync(TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(10));
            await Hospital.EventuallyAsync(async () => (await File.ReadAllLinesAsync(copy, Stop)).Length, lines => lines >= 2, "a second line is copied");
        }

        var whole = await CompanionProcess.RunVerbAsync("ledger", "verify", "--anchor", copy, "--data", folder);
        Assert.True(whole.ExitCode == 0, whole.Output);
        var store = await TestDatabase.StoreAsync(folder);
        await using (var connection = store.OpenReader())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM Ledger WHERE Seq > 3";
            await command.ExecuteNonQueryAsync(Stop);
        }

        File.Delete(Path.Combine(folder, "ledger-checkpoints.jsonl"));
        Assert.Equal(4, (await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", folder)).ExitCode);
        var found = await CompanionProcess.RunVerbAsync("ledger", "verify", "--anchor", copy, "--data", folder);
        Assert.True(found.ExitCode == 1, found.Output);
        Assert.Contains("The end was cut", found.Output, StringComparison.Ordinal);
        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task ALogServerHearsTheSignedLineFramedByCountedOctets()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await using (var hospital = await StartAsync(folder, ("Syslog", $"tcp://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}")))
        {
            await hospital.FastForwardAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
            using var client = await server.AcceptTcpClientAsync(Stop);
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            var text = await reader.ReadToEndAsync(Stop);

            var (length, message) = (int.Parse(text.Split(' ', 2)[0], System.Globalization.CultureInfo.InvariantCulture), text.Split(' ', 2)[1]);
            Assert.Equal(length, Encoding.UTF8.GetByteCount(message));
            // Facility 13 (log audit), severity 5 (notice), version 1.
            Assert.StartsWith("<109>1 2026-03-02T08:00:", message, StringComparison.Ordinal);
            var checkpoint = LedgerCheckpoint.FromLine(message[message.IndexOf('{', StringComparison.Ordinal)..])!;
            using var key = new LedgerKeys(new LedgerOptions().In(folder)).Signing()!;
            Assert.True(checkpoint.IsSignedBy(key));
        }

        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task AnAuthorityStampsTheLinesAndAFileThatLostOneIsFound()
    {
        Assert.SkipUnless(TimestampAuthority.IsPossible, "There is no openssl here to make stamps.");
        await using var authority = await TimestampAuthority.StartAsync();
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        var stamps = Path.Combine(folder, "ledger-timestamps.jsonl");
        await using (var hospital = await StartAsync(folder, ("TimestampAuthority", authority.Address)))
        {
            await hospital.FastForwardAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
            await Hospital.EventuallyAsync(() => Task.FromResult(File.Exists(stamps)), there => there, "a stamp is kept");
        }

        var options = new LedgerOptions().In(folder);
        var store = await TestDatabase.StoreAsync(folder);
        Assert.Equal(LedgerVerdict.Holds, Run().Verdict);
        // A file that holds, made by whoever has the key, but not the one that was stamped.
        var lines = await File.ReadAllLinesAsync(options.CheckpointFile, Stop);
        using (var key = new LedgerKeys(options).Signing()!)
        {
            var head = LedgerCheckpoint.FromLine(lines[^1])!;
            var made = LedgerCheckpoint.Sign(CheckpointKind.Head, head.Seq, Convert.FromHexString(head.Hash), head.At, null, LedgerCheckpoint.NoPrevious, key);
            await File.WriteAllTextAsync(options.CheckpointFile, made.ToLine() + "\n", Stop);
        }

        var found = Run();
        Assert.Equal(LedgerVerdict.Broken, found.Verdict);
        Assert.Contains("stamped a checkpoint", found.Finding, StringComparison.Ordinal);
        // And a stamp that nobody made.
        await File.WriteAllTextAsync(stamps, (await File.ReadAllTextAsync(stamps, Stop)).Replace("\"line\":\"", "\"line\":\"0", StringComparison.Ordinal), Stop);
        Assert.Contains("is not what", Run().Finding, StringComparison.Ordinal);
        await TestDatabase.DeleteAsync(folder);

        LedgerVerification Run() => LedgerCheck.Run(new LedgerReader(store), new CheckpointFile(options), TimestampLog.Beside(options.CheckpointFile), null, null, Stop);
    }

    [Theory]
    [InlineData("nobody there")]
    [InlineData("lies")]
    public async Task APlaceThatFailsIsSaidAndHoldsNothingUp(string how)
    {
        Assert.SkipUnless(TimestampAuthority.IsPossible, "There is no openssl here to make stamps.");
        await using var authority = await TimestampAuthority.StartAsync();
        authority.Lie = [0x30, 0x03, 0x02, 0x01, 0x00];
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await using (var hospital = await StartAsync(folder, ("TimestampAuthority", how == "lies" ? authority.Address : "http://127.0.0.1:9/")))
        {
            await Hospital.EventuallyAsync(
                async () =>
                {
                    // Its worker waits by this clock, and may begin to wait at any moment.
                    hospital.Time.Leap(TimeSpan.FromSeconds(5));
                    return await hospital.Web.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Stop);
                },
                health => health.Contains("A copy elsewhere is missing: timestamping authority", StringComparison.Ordinal), "the health page names the place");
            var answers = await hospital.SendAsync(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()));
            Assert.Contains("MSA|AA", answers[0], StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(folder, "ledger-timestamps.jsonl")));
        await TestDatabase.DeleteAsync(folder);
    }

    private static Task<Hospital> StartAsync(string folder, (string Name, string Value) place) =>
        Hospital.StartAsync(folder: folder, settings: new Dictionary<string, string?> { [$"Ledger:Anchors:{place.Name}"] = place.Value });
}
