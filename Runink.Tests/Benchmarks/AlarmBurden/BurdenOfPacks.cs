using System.Globalization;
using System.Text;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks.AlarmBurden;

/// <summary>What every shipped pack would have called in a generated hospital, against its own budget.</summary>
internal static class BurdenOfPacks
{
    /// <returns>A table in Markdown, the same for the same seed.</returns>
    public static string Measure(string packs, int stays, int seed)
    {
        var histories = Enumerable.Range(0, stays).Select(number => new GeneratedStay(seed, number).Live()).ToList();
        var sent = histories.SelectMany(history => history.Signals).Select(signal => signal.Concept).ToHashSet(StringComparer.Ordinal);
        var rows = new List<(CompiledTrigger Trigger, BacktestResult Result)>();
        var (from, to) = (histories.Min(history => history.Contexts[0].At), histories.SelectMany(history => history.Signals).Max(signal => signal.RecordedAt).AddDays(1));
        foreach (var path in Directory.GetFiles(packs, "*.yaml").Order(StringComparer.Ordinal))
        {
            foreach (var trigger in TriggerCheck.Check([new(Path.GetFileName(path), File.ReadAllText(path))], Vocabulary.Shipped).Triggers)
            {
                var outcome = trigger.Budget is { } asked ? BacktestOutcome.Of(asked, Vocabulary.Shipped) : null;
                rows.Add((trigger, Backtest.Run(trigger, histories, from, to, measures: new(TimeZoneInfo.Utc, outcome))));
            }
        }

        var text = new StringBuilder();
        var days = rows[0].Result.PatientDays;
        var all = rows.Sum(row => row.Result.Firings);
        text.Append(CultureInfo.InvariantCulture, $"{stays:N0} stays, {days:N0} patient-days, {rows[0].Result.Signals:N0} signals, seed {seed}. All packs together: {all:N0} alarms, {all * 100 / days:0.0} per 100 patient-days.\n\n");
        text.Append("| pack | alarms | per 100 patient-days | budget | followed by its outcome (PPV) | asked | missed outcomes | not told | held back | |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (var (trigger, result) in rows)
        {
            var budget = trigger.Budget;
            var fed = trigger.Reads.Where(name => !name.StartsWith("score.", StringComparison.Ordinal)).All(sent.Contains);
            text.Append(CultureInfo.InvariantCulture, $"| {trigger.Id} | {result.Firings} | {result.Per100PatientDays:0.00} | {budget?.MaxPer100PatientDays:0.##} | {(result.Outcome is { Outcomes: > 0, Ppv: { } ppv } ? ppv.ToString("0.00", CultureInfo.InvariantCulture) : "")} | {budget?.MinPpv:0.##} | {(result.Outcome is { Outcomes: > 0 } told && told.Outcome.Contains(' ', StringComparison.Ordinal) ? told.Missed.ToString(CultureInfo.InvariantCulture) : "")} | {result.Unknown} | {result.Suppressed} | {Judged(result, budget, fed)} |\n");
        }

        return text.ToString();
    }

    private static string Judged(BacktestResult result, TriggerBudget? budget, bool fed) =>
        result.Firings == 0 && !fed ? "its feed is not generated"
        : budget is null ? "no budget"
        : result is { Firings: > 0, Outcome.Outcomes: 0 } ? $"{(result.Per100PatientDays > budget.MaxPer100PatientDays ? "**broken**" : "kept")}; its outcome is not generated"
        : result.Breaks(budget) is { } how ? $"**broken**: {how}"
        : result.Firings < BacktestResult.FewestForPpv ? "kept; too few to judge the PPV" : "kept";
}
