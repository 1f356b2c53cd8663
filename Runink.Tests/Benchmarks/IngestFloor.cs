using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Benchmarks;

/// <summary>
/// The whole way of a message (ten results, 1,000 triggers, ledger, a thousand senders who wait) beside inserting the very rows that
/// it leaves into the same schema, a thousand messages to a transaction, in turn. SQLite with synchronous FULL.
/// </summary>
internal static class IngestFloor
{
    private const int Patients = 2000;
    private const int Triggers = 1000;
    private const int PerRound = 20_000;
    private const int Together = 1000;

    /// <summary>What the commits of sixteen senders that wait are about.</summary>
    private const int Few = 16;

    private static readonly string[] Codes = ["2951-2", "2823-3", "2075-0", "2028-9", "3094-0", "2160-0", "2345-7", "17861-6", "2524-7", "718-7"];
    private static readonly string[] Units = ["mmol/L", "mmol/L", "mmol/L", "mmol/L", "mg/dL", "mg/dL", "mg/dL", "mg/dL", "mmol/L", "g/dL"];
    private static readonly decimal[] Values = [138, 4.0m, 100, 24, 12, 0.8m, 95, 9.0m, 1.0m, 13];

    /// <summary>The tables that grow with every message.</summary>
    private static readonly string[] Tables = ["Messages", "SignalBatches", "Ledger"];

    public static async Task MeasureAsync(int rounds)
    {
        var scratch = Directory.CreateTempSubdirectory("companion-floor-");
        var store = new CompanionStore(Path.Combine(scratch.FullName, "whole.db"));
        store.Migrate();
        var ids = new UlidSource(TimeProvider.System);
        await using (var writer = new StoreWriter(store, new ChangeFeed(), TimeProvider.System, ids, NullLogger<StoreWriter>.Instance))
        {
            var catalog = new TriggerCatalog(Vocabulary.Shipped);
            for (var number = 0; number < Triggers; number++)
                catalog.Replace(Scene.When(string.Create(CultureInfo.InvariantCulture, $"lab.potassium > {6 + (number / 1000m)} and lab.lactate > 2"), number));
            var messages = new Hl7MessageProcessor(writer, new MessagePipeline(writer, catalog, new SiteOptions()), new SiteOptions(), TimeProvider.System, ids, NullLogger<Hl7MessageProcessor>.Instance);
            for (var patient = 0; patient < Patients; patient++)
                await SendAsync(messages, ids, Arrival(patient));
            using var raw = new RawRows(Path.Combine(scratch.FullName, "raw.db"));
            using var small = new RawRows(Path.Combine(scratch.FullName, "small.db"));
            var ratios = new List<(double Whole, double Raw)>();
            for (var warm = 1; warm <= 3; warm++)
                await RoundAsync(messages, ids, -warm);
            for (var round = 0; round < rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                await RoundAsync(messages, ids, round);
                var whole = PerRound / clock.Elapsed.TotalSeconds;
                var rows = RawRows.Newest(store, PerRound);
                clock.Restart();
                raw.Insert(rows, Together);
                ratios.Add((whole, PerRound / clock.Elapsed.TotalSeconds));
                clock.Restart();
                small.Insert(rows, Few);
                Console.WriteLine(FormattableString.Invariant($"round {round + 1}: whole {ratios[^1].Whole:0}, rows alone {ratios[^1].Raw:0} messages/s, ratio {ratios[^1].Whole / ratios[^1].Raw:0.00}; rows alone, {Few} to a transaction {PerRound / clock.Elapsed.TotalSeconds:0}"));
            }

            var sorted = ratios.Select(pair => pair.Whole / pair.Raw).Order().ToList();
            Console.WriteLine(FormattableString.Invariant($"ratio {sorted[sorted.Count / 2]:0.00} ({sorted[0]:0.00}-{sorted[^1]:0.00})"));
        }

        SqliteConnection.ClearAllPools();
        scratch.Delete(recursive: true);
    }

    private static async Task RoundAsync(Hl7MessageProcessor messages, UlidSource ids, int round)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number <= PerRound)
                await SendAsync(messages, ids, Result(number % Patients, (round * PerRound) + number));
        })));
    }

    public static async Task SendAsync(Hl7MessageProcessor messages, UlidSource ids, string message)
    {
        var answer = await messages.AcceptHl7Async(new Envelope(ids.Next(), "bench", "bench", TimeProvider.System.GetUtcNow(), Encoding.UTF8.GetBytes(message)), CancellationToken.None);
        if (!answer.Contains("MSA|AA", StringComparison.Ordinal))
            throw new InvalidOperationException(answer);
    }

    public static string Arrival(int patient) => string.Create(CultureInfo.InvariantCulture,
        $"MSH|^~\\&|ADT|HOSP|RUNINK|COMPANION|20260302080000+0000||ADT^A04|A{patient}|P|2.5.1\rPID|1||{1_000_000 + patient}^^^HOSP^MR||Oliveira^Marta||19480312|F\rPV1|1|E|Emergency^^ED-12||||||||||||||||V{patient}^^^HOSP\r");

    public static string Result(int patient, int number)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|{at}+0000||ORU^R01|R{number}|P|2.5.1\rPID|1||{1_000_000 + patient}^^^HOSP^MR\rOBR|1|||PANEL|||{at}+0000\r"));
        for (var line = 0; line < Codes.Length; line++)
            text.Append(CultureInfo.InvariantCulture, $"OBX|{line + 1}|NM|{Codes[line]}^x^LN||{Values[line] + (number % 8 / 10m)}|{Units[line]}|||||F|||{at}+0000\r");
        return text.ToString();
    }

    /// <summary>The same schema without anybody who thinks.</summary>
    private sealed class RawRows : IDisposable
    {
        private readonly SqliteConnection connection;

        public RawRows(string file)
        {
            new CompanionStore(file).Migrate();
            connection = new SqliteConnection($"Data Source={file}");
            connection.Open();
            using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4000;";
            pragmas.ExecuteNonQuery();
        }

        /// <summary>By table: the rows of the newest messages, oldest first.</summary>
        public static List<(string Table, List<object[]> Rows)> Newest(CompanionStore store, int count)
        {
            using var reader = new SqliteConnection($"Data Source={store.Dialect.File}");
            reader.Open();
            return [.. Tables.Select(table =>
            {
                using var command = reader.CreateCommand();
                command.CommandText = $"SELECT * FROM (SELECT rowid AS n, * FROM {table} ORDER BY rowid DESC LIMIT {count}) ORDER BY n";
                using var row = command.ExecuteReader();
                var rows = new List<object[]>();
                while (row.Read())
                    rows.Add([.. Enumerable.Range(1, row.FieldCount - 1).Select(row.GetValue)]);
                return (table, rows);
            })];
        }

        public void Insert(List<(string Table, List<object[]> Rows)> tables, int together)
        {
            var commands = tables.Select(table => Command(table.Table, table.Rows[0].Length)).ToList();
            for (var from = 0; from < tables[0].Rows.Count; from += together)
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                for (var at = from; at < Math.Min(from + together, tables[0].Rows.Count); at++)
                {
                    foreach (var (command, (_, rows)) in commands.Zip(tables))
                    {
                        command.Transaction = transaction;
                        for (var value = 0; value < rows[at].Length; value++)
                            command.Parameters[value].Value = rows[at][value];
                        command.ExecuteNonQuery();
                    }
                }

                transaction.Commit();
            }
        }

        public void Dispose() => connection.Dispose();

        private SqliteCommand Command(string table, int columns)
        {
            var command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", Enumerable.Range(0, columns).Select(column => $"${column.ToString(CultureInfo.InvariantCulture)}"))})";
            for (var column = 0; column < columns; column++)
                command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${column}") });
            return command;
        }
    }
}
