using System.Net;
using Microsoft.Data.Sqlite;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The way that Docs/Operations.md describes: a copy while the program runs, a store that is destroyed, the copy restored, ready.</summary>
public sealed class ADisasterAndBack
{
    [Fact]
    public async Task ACopyIsRestoredAndTheLedgerVerifies()
    {
        var (folder, other) = (Directory.CreateTempSubdirectory("companion-").FullName, Directory.CreateTempSubdirectory("companion-").FullName);
        var (copy, mrn, at) = (Path.Combine(Path.GetTempPath(), $"companion-{Some.Mrn()}.zip"), Some.Mrn(), TimeProvider.System.GetUtcNow());
        var arrival = Some.Arrival(mrn, at);
        string first;
        await using (var companion = await CompanionProcess.StartAsync(folder))
        {
            await companion.SendAsync(arrival, Some.Lactate(mrn, "L1", at, "6.1"));
            first = (await Hospital.EventuallyAsync(() => companion.ItemsAsync($"/api/v1/escalations?patient={mrn}"), items => items.Count > 0, "work"))[0].GetProperty("id").GetString()!;
            Assert.Equal(0, (await CompanionProcess.RunVerbAsync("store", "backup", "--to", copy, "--data", folder)).ExitCode);
            await companion.KillAsync();
        }

        // Destroyed: what is there is no store, and the start says so instead of beginning a new hospital.
        SqliteConnection.ClearAllPools();
        File.Delete(Path.Combine(folder, "companion.db-wal"));
        await File.WriteAllTextAsync(Path.Combine(folder, "companion.db"), new string('\u0001', 100_000), Stop);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => CompanionProcess.StartAsync(folder));
        Assert.Contains("cannot be opened", refused.Message, StringComparison.Ordinal);

        var restored = await CompanionProcess.RunVerbAsync("store", "restore", "--from", copy, "--data", other);
        Assert.True(restored.ExitCode == 0, restored.Output);
        // What was not signed yet at the moment of the copy is not signed in it.
        Assert.True((await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", other)).ExitCode is 0 or 3);
        await using (var companion = await CompanionProcess.StartAsync(other))
        {
            using var ready = await companion.Web.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            Assert.Contains(await companion.ItemsAsync($"/api/v1/escalations?patient={mrn}"), item => item.GetProperty("id").GetString() == first);
            // What its senders repeat after the disaster is known.
            Assert.Contains("MSA|AA|", (await companion.SendAsync(arrival))[0], StringComparison.Ordinal);
            Assert.Single(await companion.ItemsAsync("/api/v1/ledger?kind=message_repeated"));
        }

        File.Delete(copy);
        Directory.Delete(folder, recursive: true);
        Directory.Delete(other, recursive: true);
    }

    [Fact]
    public async Task AStoreOfANewerVersionIsLeftAlone()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        Assert.Equal(0, (await CompanionProcess.RunVerbAsync("store", "migrate", "--data", folder)).ExitCode);
        await using (var store = new SqliteConnection($"Data Source={Path.Combine(folder, "companion.db")}"))
        {
            await store.OpenAsync(Stop);
            await using var next = store.CreateCommand();
            next.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('29991231235959_Next', '99.0.0')";
            await next.ExecuteNonQueryAsync(Stop);
        }

        SqliteConnection.ClearAllPools();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => CompanionProcess.StartAsync(folder));
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Runink", refused.Message.Split("The program ended")[^1], StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
