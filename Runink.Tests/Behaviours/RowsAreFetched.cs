using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Rows of somebody else's PostgreSQL, fetched by the app itself: each once, none lost, whatever happens in between.</summary>
public abstract class RowsAreFetched : IAsyncLifetime
{
    public sealed class OnSqlite : RowsAreFetched;

    public sealed class OnPostgreSql : RowsAreFetched;

    private const string Table = """
        CREATE TABLE results (id bigint, mrn text, code text, value numeric, unit text, taken_at timestamptz, updated_at timestamptz, note text);
        CREATE ROLE reader LOGIN; GRANT SELECT ON results TO reader
        """;

    private const string Profile = """
        profile: Laboratory warehouse
        feeds: [lab]
        rows:
          key: id
          changed: updated_at
          patient: {number: mrn, authority: =HOSP}
          results:
            - {code: code, system: =LN, value: value, unit: unit, at: taken_at}
        """;

    private readonly string profiles = System.IO.Directory.CreateTempSubdirectory("companion-profiles-").FullName;
    private PostgreSqlServer server = null!;
    private string database = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await PostgreSqlServerOfThisRun.NewAsync();
        database = await server.EmptyDatabaseAsync();
        await SqlAsync(Table);
        await File.WriteAllTextAsync(Path.Combine(profiles, "lab.yaml"), Profile, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        System.IO.Directory.Delete(profiles, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ARowBecomesAValueAndTheValueSomebodysWork()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings());
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        await RowAsync(1, mrn, "3.4", hospital.Time.GetUtcNow());

        await PulledAsync(hospital, 1);

        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        await using var db = hospital.Read();
        var message = await db.Messages.SingleAsync(row => row.Door == "pull", Stop);
        Assert.Equal(("lab", "Row"), (message.Source, message.Kind));
        Assert.Contains($"\"mrn\":\"{mrn}\"", System.Text.Encoding.UTF8.GetString(message.Raw), StringComparison.Ordinal);
        Assert.Equal("fetched", Assert.Single(await hospital.ItemsAsync("/api/v1/feeds"), feed => feed.GetProperty("source").GetString() == "lab").GetProperty("door").GetString() is "pull" ? "fetched" : "");
    }

    [Fact]
    public async Task WhatIsReadAgainIsKnownWhatComesLateIsTakenAndWhatChangedReplacesIt()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings());
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now));
        await RowAsync(1, mrn, "1.0", now.AddMinutes(-1));
        await RowAsync(2, mrn, "1.1", now);
        await PulledAsync(hospital, 2);

        // A transaction that began before the last row and ended after the reading.
        await RowAsync(3, mrn, "1.2", now.AddMinutes(-2));
        await SqlAsync($"UPDATE results SET value = 3.9, updated_at = '{now.AddSeconds(10):O}' WHERE id = 2");
        await PulledAsync(hospital, 4);

        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        await PullAsync(hospital);
        var source = await SourceAsync(hospital);
        Assert.Equal((4, 0, 3), (source.GetProperty("taken").GetInt32(), source.GetProperty("lastTaken").GetInt32(), source.GetProperty("lastKnown").GetInt32()));
        // A row that says again what it said before it said something else is news.
        await SqlAsync($"UPDATE results SET value = 1.1, updated_at = '{now.AddSeconds(20):O}' WHERE id = 2");
        await PulledAsync(hospital, 5);
    }

    [Fact]
    public async Task EqualWatermarksAtTheEdgeOfABatchLoseNothing()
    {
        // They are all there before the first pull: without an overlap what comes later and is older is not looked for.
        for (var at = 0; at < 20; at++)
            await RowAsync(at, Some.Mrn(), "1", Hospital.Morning.AddMinutes(-(at / 5)));
        await using var hospital = await Hospital.StartAsync(settings: Settings(("BatchSize", "3"), ("MostRows", "4"), ("Watermark:Overlap", "00:00:00"), ("Query", "SELECT * FROM results WHERE updated_at > @since ORDER BY updated_at")));

        await PulledAsync(hospital, 20);

        await using var db = hospital.Read();
        Assert.Equal(20, await db.Messages.CountAsync(row => row.Door == "pull", Stop));
    }

    [Fact]
    public async Task AServerThatIsKilledInTheMiddleIsReadOnWhereItBrokeOff()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings(
            ("BatchSize", "5"), ("Timeout", "00:01:00"), ("Query", "SELECT r.* FROM (SELECT * FROM results WHERE updated_at >= @since ORDER BY updated_at) r, LATERAL (SELECT pg_sleep(CASE WHEN r.id >= 0 THEN 0.05 END)) s"), ("Watermark:Overlap", "00:00:00")));
        var now = hospital.Time.GetUtcNow();
        await SqlAsync($"INSERT INTO results SELECT n, 'K' || n, '2524-7', 1, 'mmol/L', '{now:O}', '{now:O}'::timestamptz - interval '1 s' * (100 - n), repeat('x', 20000) FROM generate_series(1, 100) n");
        await PullAsync(hospital, wait: false);
        await Hospital.EventuallyAsync(() => CountAsync(hospital), count => count is > 5 and < 100, "some rows are taken in");

        await server.StopAsync();
        await Hospital.EventuallyAsync(() => SourceAsync(hospital), source => source.GetProperty("problem").ValueKind == JsonValueKind.String, "the failure is noticed");
        var before = await CountAsync(hospital);
        Assert.InRange(before, 5, 99);
        Assert.NotNull((await SourceAsync(hospital)).GetProperty("watermark").GetString());
        await server.StartAgainAsync();
        NpgsqlConnection.ClearAllPools();
        await hospital.FastForwardAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10));

        await Hospital.EventuallyAsync(() => CountAsync(hospital), count => count == 100, "the rest is taken in");
        await using var db = hospital.Read();
        Assert.Equal(100, (await db.Messages.Where(row => row.Door == "pull").Select(row => row.Hash).ToListAsync(Stop)).Distinct().Count());
    }

    [Fact]
    public async Task ARestartKnowsWhereItWas()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("companion-").FullName;
        try
        {
            await using (var first = await Hospital.StartAsync(folder: folder, settings: Settings()))
            {
                await RowAsync(1, Some.Mrn(), "1", first.Time.GetUtcNow());
                await PulledAsync(first, 1);
            }

            await using var second = await Hospital.StartAsync(Hospital.Morning.AddHours(1), folder, Settings());
            await RowAsync(2, Some.Mrn(), "1", second.Time.GetUtcNow());
            await PulledAsync(second, 2);
            Assert.Equal(2, await CountAsync(second));
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Fact]
    public async Task AColumnThatIsRenamedAtNightStopsTheReadingAndIsSaid()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings());
        await RowAsync(1, Some.Mrn(), "1", hospital.Time.GetUtcNow());
        await PulledAsync(hospital, 1);
        await RowAsync(2, Some.Mrn(), "1", hospital.Time.GetUtcNow());
        await SqlAsync("ALTER TABLE results RENAME COLUMN value TO result");
        await PullAsync(hospital);

        var work = Assert.Single(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "source-changed");
        Assert.StartsWith("The column value is not there any more; it has id, mrn, code, result,", work.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("gone", (await SourceAsync(hospital)).GetProperty("concern").GetString());
        Assert.Equal(1, await CountAsync(hospital));

        await SqlAsync("ALTER TABLE results RENAME COLUMN result TO value");
        await PulledAsync(hospital, 2);
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "source-changed");
    }

    [Fact]
    public async Task AColumnOfAnotherTypeIsTakenOnlyWhenSomebodyAcceptsIt()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings());
        await RowAsync(1, Some.Mrn(), "1", hospital.Time.GetUtcNow());
        await PulledAsync(hospital, 1);
        await SqlAsync("ALTER TABLE results ALTER COLUMN value TYPE text");
        await RowAsync(2, Some.Mrn(), "1", hospital.Time.GetUtcNow());
        await PullAsync(hospital);
        Assert.Equal("The column value was numeric and is text.", (await SourceAsync(hospital)).GetProperty("problem").GetString());

        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/sources/lab/accept-columns", new { })).StatusCode);
        await PulledAsync(hospital, 2);
    }

    [Fact]
    public async Task ARowWithoutAWatermarkIsTakenAndSaid()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings(("Query", "SELECT * FROM results WHERE updated_at >= @since OR updated_at IS NULL ORDER BY updated_at NULLS FIRST")));
        await SqlAsync("INSERT INTO results VALUES (1, 'N1', '2524-7', 1, 'mmol/L', now(), NULL)");
        await RowAsync(2, Some.Mrn(), "1", hospital.Time.GetUtcNow());
        await PulledAsync(hospital, 2);
        Assert.StartsWith("1 rows have no updated_at", (await SourceAsync(hospital)).GetProperty("remark").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClockTimesAreThoseOfTheSourcesZone()
    {
        await File.WriteAllTextAsync(Path.Combine(profiles, "lab.yaml"), Profile.Replace("  key: id", "  key: id\n  zone: Europe/Berlin", StringComparison.Ordinal), Stop);
        await SqlAsync("CREATE TABLE walls (id int, mrn text, code text, value int, unit text, taken_at timestamp, updated_at timestamp); GRANT SELECT ON walls TO reader");
        await using var hospital = await Hospital.StartAsync(settings: Settings(
            ("Query", "SELECT * FROM walls WHERE updated_at >= @since ORDER BY updated_at"), ("Watermark:Kind", "LocalTime")), now: new DateTimeOffset(2026, 10, 25, 0, 40, 0, TimeSpan.Zero));
        // 02:30 by summer time, then an hour later 02:10 by winter time: a smaller text for a later row.
        await SqlAsync("INSERT INTO walls VALUES (1, 'W1', '2524-7', 1, 'mmol/L', '2026-10-25 02:30', '2026-10-25 02:30')");
        await PulledAsync(hospital, 1);
        hospital.Time.Advance(TimeSpan.FromMinutes(45));
        await SqlAsync("INSERT INTO walls VALUES (2, 'W2', '2524-7', 1, 'mmol/L', '2026-10-25 02:10', '2026-10-25 02:10')");
        await PulledAsync(hospital, 2);
        Assert.Equal("2026-10-25T02:30:00", (await SourceAsync(hospital)).GetProperty("watermark").GetString());
        // What was measured then was measured by that clock: the first of the two hours.
        await using var db = hospital.Read();
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), (await db.Messages.Where(row => row.Door == "pull").OrderBy(row => row.Id).FirstAsync(Stop)).SentAt);
    }

    [Fact]
    public async Task ARowThatIsRefusedWaitsInQuarantineAndIsNotReadAgain()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings());
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now));
        await SqlAsync($"INSERT INTO results VALUES (1, NULL, '2524-7', 3.8, 'mmol/L', '{now:O}', '{now:O}')");
        await PullAsync(hospital);
        var set = Assert.Single(await hospital.ItemsAsync("/api/v1/quarantine?status=waiting"));
        Assert.Equal(("mrn", "lab", "A row of lab"), (set.GetProperty("place").GetString(), set.GetProperty("source").GetString(), set.GetProperty("preview").GetString()));
        var id = set.GetProperty("id").GetString();

        var text = (await hospital.GetAsync($"/api/v1/quarantine/{id}")).GetProperty("text").GetString()!;
        var sent = await hospital.PostAsync($"/api/v1/quarantine/{id}/actions/replay", new { text = text.Replace("\"mrn\":null", $"\"mrn\":\"{mrn}\"", StringComparison.Ordinal) });
        Assert.True((await sent.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("accepted").GetBoolean());
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));

        await PullAsync(hospital);
        Assert.Empty(await hospital.ItemsAsync("/api/v1/quarantine?status=waiting"));
        Assert.Equal((0, 0), ((await SourceAsync(hospital)).GetProperty("lastTaken").GetInt32(), (await SourceAsync(hospital)).GetProperty("lastRefused").GetInt32()));
    }

    [Fact]
    public async Task AReplayReadsFromThereAndTriesWhatWasRefused()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings(("Watermark:Overlap", "00:00:00")));
        var now = hospital.Time.GetUtcNow();
        await RowAsync(1, Some.Mrn(), "1", now.AddHours(-2));
        await RowAsync(2, Some.Mrn(), "1", now);
        await PulledAsync(hospital, 2);
        await RowAsync(3, Some.Mrn(), "1", now.AddHours(-1));
        await PullAsync(hospital);
        Assert.Equal(2, await CountAsync(hospital));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hospital.PostAsync("/api/v1/sources/lab/replay", new { from = "last week" })).StatusCode);
        await DoneAsync(hospital, () => hospital.PostAsync("/api/v1/sources/lab/replay", new { from = now.AddHours(-3).ToString("O", CultureInfo.InvariantCulture) }));
        await PulledAsync(hospital, 3);
        await using var db = hospital.Read();
        Assert.Equal(1, await db.Ledger.CountAsync(row => row.Kind == "source_replayed", Stop));
    }

    [Fact]
    public async Task ATestShowsWhatRowsWouldSayAndTakesNothing()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings(("Every", "01:00:00")));
        await PullAsync(hospital);
        for (var at = 0; at < 9; at++)
            await RowAsync(at, $"T{at}", "1.5", hospital.Time.GetUtcNow());
        var shown = await (await hospital.PostAsync("/api/v1/sources/lab/test", new { })).Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(5, shown.GetProperty("rows").GetArrayLength());
        Assert.Equal("patient HOSP|T0; value LN|2524-7 = 1.5 mmol/L", string.Join("; ", shown.GetProperty("rows")[0].GetProperty("says").EnumerateArray().Select(line => line.GetString())));
        Assert.Contains("updated_at timestamp with time zone", shown.GetProperty("columns").EnumerateArray().Select(column => column.GetString()));
        Assert.Equal(0, await CountAsync(hospital));
    }

    [Fact]
    public async Task AStatementThatWritesOrNeverEndsIsEnded()
    {
        await using (var hospital = await Hospital.StartAsync(settings: Settings(("Query", "WITH w AS (INSERT INTO results VALUES (9) RETURNING *) SELECT * FROM w WHERE updated_at >= @since ORDER BY updated_at"), ("ConnectionString", database))))
        {
            await PullAsync(hospital);
            Assert.Equal("The query would write. Nothing was written.", (await SourceAsync(hospital)).GetProperty("problem").GetString());
        }

        await using (var hospital = await Hospital.StartAsync(settings: Settings(("Query", "SELECT results.* FROM results, pg_sleep(30) WHERE updated_at >= @since ORDER BY updated_at"), ("Timeout", "00:00:01"))))
        {
            await PullAsync(hospital);
            Assert.StartsWith("The query took longer", (await SourceAsync(hospital)).GetProperty("problem").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AUserWhoMayWriteIsSaid()
    {
        await using (var hospital = await Hospital.StartAsync(settings: Settings(("ConnectionString", database))))
        {
            await RowAsync(1, Some.Mrn(), "1", hospital.Time.GetUtcNow());
            await PulledAsync(hospital, 1);
            Assert.StartsWith("Its user may write there", (await SourceAsync(hospital)).GetProperty("remark").GetString(), StringComparison.Ordinal);
        }

        await using var other = await Hospital.StartAsync(settings: Settings());
        await PulledAsync(other, 1);
        Assert.Equal(JsonValueKind.Null, (await SourceAsync(other)).GetProperty("remark").ValueKind);
    }

    [Fact]
    public async Task ASourceThatIsAwayBecomesWorkWhenItLasts()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings(("ConnectionString", "Host=127.0.0.1;Port=1;Username=x;Database=x")));
        await PullAsync(hospital);
        Assert.Empty(await hospital.ItemsAsync("/api/v1/operational-tasks"));
        await PullAsync(hospital);
        await PullAsync(hospital);
        var work = Assert.Single(await hospital.ItemsAsync("/api/v1/operational-tasks"));
        Assert.Equal(("source-failed", "lab cannot be read"), (work.GetProperty("kind").GetString(), work.GetProperty("headline").GetString()));
    }

    [Fact]
    public async Task ASourceThatAnswersAndHasNothingNewBecomesWorkAndAPauseEndsThat()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings(("QuietAfter", "02:00:00"), ("Every", "00:30:00")));
        await RowAsync(1, Some.Mrn(), "1", hospital.Time.GetUtcNow());
        await PulledAsync(hospital, 1);
        await hospital.FastForwardAsync(TimeSpan.FromHours(2.2), TimeSpan.FromMinutes(5));
        var work = await Hospital.EventuallyAsync(() => hospital.ItemsAsync("/api/v1/operational-tasks"), all => all.Any(task => task.GetProperty("kind").GetString() == "source-quiet"), "the silence is told");
        Assert.Contains("has had nothing new since 2026-03-02 08:00 UTC", work.Single(task => task.GetProperty("kind").GetString() == "source-quiet").GetProperty("detail").GetString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/sources/lab/pause", new { })).StatusCode);
        await Hospital.EventuallyAsync(() => hospital.ItemsAsync("/api/v1/operational-tasks"), all => all.All(task => task.GetProperty("kind").GetString() != "source-quiet"), "a pause is no silence");
        await RowAsync(2, Some.Mrn(), "1", hospital.Time.GetUtcNow());
        await hospital.FastForwardAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        Assert.Equal(1, await CountAsync(hospital));
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/sources/lab/resume", new { })).StatusCode);
        await Hospital.EventuallyAsync(() => CountAsync(hospital), count => count == 2, "it is read again");
    }

    private Dictionary<string, string?> Settings(params (string Name, string Value)[] other)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Site:FeedProfiles"] = profiles,
            ["Intake:Sources:lab:Kind"] = "PostgreSql",
            ["Intake:Sources:lab:ConnectionString"] = database.Replace("Username=runink", "Username=reader", StringComparison.Ordinal),
            ["Intake:Sources:lab:Query"] = "SELECT * FROM results WHERE updated_at >= @since ORDER BY updated_at",
            ["Intake:Sources:lab:Every"] = "00:05:00",
            ["Intake:Sources:lab:Watermark:Column"] = "updated_at",
            ["Intake:Sources:lab:Watermark:Kind"] = "Instant",
        };
        foreach (var (name, value) in other)
            settings[$"Intake:Sources:lab:{name}"] = value;
        return settings;
    }

    private Task RowAsync(long id, string mrn, string value, DateTimeOffset at) =>
        SqlAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO results VALUES ({id}, '{mrn}', '2524-7', {value}, 'mmol/L', '{at:O}', '{at:O}')"));

    private async Task SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static Task<int> CountAsync(Hospital hospital) => Task.Run(async () =>
    {
        await using var db = hospital.Read();
        return await db.Messages.CountAsync(row => row.Door == "pull", Stop);
    });

    private static async Task<JsonElement> SourceAsync(Hospital hospital) => Assert.Single(await hospital.ItemsAsync("/api/v1/sources"));

    /// <summary>Asks for a pull, and waits until one that began afterwards has ended.</summary>
    private static async Task PullAsync(Hospital hospital, bool wait = true)
    {
        if (wait)
            await DoneAsync(hospital, () => hospital.PostAsync("/api/v1/sources/lab/pull", new { }));
        else
            await hospital.PostAsync("/api/v1/sources/lab/pull", new { });
    }

    private static async Task DoneAsync(Hospital hospital, Func<Task<HttpResponseMessage>> ask)
    {
        await Hospital.EventuallyAsync(() => SourceAsync(hospital), source => source.GetProperty("lastPullAt").ValueKind == JsonValueKind.String && !source.GetProperty("isRunning").GetBoolean(), "the first pull has ended");
        hospital.Time.Advance(TimeSpan.FromMilliseconds(10));
        var asked = hospital.Time.GetUtcNow();
        Assert.Equal(HttpStatusCode.OK, (await ask()).StatusCode);
        await Hospital.EventuallyAsync(() => SourceAsync(hospital), source => source.GetProperty("lastPullAt").GetDateTimeOffset() >= asked && !source.GetProperty("isRunning").GetBoolean(), "the pull has ended");
    }

    private static async Task PulledAsync(Hospital hospital, int taken)
    {
        await PullAsync(hospital);
        await Hospital.EventuallyAsync(() => SourceAsync(hospital), source => source.GetProperty("taken").GetInt32() == taken && !source.GetProperty("isRunning").GetBoolean(), $"{taken} rows are taken in");
    }
}
