using Runink.Domain.Triggers.Backtesting;

namespace Runink.Domain.Triggers;

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
        CancellationToken cancellation = default, IProgress<int>? progress = null)
    {
        var items = new List<BacktestItem>();
        var signals = 0L;
        var patients = 0;
        var days = 0m;
        foreach (var history in histories)
        {
            var patient = new PatientReplay(trigger, history, from, to, items);
            patient.Run(cancellation);
            signals += patient.Signals;
            days += patient.Days;
            patients++;
            progress?.Report(patients);
        }

        items.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Patient, b.Patient));
        var firings = items.Count(i => i.Verdict == Verdict.True);
        return new(
            from, to, signals, patients, firings,
            items.Count(i => i.Verdict == Verdict.Unknown), items.Count(i => i.Verdict == Verdict.False),
            decimal.Round(days, 3), days > 0 ? decimal.Round(firings * 100 / days, 2) : 0, items, [], []);
    }
}
