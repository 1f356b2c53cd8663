using Runink.Domain.Triggers.Backtesting;

namespace Runink.Domain.Triggers;

/// <summary>What a back-test measures beside the firings.</summary>
/// <param name="Zone">The site's: shifts begin by its clocks.</param>
/// <param name="Outcome">What a firing should have foretold; null leaves lead times and predictive value out.</param>
public sealed record BacktestMeasures(TimeZoneInfo Zone, BacktestOutcome? Outcome = null)
{
    public static readonly BacktestMeasures None = new(TimeZoneInfo.Utc);
}

/// <summary>What a trigger would have done, by the same evaluator, gate and timers as live.</summary>
public static class Backtest
{
    /// <summary>
    /// Replays patient by patient; memory does not grow with the number of signals. What happens before
    /// <paramref name="from"/> is replayed too, so that a truth which began earlier does not count as new. Nobody closes
    /// an episode in a replay: without <c>resolve_when</c> it stays open to the end of its encounter.
    /// </summary>
    /// <param name="progress">Told the number of patients done.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static BacktestResult Run(
        CompiledTrigger trigger, IEnumerable<PatientHistory> histories, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellation = default, IProgress<int>? progress = null, BacktestMeasures? measures = null)
    {
        var tally = new BacktestTally(measures ?? BacktestMeasures.None);
        var signals = 0L;
        var patients = 0;
        var days = 0m;
        foreach (var streamed in histories)
        {
            // An outcome is looked for in the same signals, so those of this one patient are kept.
            var history = tally.Outcome is null ? streamed : streamed with { Signals = [.. streamed.Signals] };
            var items = new List<BacktestItem>();
            var patient = new PatientReplay(trigger, history, from, to, items);
            patient.Run(cancellation);
            tally.Add(items, patient.UnitDays, tally.Outcome?.Of(history, from, to, cancellation) ?? []);
            signals += patient.Signals;
            days += patient.Days;
            patients++;
            progress?.Report(patients);
        }

        var all = tally.Items;
        var firings = all.Count(i => i.Verdict == Verdict.True);
        return new(
            from, to, signals, patients, firings,
            all.Count(i => i.Verdict == Verdict.Unknown), all.Count(i => i.Verdict == Verdict.False),
            decimal.Round(days, 3), days > 0 ? decimal.Round(firings * 100 / days, 2) : 0, all, [], [])
        {
            ByUnit = tally.Units(),
            ByShift = tally.Shifts(),
            Outcome = tally.Foretold(),
        };
    }
}
