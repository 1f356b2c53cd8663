using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <summary>Streams stored patients through a trigger: what would it have done?</summary>
public sealed class TriggerReplay(SqliteStore store, SiteOptions site)
{
    public async Task<BacktestView> RunAsync(
        CompiledTrigger trigger, CompiledTrigger? inForce, DateTimeOffset from, DateTimeOffset to, bool namesAreNeeded,
        IProgress<double>? progress, CancellationToken cancel)
    {
        await using var db = store.Read();
        var patients = await db.Patients.Where(patient => patient.LastSeenAt >= from).ToDictionaryAsync(patient => patient.Id, cancel);
        return await Task.Run(
            () =>
            {
                var result = Run(trigger, patients.Values, from, to, progress, cancel);
                if (inForce is not null)
                    result = result.Against(Run(inForce, patients.Values, from, to, null, cancel));
                return View(result, id => namesAreNeeded ? patients[id].Card(to).Initials : $"Patient …{id[^4..]}");
            },
            cancel);
    }

    private BacktestResult Run(
        CompiledTrigger trigger, IReadOnlyCollection<Patient> patients, DateTimeOffset from, DateTimeOffset to, IProgress<double>? progress, CancellationToken cancel) =>
        Backtest.Run(trigger, Histories(patients, from, to, progress), from, to, cancel);

    private IEnumerable<PatientHistory> Histories(IReadOnlyCollection<Patient> patients, DateTimeOffset from, DateTimeOffset to, IProgress<double>? progress)
    {
        var since = from - SignalSeries.Retention;
        var done = 0;
        using var db = store.Read();
        foreach (var patient in patients)
        {
            var encounters = db.Encounters.Where(row => row.PatientId == patient.Id && !row.Cancelled).OrderBy(row => row.StartedAt).AsEnumerable()
                .Select(row => new PastEncounter(new EncounterFacts(row.Id, row.Type, row.Unit, row.Bed, row.Service, row.StartedAt), row.StartedAt, row.EndedAt))
                .ToList();
            var signals = db.SignalBatches.Where(row => row.PatientId == patient.Id && row.RecordedAt >= since && row.RecordedAt <= to)
                .OrderBy(row => row.RecordedAt).AsEnumerable().SelectMany(row => row.Signals());
            yield return new PatientHistory(new PatientFacts(patient.Id, patient.BirthDate, patient.Sex, patient.DeceasedAt), encounters, signals) { Zone = site.Zone };
            progress?.Report(++done / (double)patients.Count);
        }
    }

    private static BacktestView View(BacktestResult result, Func<string, string> label)
    {
        BacktestFiring Firing(BacktestItem item) => new(item.Patient, label(item.Patient), item.At, item.Verdict.Word());
        BacktestFiring Patient(string id) => new(id, label(id), result.Items.FirstOrDefault(item => item.Patient == id)?.At ?? result.To, "true");
        return new BacktestView(
            result.From, result.To, (int)result.Signals, result.Firings, result.Unknown, result.Suppressed, result.PatientDays,
            result.PatientDays == 0 ? null : result.Per100PatientDays, [.. result.Items.Select(Firing)], [.. result.Gained.Select(Patient)],
            [.. result.Lost.Select(id => new BacktestFiring(id, label(id), result.To, "false"))]);
    }
}
