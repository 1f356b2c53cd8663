using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <summary>Streams stored patients through a trigger: what would it have done?</summary>
public sealed class TriggerReplay(CompanionStore store, SiteOptions site)
{
    /// <param name="caller">Null at the command line, where whoever asks has the store itself; names are left out there.</param>
    /// <param name="outcome">What a firing should have foretold; null measures none.</param>
    public async Task<BacktestView> RunAsync(
        Caller? caller, CompiledTrigger trigger, CompiledTrigger? against, BacktestQuery query, BacktestOutcome? outcome,
        IProgress<double>? progress, CancellationToken cancel)
    {
        await using var db = store.Read();
        var (from, to) = (query.From, query.To);
        // Whoever sees some units replays their patients; whoever sees none is told no more than how often.
        var sees = caller?.May(Permission.ReadPatients) != false;
        var patients = await (caller is not null && sees ? db.Patients.SeenBy(db, caller) : db.Patients).Where(patient => patient.LastSeenAt >= from).ToDictionaryAsync(patient => patient.Id, cancel);
        return await Task.Run(
            () =>
            {
                // Two versions are two replays: each is half of the way.
                var result = Run(trigger, patients.Values, query, outcome, against is null ? progress : Half(progress, 0), cancel);
                if (against is not null)
                    result = result.Against(Run(against, patients.Values, query, null, Half(progress, 0.5), cancel));
                return sees ? View(result, id => caller is null ? $"Patient …{id[^4..]}" : patients[id].Card(to).Initials) with { Changes = against is null ? null : new(result.Gained.Count, result.Lost.Count, result.Moved.Count) } : Summary(result, against is not null);
            },
            cancel);
    }

    /// <summary>What it would have done with the patients whom the caller sees, or with all where only counts are told.</summary>
    public async Task<BacktestResult> CountAsync(Caller caller, CompiledTrigger trigger, BacktestQuery query, CancellationToken cancel)
    {
        await using var db = store.Read();
        var patients = await (caller.May(Permission.ReadPatients) ? db.Patients.SeenBy(db, caller) : db.Patients).Where(patient => patient.LastSeenAt >= query.From).ToListAsync(cancel);
        return await Task.Run(() => Run(trigger, patients, query, null, null, cancel), cancel);
    }

    /// <summary>The last 30 days, for a trigger's budget.</summary>
    public async Task<BacktestResult> JudgeAsync(CompiledTrigger trigger, BacktestOutcome? outcome, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var from = now.AddDays(-30);
        var patients = await db.Patients.Where(patient => patient.LastSeenAt >= from).ToListAsync(cancel);
        return await Task.Run(() => Run(trigger, patients, new BacktestQuery(from, now), outcome, null, cancel), cancel);
    }

    /// <summary>When it would have fired, in order.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> FiringsAsync(CompiledTrigger trigger, BacktestQuery query, CancellationToken cancel)
    {
        await using var db = store.Read();
        var patients = await db.Patients.Where(patient => patient.LastSeenAt >= query.From).ToListAsync(cancel);
        var result = await Task.Run(() => Run(trigger, patients, query, null, null, cancel), cancel);
        return [.. result.Items.Where(item => item.Verdict == Verdict.True).Select(item => item.At).Order()];
    }

    private BacktestResult Run(
        CompiledTrigger trigger, IReadOnlyCollection<Patient> patients, BacktestQuery query, BacktestOutcome? outcome,
        IProgress<double>? progress, CancellationToken cancel) =>
        Backtest.Run(trigger, Histories(patients, query, progress), query.From, query.To, cancel, null, new BacktestMeasures(site.Zone, outcome));

    private static Part? Half(IProgress<double>? whole, double from) => whole is null ? null : new Part(whole, from);

    private sealed class Part(IProgress<double> whole, double from) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (value / 2));
    }

    private IEnumerable<PatientHistory> Histories(IReadOnlyCollection<Patient> patients, BacktestQuery query, IProgress<double>? progress)
    {
        var (from, to) = (query.From, query.To);
        var since = from - SignalSeries.Retention;
        var done = 0;
        using var db = store.Read();
        var set = db.ParameterOverrides.Where(row => row.At <= to).AsEnumerable().ToLookup(row => row.PatientId ?? "", row => row.Setting());
        foreach (var patient in patients)
        {
            var batches = db.SignalBatches.Where(row => row.PatientId == patient.Id && row.RecordedAt >= since);
            var signals = query.ByClinicalTime
                ? AsTrue(batches.OrderBy(row => row.RecordedAt).ThenBy(row => row.MessageId).AsEnumerable().SelectMany(row => row.Signals()), since, to)
                : batches.Where(row => row.RecordedAt <= to).OrderBy(row => row.RecordedAt).ThenBy(row => row.MessageId).AsEnumerable().SelectMany(row => row.Signals());
            var facts = new PatientFacts(patient.Id, patient.BirthDate, patient.Sex, patient.DeceasedAt) { BornAt = patient.BornAt };
            yield return new PatientHistory(facts, Contexts(db, facts, to, query.ByClinicalTime), signals) { Zone = site.Zone, Settings = [.. set[""], .. set[patient.Id]] };
            progress?.Report(++done / (double)patients.Count);
        }
    }

    /// <summary>Each value known from the instant at which it was true; what was corrected by today is not wrong for a while first.</summary>
    private static IEnumerable<Signal> AsTrue(IEnumerable<Signal> signals, DateTimeOffset since, DateTimeOffset to) =>
        signals.Where(signal => signal.At >= since && signal.At <= to).OrderBy(signal => signal.At).Select(signal => signal with { RecordedAt = signal.At });

    /// <summary>As they were learnt; stays from before the store kept that are told as they are known today.</summary>
    private static List<PatientContext> Contexts(CompanionDb db, PatientFacts patient, DateTimeOffset to, bool byClinicalTime)
    {
        var learnt = byClinicalTime ? [] : db.Contexts.Where(row => row.PatientId == patient.Id && row.At <= to).OrderBy(row => row.At).ThenBy(row => row.MessageId).AsEnumerable().Select(row => row.Read()).ToList();
        var stays = db.Encounters.Where(row => row.PatientId == patient.Id && !row.Cancelled).AsEnumerable()
            .Select(row => new PastEncounter(new EncounterFacts(row.Id, row.Type, row.Unit, row.Bed, row.Service, row.StartedAt), row.StartedAt, row.EndedAt)).ToList();
        var before = learnt is [var first, ..] ? first.At : DateTimeOffset.MaxValue;
        return [.. PatientHistory.Stays(patient, stays).Where(context => context.At < before), .. learnt];
    }

    private static BacktestView Summary(BacktestResult result, bool isCompared)
    {
        var (firings, days) = (SmallCells.Told((int)result.Firings), SmallCells.Told((int)result.PatientDays));
        var outcome = result.Outcome is { } seen && SmallCells.Told(seen.Followed) is { } followed && SmallCells.Told(seen.Outcomes) is { } outcomes && firings is { } all
            ? new ForetoldOutcome(seen.Outcome, seen.WithinHours, outcomes, followed, SmallCells.Told(seen.Missed) ?? 0, decimal.Round(Math.Min(1, (decimal)followed / all), 2), null)
            : null;
        return new BacktestView(
            result.From, result.To, SmallCells.Told((int)Math.Min(int.MaxValue, result.Signals)), firings, SmallCells.Told(result.Unknown), SmallCells.Told(result.Suppressed), days,
            firings is { } called && days is { } over ? decimal.Round(100m * called / over, 1) : null, [], [], [], [], [], [], outcome)
        {
            IsSummary = true,
            Changes = isCompared ? new(SmallCells.Told(result.Gained.Count), SmallCells.Told(result.Lost.Count), SmallCells.Told(result.Moved.Count)) : null,
        };
    }

    private static BacktestView View(BacktestResult result, Func<string, string> label)
    {
        BacktestFiring Firing(BacktestItem item) => new(item.Patient, label(item.Patient), item.At, item.Verdict.Word(), item.Unit, item.LeadHours);
        BacktestFiring First(string id) => Firing(result.Items.First(item => item.Patient == id && item.Verdict == Verdict.True));
        return new BacktestView(
            result.From, result.To, (int)result.Signals, result.Firings, result.Unknown, result.Suppressed, result.PatientDays,
            result.PatientDays == 0 ? null : result.Per100PatientDays, [.. result.Items.Select(Firing)], [.. result.Gained.Select(First)],
            [.. result.Lost.Select(id => new BacktestFiring(id, label(id), result.To, "false", null, null))],
            [.. result.Moved.Select(move => new BacktestMove(move.Patient, label(move.Patient), move.From, move.To, decimal.Round((decimal)move.By.TotalHours, 2)))],
            result.ByUnit, result.ByShift, result.Outcome);
    }
}
