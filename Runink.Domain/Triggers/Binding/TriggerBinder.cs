using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Binding;

internal static class TriggerBinder
{
    /// <summary>Null when an error was reported.</summary>
    public static BoundTrigger? Bind(ParsedTrigger parsed, Vocabulary vocabulary, Report report)
    {
        var before = report.Errors;
        var parameters = new Dictionary<string, BoundConstant>(StringComparer.Ordinal);
        foreach (var (name, expr) in parsed.Parameters)
        {
            if (Binder.Value(expr, vocabulary, parameters, report) is BoundConstant constant)
                parameters[name] = constant;
            else if (report.Errors == before)
                report.Error("RNK1406", $"The parameter {name} must be a number, with or without a unit.", expr.Source.Span(expr.Root));
        }

        var when = Condition(parsed.When);
        var where = Condition(parsed.Where);
        var unless = Condition(parsed.Unless);
        var resolve = Condition(parsed.ResolveWhen);
        var worse = Condition(parsed.ReAlertWhen);
        if (parsed.Sla.Calendar is { } calendar && !vocabulary.Calendars.ContainsKey(calendar) && parsed.Node["sla"] is YamlMap { } sla && sla["calendar"] is { } written)
        {
            var near = Nearest.Of(calendar, vocabulary.Calendars.Keys);
            report.Error("RNK1305", CallBinder.CalendarMessage(vocabulary, calendar, near), written.Span, near);
        }

        // A name alone is an outcome when it has a history: that something came is what counts.
        if (parsed.Outcome is not { Root: NameExpr { Name: var outcome } } || vocabulary.Find(outcome) is not { IsContext: false })
            Condition(parsed.Outcome);
        var templates = new List<BoundTemplate>();
        foreach (var template in parsed.Templates)
        {
            var holes = template.Holes.Select(hole => Binder.Value(hole.Expression, vocabulary, parameters, report)).ToArray();
            if (!holes.Contains(null))
                templates.Add(new(template, holes!));
        }

        return when is null || report.Errors > before ? null : new(parsed, when, where, unless, resolve, worse, templates, parameters);

        BoundExpr? Condition(ParsedExpr? expr) => expr is null ? null : Binder.Condition(expr, vocabulary, parameters, report);
    }
}
