using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>A trigger as it was written: keys read, expressions parsed, names not yet looked at.</summary>
internal sealed class ParsedTrigger
{
    public required YamlMap Node { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public TriggerSeverity Severity { get; init; }

    public ParsedExpr? When { get; init; }

    public ParsedExpr? Where { get; init; }

    public ParsedExpr? Unless { get; init; }

    public ParsedExpr? ResolveWhen { get; init; }

    public ParsedExpr? ReAlertWhen { get; init; }

    public TimeSpan For { get; init; }

    public TimeSpan? MaxGap { get; init; }

    public TimeSpan? StaleAfter { get; init; }

    public bool FinalOnly { get; init; }

    public required EpisodeRules Episode { get; init; }

    public required ServiceLevels Sla { get; init; }

    public required EscalationLadder Escalation { get; init; }

    public string? ChecklistName { get; init; }

    public IReadOnlyList<ChecklistItem> Checklist { get; init; } = [];

    public required Evidence Evidence { get; init; }

    public TriggerBudget? Budget { get; init; }

    /// <summary>The budget's outcome: a condition, or a name alone.</summary>
    public ParsedExpr? Outcome { get; init; }

    public bool OnWorklist { get; init; }

    public IReadOnlyList<string> Inhibits { get; init; } = [];

    public required IReadOnlyList<TriggerAction> Actions { get; init; }

    public required IReadOnlyList<ParsedTemplate> Templates { get; init; }

    public required IReadOnlyDictionary<string, ParsedExpr> Parameters { get; init; }

    public required IReadOnlyList<ParsedTest> Tests { get; init; }

    public SourceSpan Span => Node.Span;
}

/// <summary>A text with <c>{{ expression }}</c> holes.</summary>
internal sealed record ParsedTemplate(string Text, IReadOnlyList<TemplateHole> Holes);

/// <param name="Start">Offset of the first brace.</param>
/// <param name="End">Offset after the last brace.</param>
internal sealed record TemplateHole(int Start, int End, ParsedExpr Expression);

/// <param name="Givens">In the order written.</param>
internal sealed record ParsedTest(string Name, SourceSpan Span, IReadOnlyList<ParsedGiven> Givens, IReadOnlyList<ParsedExpectation> Expectations);

/// <param name="Number">Its place in the list, from 1: one given is one message.</param>
/// <param name="At">Offset from T.</param>
internal sealed record ParsedGiven(int Number, TimeSpan At, YamlMap? Patient, YamlMap? Encounter, IReadOnlyList<(YamlScalar Name, YamlScalar Value)> Signals, string? Status)
{
    /// <summary>Numbers of the trigger that are set for the patient from then on.</summary>
    public IReadOnlyList<(YamlScalar Name, YamlScalar Value)> Parameters { get; init; } = [];

    /// <summary>Offset from T at which its signals reach us; never before <see cref="At"/>.</summary>
    public TimeSpan Recorded { get; init; } = At;

    /// <summary>The reference range that its laboratory writes beside the signals.</summary>
    public string? Reference { get; init; }

    /// <summary>The flag that its laboratory writes beside the signals.</summary>
    public string? Flag { get; init; }

    /// <summary>The number of the order, referral, authorization or appointment that the signals are about.</summary>
    public string? Item { get; init; }
}

/// <param name="At">Null means right after the last given.</param>
/// <param name="Firings">How many times it has fired by then; null when not asked.</param>
internal sealed record ParsedExpectation(TimeSpan? At, Verdict? Fires, int? Firings, SourceSpan Span);
