using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Backtesting;

namespace Runink.Domain.Triggers;

/// <summary>What a firing should have foretold: a condition that becomes true, or a signal that comes.</summary>
public sealed class BacktestOutcome
{
    /// <summary>Within which an outcome counts as foretold where nobody said otherwise.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(72);

    private readonly Concept? concept;
    private readonly CompiledTrigger? condition;

    private BacktestOutcome(string text, TimeSpan within, Concept? concept, CompiledTrigger? condition) => (Text, Within, this.concept, this.condition) = (text, within, concept, condition);

    /// <summary>As it was asked for.</summary>
    public string Text { get; }

    /// <summary>What comes later than this after a firing is not foretold by it.</summary>
    public TimeSpan Within { get; }

    /// <summary>What a budget names; null when it names nothing that can be read.</summary>
    public static BacktestOutcome? Of(TriggerBudget budget, Vocabulary vocabulary) =>
        budget.Outcome is { } named ? Parse(named, vocabulary, budget.OutcomeWithin).Value : null;

    /// <param name="text">A name of the vocabulary with a history, or a condition such as <c>encounter.unit = "ICU"</c>.</param>
    /// <param name="within">Null is <see cref="Usual"/>.</param>
    public static Outcome<BacktestOutcome> Parse(string text, Vocabulary vocabulary, TimeSpan? within = null)
    {
        var asked = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (vocabulary.Find(asked) is { IsContext: false, Kind: not ConceptKind.Boolean } named)
            return new BacktestOutcome(asked, within ?? Usual, named, null);
        var report = TriggerCheck.Check(
            [new TriggerFile("outcome.yaml", $"trigger:\n  worklist: false\n  when: '{asked.Replace("'", "''", StringComparison.Ordinal)}'\n  then: [{{action: log, entry: outcome}}]\n")], vocabulary);
        return report.Triggers is [var compiled]
            ? new BacktestOutcome(asked, within ?? Usual, null, compiled)
            : new Refusal("invalid", $"The outcome cannot be read. {report.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error).Message}");
    }

    /// <summary>When it happened to a patient, in order; a signal counts when it was true of the patient, not when it was told.</summary>
    internal IReadOnlyList<DateTimeOffset> Of(PatientHistory history, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        if (concept is { } named)
        {
            return
            [
                .. history.Signals.Where(s => s.Concept.Equals(named.Name, StringComparison.OrdinalIgnoreCase) && s.Status != SignalStatus.EnteredInError && s.At >= from && s.At <= to)
                    .Select(s => s.At).Distinct().Order(),
            ];
        }

        var items = new List<BacktestItem>();
        new PatientReplay(condition!, history, from, to, items).Run(cancellation);
        return [.. items.Where(i => i.Verdict == Verdict.True).Select(i => i.At).Order()];
    }
}
