using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Linting;

/// <summary>Windows and clocks that fit neither the data nor each other.</summary>
internal static class TimeLints
{
    /// <summary>
    /// A value is usually taken again well before it grows stale. Half of that time is a gap that is met every day, so a
    /// shorter window is empty for most patients most of the time; a quarter leaves room for wards that measure often.
    /// </summary>
    private const int GapsInFreshness = 4;

    public static TimeSpan UsualGap(Concept concept) => concept.FreshFor / GapsInFreshness;

    public static void Run(BoundTrigger trigger, Report report)
    {
        foreach (var root in new[] { trigger.When, trigger.Where, trigger.Unless, trigger.ResolveWhen, trigger.ReAlertWhen })
        {
            if (root is not null)
                Windows(root, report);
        }

        Clocks(trigger.Parsed, report);
    }

    private static void Windows(BoundExpr expr, Report report)
    {
        if (expr is BoundCall { Function: { Name: not ("count" or "within") } function } call && call["window"]?.Length is { } window)
        {
            var concept = call["x"]?.Series;
            var tested = call["condition"]?.Expression is { } condition ? Reading.Of(condition).Concepts : null;
            if (concept is null && tested is { Count: 1 })
                concept = NameIn(call["condition"]!.Expression!);
            // An absence that is shorter than the usual gap wakes people for nothing; one after an event is a promise kept or not.
            if (concept is { Kind: not ConceptKind.Event } && window < UsualGap(concept) && !(function.Name == "absent" && call["after"] is not null))
                report.Hint("RNK1706", $"{DurationText.Words(window)} is short for {concept.Label}, which usually comes every {DurationText.Words(UsualGap(concept))} or so: the window will often be empty.", call.Span);
        }

        foreach (var child in expr.Children)
            Windows(child, report);
    }

    private static Concept? NameIn(BoundExpr expr) =>
        expr is BoundName { Concept: { IsContext: false } concept } ? concept : expr.Children.Select(NameIn).FirstOrDefault(found => found is not null);

    private static void Clocks(ParsedTrigger parsed, Report report)
    {
        if (parsed.Node["sla"] is YamlMap sla)
        {
            Order("acknowledge", parsed.Sla.Acknowledge, "act", parsed.Sla.Act);
            Order("act", parsed.Sla.Act, "resolve", parsed.Sla.Resolve);

            void Order(string first, TimeSpan? sooner, string then, TimeSpan? later)
            {
                if (sooner > later)
                    report.Warning("RNK1711", $"{first} ({DurationText.Words(sooner.Value)}) comes later than {then} ({DurationText.Words(later.Value)}).", (sla[first] ?? sla[then] ?? sla).Span);
            }
        }

        if (parsed.Episode is { MaxPerPatientDay: > 0, Cooldown: var cooldown } && cooldown >= TimeSpan.FromDays(1) && parsed.Node["episode"] is YamlMap episode)
            report.Hint("RNK1710", $"With a cooldown of {DurationText.Words(cooldown)} it fires at most once a day, so max_per_patient_day never counts.", (episode["max_per_patient_day"] ?? episode).Span);
    }
}
