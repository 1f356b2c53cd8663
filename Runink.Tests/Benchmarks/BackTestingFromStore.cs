using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using Runink.Companion.Triggers;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks;

/// <summary>The same million, in 200,000 messages of a store that was read before: rows, JSON, replay.</summary>
public class BackTestingFromStore
{
    private const int Patients = 2_000;
    private const int Messages = 100;
    private readonly CompiledTrigger trigger = Scene.Compile(Scene.Sample);
    private string folder = "";
    private TriggerReplay? replay;

    [GlobalSetup]
    public void Fill()
    {
        folder = System.IO.Directory.CreateTempSubdirectory("companion-benchmark-").FullName;
        var store = new CompanionStore(Path.Combine(folder, "companion.db"));
        store.Migrate();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "companion.db")};Foreign Keys=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        var random = new Random(7);
        for (var patient = 0; patient < Patients; patient++)
        {
            var id = patient.ToString("D26", CultureInfo.InvariantCulture);
            Insert("INSERT INTO Patients (Id, Family, Given, BirthDate, LastSeenAt, InQuestion) VALUES ($0, 'A', 'B', $1, $2, 0)", id, $"{1930 + (patient % 70)}-01-01", Scene.Noon.AddHours(11).UtcTicks);
            Insert("INSERT INTO Contexts (MessageId, PatientId, At, Data) VALUES ($0, $1, $2, $3)", $"c{id}", id, Scene.Noon.UtcTicks,
                ContextRecord.Write(new(id, new DateOnly(1930 + (patient % 70), 1, 1), "female"), new($"e{id}", "ED", "ED", null, null, Scene.Noon), [], $"e{id}"));
            for (var message = 0; message < Messages; message++)
            {
                var at = Scene.Noon.AddMinutes(message * 6);
                Signal[] signals =
                [
                    Scene.Signal("lab.lactate", 1 + (random.Next(0, 28) / 10m), "mmol/L", at), Scene.Signal("vital.resp_rate", random.Next(12, 26), "/min", at),
                    Scene.Signal("vital.sbp", random.Next(95, 150), "mm[Hg]", at), Scene.Signal("vital.gcs", random.Next(14, 16), null, at), Scene.Signal("vital.heart_rate", random.Next(60, 120), "/min", at),
                ];
                Insert("INSERT INTO SignalBatches (MessageId, PatientId, RecordedAt, Data) VALUES ($0, $1, $2, $3)", $"{id}{message}", id, at.UtcTicks, SignalBatch.Write(signals));
            }
        }

        transaction.Commit();
        replay = new TriggerReplay(store, new SiteOptions());

        void Insert(string sql, params object[] values)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
                command.Parameters.AddWithValue($"${i.ToString(CultureInfo.InvariantCulture)}", values[i]);
            command.ExecuteNonQuery();
        }
    }

    [GlobalCleanup]
    public void Remove()
    {
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Benchmark]
    public async Task<int> MillionSignals() =>
        (await replay!.RunAsync(null, trigger, null, new BacktestQuery(Scene.Noon, Scene.Noon.AddHours(11)), null, null, default)).Signals ?? 0;
}
