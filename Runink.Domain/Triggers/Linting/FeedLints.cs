using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Linting;

/// <summary>Names that no feed sends.</summary>
internal static class FeedLints
{
    public static void Silence(BoundTrigger trigger, SignalActivity signals, Report report)
    {
        // A store without any data yet says nothing about a name.
        if (signals.Newest.Count == 0)
            return;
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in new[] { trigger.When, trigger.Where, trigger.Unless, trigger.ResolveWhen, trigger.ReAlertWhen })
        {
            if (root is not null)
                Silent(root, signals, told, report);
        }
    }

    /// <param name="told">Names that were told already: once is enough.</param>
    private static void Silent(BoundExpr expr, SignalActivity signals, HashSet<string> told, Report report)
    {
        var concepts = expr switch
        {
            BoundName { Concept.IsContext: false } name => [name.Concept],
            BoundCall call => call.Function.Parameters.Select(p => call[p.Name]?.Series).OfType<Concept>().Where(c => !c.IsContext),
            _ => Enumerable.Empty<Concept>(),
        };
        foreach (var concept in concepts)
        {
            var parts = FunctionTable.Find(concept.Name.StartsWith("score.", StringComparison.Ordinal) ? concept.Name["score.".Length..] : "")?.AlsoReads ?? [];
            if (signals.IsSilent(concept.Name) && parts.All(signals.IsSilent) && told.Add(concept.Name))
                report.Warning("RNK1708", $"No {concept.Label} came in the last {SignalActivity.Silence.TotalDays:0} days: is it fed under one of its codes?", expr.Span);
        }

        foreach (var child in expr.Children)
            Silent(child, signals, told, report);
    }
}
