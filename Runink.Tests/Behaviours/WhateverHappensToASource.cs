using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>
/// A table that others write late, change, take away and bring back, while the app that reads it is restarted: in the end each version of each
/// row that stood there for a whole pull was taken in once. A seed replays its case.
/// </summary>
public sealed class WhateverHappensToASource : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("companion-").FullName;
    private readonly Fetching fetching = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task NothingIsLostAndNothingIsThereTwice(int seed)
    {
        var random = new Random(seed);
        var now = Hospital.Morning;
        var expected = new HashSet<string>(StringComparer.Ordinal);
        var values = new Dictionary<int, string>();
        Sql("CREATE TABLE results (id INTEGER, mrn TEXT, value TEXT, taken_at TEXT, changed TEXT)");
        var hospital = await StartAsync(now, random);
        try
        {
            await Fetching.PulledAsync(hospital);
            for (var step = 0; step < 12; step++)
            {
                for (var change = random.Next(0, 9); change > 0; change--)
                {
                    // Up to four minutes late, with an overlap of five; the same instant for many.
                    var at = now.AddSeconds(-30 * random.Next(0, 9));
                    var id = random.Next(1, 40);
                    values[id] = $"{step}.{id}";
                    Sql($"DELETE FROM results WHERE id = {id}; INSERT INTO results VALUES ({id}, 'Z{id}', '{values[id]}', '', '{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}')");
                }

                switch (random.Next(4))
                {
                    case 0:
                        Sql("ALTER TABLE results RENAME COLUMN value TO other");
                        Assert.Equal("gone", (await Fetching.PullAsync(hospital)).GetProperty("concern").GetString());
                        Sql("ALTER TABLE results RENAME COLUMN other TO value");
                        break;
                    case 1:
                        await hospital.DisposeAsync();
                        hospital = await StartAsync(now, random);
                        break;
                    case 2:
                        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/sources/it/replay", new { from = now.AddMinutes(-random.Next(1, 60)).ToString("O", CultureInfo.InvariantCulture) })).StatusCode);
                        break;
                }

                await Fetching.PullAsync(hospital);
                await Hospital.EventuallyAsync(() => Fetching.SourceAsync(hospital), source => source.GetProperty("nextPullAt").GetDateTimeOffset() > hospital.Time.GetUtcNow(), "all that waits is read");
                foreach (var (id, value) in values)
                    expected.Add($"Z{id}={value}");
                now += TimeSpan.FromSeconds(random.Next(10, 100));
                if (now > hospital.Time.GetUtcNow())
                    hospital.Time.Advance(now - hospital.Time.GetUtcNow());
                now = hospital.Time.GetUtcNow();
            }

            await using var db = hospital.Read();
            var taken = (await db.Messages.Where(row => row.Door == "pull").Select(row => row.Raw).ToListAsync(Stop))
                .Select(raw => Runink.Domain.Intake.Rows.SourceRow.Parse(raw)!).Select(row => $"{row["mrn"]}={row["value"]}").ToList();
            Assert.Equal(expected.Order(StringComparer.Ordinal), taken.Order(StringComparer.Ordinal));
            Assert.True(taken.Count > 20, "Too little happens to prove anything.");
        }
        finally
        {
            await hospital.DisposeAsync();
        }
    }

    public void Dispose()
    {
        fetching.Dispose();
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    private Task<Hospital> StartAsync(DateTimeOffset now, Random random)
    {
        var settings = fetching.Settings(
            "Sqlite", "", ("ConnectionString", $"Data Source={Path.Combine(folder, "source.db")}"), ("Query", "SELECT * FROM results WHERE changed >= @since ORDER BY changed"), ("Watermark:Column", "changed"),
            ("Watermark:Kind", "Instant"), ("BatchSize", random.Next(1, 5).ToString(CultureInfo.InvariantCulture)), ("MostRows", random.Next(2, 9).ToString(CultureInfo.InvariantCulture)));
        settings.Remove("Intake:Sources:it:Address");
        return Hospital.StartAsync(now, folder, settings);
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "source.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
