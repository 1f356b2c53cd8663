using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Analytics;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Store.Facts;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Whoever counts elsewhere counts the same: in files of each day without a patient's id, and in views of the database.</summary>
public abstract class OthersCount
{
    public sealed class OnSqlite : OthersCount;

    public sealed class OnPostgreSql : OthersCount;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FilesAndViewsSayWhatTheDashboardsCount()
    {
        await using var hospital = await Hospital.StartAsync();
        await HospitalStory.TellAsync(hospital);
        var rested = await RestedAsync(hospital);
        await Hospital.EventuallyAsync(() => WaitingAsync(hospital), waiting => waiting == 0, "the messages to leave");
        var folder = Directory.CreateTempSubdirectory("companion-numbers-").FullName;
        var (day, next) = (DateOnly.FromDateTime(Hospital.Morning.Date), DateOnly.FromDateTime(Hospital.Morning.Date).AddDays(1));

        await ExportAsync(hospital, folder, day, next);
        var first = await RowsAsync(folder, "escalations", day);
        await ExportAsync(hospital, folder, day, next);
        Assert.Equal(first.Select(row => row["escalation_id"]), (await RowsAsync(folder, "escalations", day)).Select(row => row["escalation_id"]));
        await HoldsNoIdAsync(hospital, folder);
        Assert.All(AnalyticsFacts.All, fact => Assert.Single(File.ReadAllLines(Path.Combine(folder, fact.Name, $"{Text(next)}.csv"))));

        var told = Path.Combine(folder, "told");
        await ExportAsync(hospital, told, day, day, "--identified");
        Assert.Equal(0, (await CompanionProcess.RunVerbAsync("store", "views", "--data", hospital.Folder)).ExitCode);
        foreach (var fact in AnalyticsFacts.All)
        {
            var (file, view) = (await RowsAsync(told, fact.Name, day), await ViewAsync(hospital, fact));
            Assert.NotEmpty(file);
            Assert.Equal(view.Count, file.Count);
            // Ids of our own have the order of the files; what is a number is the same number in both.
            foreach (var (row, same) in Ordered(file, fact).Zip(Ordered(view, fact)))
                Assert.All(fact.Columns, column => Assert.Equal(Plain(same[column.Name], column.Kind), Plain(row[column.Name], column.Kind)));
        }

        var escalations = await RowsAsync(told, "escalations", day);
        foreach (var expected in await TimesAsync(hospital))
        {
            var row = escalations.Single(row => row["escalation_id"] == expected.Id);
            Assert.Equal(Seconds(expected.TimeToAcknowledge), row["seconds_to_acknowledge"]);
            Assert.Equal(Seconds(expected.Rested), row["seconds_rested"]);
            if (!expected.IsOpen || expected.AcknowledgedAt is not null)
                Assert.Equal(expected.InTime(hospital.Time.GetUtcNow()) switch { true => "1", false => "0", null => "" }, row["acknowledged_in_time"]);
        }

        Assert.Equal("1800", escalations.Single(row => row["escalation_id"] == rested)["seconds_rested"]);
        var waits = await RowsAsync(told, "referral_waits", day);
        Assert.All(waits, row => Assert.NotEqual("", row["waits_on"]));
        Assert.Contains(await RowsAsync(told, "trigger_firings", day), row => row["outcome"] == "fired" && row["trigger_id"] == "hyperkalaemia");
        await IsAuditedAsync(hospital);
        Assert.Equal(0, (await CompanionProcess.RunVerbAsync("store", "views", "drop", "--data", hospital.Folder)).ExitCode);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--from", "2026-03-02", "--to", "2026-03-01", "--folder", "x")]
    [InlineData("--from", "02.03.2026", "--to", "2026-03-03", "--folder", "x")]
    [InlineData("--from", "1900-01-01", "--to", "2026-03-03", "--folder", "x")]
    [InlineData("--from", "2026-03-02", "--to", "2026-03-03")]
    public async Task WhatCannotBeMeantIsRefused(params string[] how) => Assert.Equal(2, (await CompanionProcess.RunVerbAsync(["analytics", "export", .. how])).ExitCode);

    private static async Task ExportAsync(Hospital hospital, string folder, DateOnly from, DateOnly to, params string[] more)
    {
        var done = await CompanionProcess.RunVerbAsync(["analytics", "export", "--from", Text(from), "--to", Text(to), "--folder", folder, "--data", hospital.Folder, .. more]);
        Assert.True(done.ExitCode == 0, done.Output);
    }

    /// <summary>Work that was silenced for half an hour before somebody acknowledged it.</summary>
    private static async Task<string> RestedAsync(Hospital hospital)
    {
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        using var made = await hospital.PostAsync("/api/v1/silences", new { kind = "maintenance", trigger = "hyperkalaemia", unit = "5 East", coversCritical = true, reason = "The analyser is being calibrated", minutes = 30 });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Stop));
        await hospital.SendAsync(Some.Arrival(mrn, now, patientClass: "I", place: "5 East^^5E-01"), Some.Potassium(mrn, $"K{mrn}", now, "6.8"));
        await using var db = hospital.Read();
        var patient = await db.PatientIdentifiers.Where(one => one.Value == mrn).Select(one => one.PatientId).FirstAsync(Stop);
        var id = await db.Escalations.Where(row => row.PatientId == patient && row.TriggerId == "hyperkalaemia").Select(row => row.Id).SingleAsync(Stop);
        hospital.Time.Leap(TimeSpan.FromMinutes(30));
        await Hospital.EventuallyAsync(() => MutedByAsync(hospital, id), by => by is null, "the silence to end");
        hospital.Time.Leap(TimeSpan.FromMinutes(2));
        using var acknowledged = await hospital.PostAsync($"/api/v1/escalations/{id}/actions/acknowledge", new { });
        Assert.True(acknowledged.IsSuccessStatusCode, await acknowledged.Content.ReadAsStringAsync(Stop));
        return id;
    }

    private static async Task<int> WaitingAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        var now = hospital.Time.GetUtcNow();
        return await db.Outbox.CountAsync(row => row.Status == OutboxStatus.Pending && row.NextAttemptAt <= now, Stop);
    }

    private static async Task<string?> MutedByAsync(Hospital hospital, string id)
    {
        await using var db = hospital.Read();
        return await db.Escalations.Where(row => row.Id == id).Select(row => row.MutedBy).SingleAsync(Stop);
    }

    private static async Task<IReadOnlyList<EscalationTimes>> TimesAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        var times = new List<EscalationTimes>();
        foreach (var row in await db.Escalations.ToListAsync(Stop))
        {
            var segments = await db.SlaSegments.Where(segment => segment.EscalationId == row.Id).OrderBy(segment => segment.Ordinal).ToListAsync(Stop);
            times.Add(new EscalationTimes(row.Id, row.TriggerId, row.TriggerName, row.Unit, row.Severity, row.IsUnknown, row.OpenedAt, row.AcknowledgeDueAt, row.AcknowledgedAt, row.ResolvedAt, row.IsOpen, row.OwnerId is not null)
            {
                MutedAt = row.MutedAt, Rested = row.AcknowledgedAt is { } at ? SlaSegments.Paused(segments, null, at) : TimeSpan.Zero,
            });
        }

        return times;
    }

    private static async Task HoldsNoIdAsync(Hospital hospital, string folder)
    {
        await using var db = hospital.Read();
        List<string> ids =
        [
            .. await db.Patients.Select(row => row.Id).ToListAsync(Stop), .. await db.Escalations.Select(row => row.Id).ToListAsync(Stop), .. await db.Referrals.Select(row => row.Id).ToListAsync(Stop),
            .. await db.People.Select(row => row.Id).ToListAsync(Stop), "Åström",
        ];
        foreach (var file in Directory.GetFiles(folder, "*.csv", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file, Stop);
            Assert.DoesNotContain(ids, id => text.Contains(id, StringComparison.Ordinal));
        }
    }

    private static async Task IsAuditedAsync(Hospital hospital)
    {
        var begun = await hospital.ItemsAsync("/api/v1/ledger?kind=analytics_export_begun");
        var done = await hospital.ItemsAsync("/api/v1/ledger?kind=analytics_exported");
        Assert.Equal((3, 3), (begun.Count, done.Count));
        Assert.Single(done, row => JsonSerializer.Deserialize<JsonElement>(row.GetProperty("detail").GetString()!).GetProperty("identified").GetBoolean());
    }

    private static async Task<List<Dictionary<string, string>>> RowsAsync(string folder, string fact, DateOnly day)
    {
        using var reader = new CsvHelper.CsvReader(new StringReader(await File.ReadAllTextAsync(Path.Combine(folder, fact, $"{Text(day)}.csv"), Stop)), CultureInfo.InvariantCulture);
        var rows = new List<Dictionary<string, string>>();
        await reader.ReadAsync();
        reader.ReadHeader();
        while (await reader.ReadAsync())
            rows.Add(reader.HeaderRecord!.ToDictionary(name => name, name => reader.GetField(name)!, StringComparer.Ordinal));
        return rows;
    }

    private static async Task<List<Dictionary<string, string>>> ViewAsync(Hospital hospital, AnalyticsFact fact)
    {
        var store = await TestDatabase.StoreAsync(hospital.Folder);
        await using var connection = store.OpenReader();
        await using var ask = connection.CreateCommand();
        ask.CommandText = $"SELECT * FROM {fact.View}";
        await using var rows = await ask.ExecuteReaderAsync(Stop);
        var read = new List<Dictionary<string, string>>();
        while (await rows.ReadAsync(Stop))
            read.Add(fact.Columns.Select((column, at) => (column.Name, Value: Shown(rows, at))).ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal));
        return read;
    }

    private static string Shown(DbDataReader row, int at) => row.GetValue(at) switch
    {
        DBNull => "",
        DateTime instant => instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static IEnumerable<Dictionary<string, string>> Ordered(List<Dictionary<string, string>> rows, AnalyticsFact fact) =>
        rows.OrderBy(row => row[fact.Columns[0].Name], StringComparer.Ordinal).ThenBy(row => row[fact.Columns[1].Name], StringComparer.Ordinal);

    private static string Plain(string text, FactKind kind) => (kind, text) switch
    {
        (_, "") => "",
        (FactKind.Seconds, _) => Math.Round(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), 2).ToString("0.##", CultureInfo.InvariantCulture),
        // SQLite reckons instants in floating point: the last digit may differ.
        (FactKind.Instant, _) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).AddMilliseconds(1).ToString("yyyy-MM-ddTHH:mm:ss.ff", CultureInfo.InvariantCulture)[..21],
        _ => text,
    };

    private static string Seconds(TimeSpan? length) => length is { } some ? ((decimal)some.Ticks / TimeSpan.TicksPerSecond).ToString("0.###", CultureInfo.InvariantCulture) : "";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
