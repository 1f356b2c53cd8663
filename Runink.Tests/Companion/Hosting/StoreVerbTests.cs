using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store;
using Runink.Tests.Harness;

namespace Runink.Tests.Companion.Hosting;

/// <summary>Copies of a hospital, and its way from one database to another.</summary>
public abstract class StoreVerbTests : IAsyncLifetime
{
    public sealed class OnSqlite : StoreVerbTests;

    public sealed class OnPostgreSql : StoreVerbTests;

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("companion-store-verbs-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder, "data");

    [Fact]
    public async Task ABackupUnderLoadIsRestoredWholeAndItsLedgerHolds()
    {
        var copy = Path.Combine(folder, "copy.zip");
        var acknowledged = new List<string>();
        string[] before;
        await using (var hospital = await CompanionProcess.StartAsync(Data))
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var sender = SendAsync(hospital, acknowledged, enough.Token);
            await Hospital.EventuallyAsync(() => Task.FromResult(acknowledged.Count), count => count > 20, "messages");
            lock (acknowledged)
                before = [.. acknowledged];
            var backup = await CompanionProcess.RunVerbAsync("store", "backup", "--data", Data, "--to", copy);
            Assert.True(backup.ExitCode == 0, backup.Output);
            Assert.Equal(2, (await CompanionProcess.RunVerbAsync("store", "backup", "--data", Data, "--to", copy)).ExitCode);
            await enough.CancelAsync();
            await sender;
        }

        var elsewhere = Path.Combine(folder, "elsewhere");
        await TestDatabase.SettingsAsync(elsewhere);
        var restored = await CompanionProcess.RunVerbAsync("store", "restore", "--data", elsewhere, "--from", copy);
        Assert.True(restored.ExitCode == 0, restored.Output);
        Assert.Contains("rows follow from each other", restored.Output, StringComparison.Ordinal);
        var again = await CompanionProcess.RunVerbAsync("store", "restore", "--data", elsewhere, "--from", copy);
        Assert.Equal(2, again.ExitCode);

        var controls = await MessagesAsync(await TestDatabase.StoreAsync(elsewhere));
        Assert.Superset(before.ToHashSet(StringComparer.Ordinal), controls.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(controls.Distinct(StringComparer.Ordinal).Count(), controls.Count);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        await using (var hospital = await CompanionProcess.StartAsync(elsewhere))
            Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
        await TestDatabase.DeleteAsync(elsewhere);
    }

    [Theory]
    [InlineData("tables/ledger.ndjson", "\"patient_registered\"", "\"patient_invented\"", 1, "does not hold")]
    [InlineData("tables/patients.ndjson", "\n", "", 2, "is not a row")]
    [InlineData("manifest.json", "\"First\"", "\"Later\"", 2, "another version")]
    public async Task AnArchiveThatWasTouchedIsFound(string part, string text, string other, int code, string said)
    {
        var copy = Path.Combine(folder, "copy.zip");
        await FillAsync();
        Assert.Equal(0, (await CompanionProcess.RunVerbAsync("store", "backup", "--data", Data, "--to", copy)).ExitCode);
        await using (var zip = await ZipFile.OpenAsync(copy, ZipArchiveMode.Update, Stop))
        {
            var entry = zip.GetEntry(part)!;
            string whole;
            using (var reader = new StreamReader(await entry.OpenAsync(Stop)))
                whole = await reader.ReadToEndAsync(Stop);
            Assert.Contains(text, whole, StringComparison.Ordinal);
            entry.Delete();
            await using var writer = new StreamWriter(await zip.CreateEntry(part).OpenAsync(Stop));
            await writer.WriteAsync(whole.Replace(text, other, StringComparison.Ordinal));
        }

        var elsewhere = Path.Combine(folder, "elsewhere");
        await TestDatabase.SettingsAsync(elsewhere);
        var restored = await CompanionProcess.RunVerbAsync("store", "restore", "--data", elsewhere, "--from", copy);

        Assert.Equal(code, restored.ExitCode);
        Assert.Contains(said, restored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateMakesAStoreAndSaysSoAgain()
    {
        for (var round = 0; round < 2; round++)
        {
            var migrated = await CompanionProcess.RunVerbAsync("store", "migrate", "--data", Data);
            Assert.True(migrated.ExitCode == 0, migrated.Output);
            Assert.Contains("the schema is the newest", migrated.Output, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await CompanionProcess.RunVerbAsync("store", "paint", "--data", Data)).ExitCode);
        Assert.Equal(2, (await CompanionProcess.RunVerbAsync("store", "backup", "--data", Data)).ExitCode);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        System.IO.Directory.CreateDirectory(Data);
        await TestDatabase.DeleteAsync(Data);
        System.IO.Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static async Task<List<string>> MessagesAsync(CompanionStore store)
    {
        await using var db = store.Read();
        return await db.Messages.Select(message => message.ControlId!).ToListAsync(Stop);
    }

    private async Task FillAsync()
    {
        await using var hospital = await CompanionProcess.StartAsync(Data);
        var now = TimeProvider.System.GetUtcNow();
        await hospital.SendAsync(Some.Arrival(Some.Mrn(), now), Some.Arrival(Some.Mrn(), now));
    }

    private static async Task SendAsync(CompanionProcess hospital, List<string> acknowledged, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
            await hospital.SendAsync(Some.Arrival(mrn, now, name: "Åström^Zoë"), Some.Lactate(mrn, $"L{mrn}", now, "3.4"));
            lock (acknowledged)
                acknowledged.AddRange([$"A{mrn}A04", $"L{mrn}"]);
        }
    }
}
