using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Killed at any moment of a reading, every row is taken in once.</summary>
[Collection(nameof(KillTests))]
public sealed class KilledWhileASourceIsRead(ITestOutputHelper output) : IDisposable
{
    private const int Rows = 1500;
    private const int Kills = 5;

    private readonly string drop = System.IO.Directory.CreateTempSubdirectory("companion-source-").FullName;
    private readonly Fetching fetching = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryRowIsTakenInOnce()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        output.WriteLine($"seed {seed}");
        var source = Path.Combine(drop, "source.db");
        Fill(source, random);
        var data = System.IO.Directory.CreateTempSubdirectory("companion-kill-").FullName;
        var settings = fetching.Settings(
            "Sqlite", "", ("ConnectionString", $"Data Source={source}"), ("Query", "SELECT * FROM results WHERE changed >= @since ORDER BY changed"), ("Watermark:Column", "changed"), ("Watermark:Kind", "Number"),
            ("Watermark:OverlapCount", "5"), ("BatchSize", "7"), ("Every", "00:00:01")).Where(one => one.Value is { Length: > 0 }).ToDictionary(one => one.Key, one => one.Value!, StringComparer.Ordinal);
        var hospital = await CompanionProcess.StartAsync(data, settings: settings);
        try
        {
            var seen = new List<int>();
            for (var kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 300)), TimeProvider.System, Stop);
                await hospital.KillAsync();
                await hospital.DisposeAsync();
                await using (var half = (await TestDatabase.StoreAsync(data)).Read())
                    seen.Add(await half.Messages.CountAsync(message => message.Door == "pull", Stop));
                hospital = await CompanionProcess.StartAsync(data, settings: settings);
            }

            output.WriteLine($"rows at the kills: {string.Join(", ", seen)}");
            await using var db = (await TestDatabase.StoreAsync(data)).Read();
            await Hospital.EventuallyAsync(() => db.Messages.CountAsync(message => message.Door == "pull", Stop), count => count >= Rows, "all rows are taken in");
            await Hospital.EventuallyAsync(async () => Assert.Single(await hospital.ItemsAsync("/api/v1/sources")), one => one.GetProperty("lastPullAt").ValueKind == System.Text.Json.JsonValueKind.String, "the pull has ended");
            Assert.Equal(Rows, (await db.Messages.Where(message => message.Door == "pull").Select(message => message.Hash).ToListAsync(Stop)).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(Rows, await db.Messages.CountAsync(message => message.Door == "pull", Stop));
            Assert.Equal(0, await db.Quarantine.CountAsync(Stop));
            await hospital.KillAsync();
            var (exitCode, verdict) = await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", data);
            Assert.True(exitCode is 0 or 3, verdict);
        }
        finally
        {
            await hospital.DisposeAsync();
            await TestDatabase.DeleteAsync(data);
        }
    }

    public void Dispose()
    {
        fetching.Dispose();
        System.IO.Directory.Delete(drop, recursive: true);
    }

    /// <summary>Many rows have one watermark.</summary>
    private static void Fill(string file, Random random)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE results (id INTEGER, mrn TEXT, value TEXT, taken_at TEXT, changed INTEGER);" + string.Concat(
            Enumerable.Range(1, Rows).Select(id => string.Create(CultureInfo.InvariantCulture, $"INSERT INTO results VALUES ({id}, 'Q{id}', '1.{id}', '', {id / random.Next(1, 9)});")));
        command.CommandText = $"BEGIN;{command.CommandText}COMMIT";
        command.ExecuteNonQuery();
    }
}
