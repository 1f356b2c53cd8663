using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers;

/// <summary>
/// Why a trigger did or did not fire: the same rule hash and the same signals give the same bytes for ever.
/// </summary>
/// <param name="Source">The trigger's text; the spans of <paramref name="Nodes"/> point into it.</param>
/// <param name="Sentence">One plain sentence.</param>
/// <param name="Causes">Names of what kept the truth unknown, one line each; empty when it is known.</param>
/// <param name="WouldChange">What would have to be different, one line each.</param>
public sealed record Explanation(
    ExplainedTrigger Trigger,
    string Source,
    Verdict Verdict,
    string Sentence,
    Headline Headline,
    IReadOnlyList<ExplanationNode> Nodes,
    IReadOnlyList<ExplanationInput> Inputs,
    IReadOnlyList<string> Causes,
    IReadOnlyList<string> WouldChange)
{
    /// <summary>The stored form: camelCase, kebab-case enums, no insignificant white space.</summary>
    public string ToJson() => TriggerJson.Write(this);
}

public sealed record ExplainedTrigger(string Id, int Version, string Hash);

/// <param name="Parent">Id of the node around it; null for the root of <c>when</c>, <c>where</c> or <c>unless</c>.</param>
/// <param name="Value">true, false, unknown, or the value with its unit.</param>
public sealed record ExplanationNode(string Id, string? Parent, SourceSpan Span, string Text, string Value);

/// <param name="Value">As received.</param>
/// <param name="Unit">As received.</param>
/// <param name="Age">How old the value was, e.g. <c>12 min</c>.</param>
/// <param name="Status">kebab-case signal status, or <c>computed</c> for a score made here.</param>
/// <param name="MessageId">Id of the message that carried it; null for context and computed values.</param>
public sealed record ExplanationInput(
    string Name, string Label, string Value, string? Unit, CanonicalValue? Canonical,
    DateTimeOffset? ClinicalTime, string? Age, string Status, string? MessageId);

public sealed record CanonicalValue(string Value, string? Unit);

/// <summary>The short line of the worklist and what a sparkline beside it draws.</summary>
/// <param name="Text">e.g. <c>Lactate 3.4 mmol/L ↑ from 2.1 · qSOFA 2</c>.</param>
/// <param name="Concept">The driving signal; null when none drives.</param>
/// <param name="Threshold">Its limit in <paramref name="Unit"/> (canonical); null when it is not a plain number.</param>
public sealed record Headline(string Text, string? Concept, decimal? Threshold, string? Unit);
