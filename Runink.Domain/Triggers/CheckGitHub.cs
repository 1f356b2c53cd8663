using System.Text;
using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers;

/// <summary>A check report as workflow commands, which GitHub turns into annotations on the changed lines.</summary>
public static class CheckGitHub
{
    public static string Write(CheckReport report)
    {
        var text = new StringBuilder();
        foreach (var d in report.Diagnostics)
        {
            var level = d.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", DiagnosticSeverity.Hint => "notice" };
            text.Append(FormattableString.Invariant($"::{level} file={Property(d.File)},line={d.Span.Line},col={d.Span.Column},endColumn={d.Span.Column + Math.Max(1, d.Span.Length)},title={d.Code}::{Data(d.Message)}\n"));
        }

        foreach (var test in report.Tests.Where(t => !t.Passed))
            text.Append(FormattableString.Invariant($"::error title={Property(test.Trigger)}::{Data($"Test failed: {test.Name}\nexpected {test.Expected}\nactual {test.Actual}")}\n"));
        return text.ToString();
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
