using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Linting;

/// <summary>Whether what a trigger mutes exists: a misspelt id would mute nobody, and nobody would know.</summary>
internal static class InhibitLint
{
    public static void Run(ParsedTrigger trigger, IReadOnlyList<CompiledTrigger> inForce, IEnumerable<string> beside, bool publishing, Report report)
    {
        if (trigger.Node["inhibits"] is not YamlList list)
            return;
        var known = inForce.Select(other => other.Id).Concat(beside).ToHashSet(StringComparer.Ordinal);
        foreach (var item in list.Items.OfType<YamlScalar>().Where(item => !known.Contains(item.Text)))
        {
            var near = Nearest.Of(item.Text, known);
            report.Add(publishing ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, "RNK1611", $"There is no trigger {item.Text} to mute.{(near is null ? "" : $" Did you mean {near}?")}", item.Span, near);
        }
    }
}
