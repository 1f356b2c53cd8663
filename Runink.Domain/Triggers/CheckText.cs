using System.Globalization;
using System.Text;
using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers;

/// <summary>A check report for a terminal: place, code, message, the line and a caret under what is wrong.</summary>
public static class CheckText
{
    public static string Write(CheckReport report, IReadOnlyList<TriggerFile> files)
    {
        var text = new StringBuilder();
        var lines = files.GroupBy(f => f.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => new TextLines(g.First().Text.TrimStart('\uFEFF')), StringComparer.Ordinal);
        foreach (var diagnostic in report.Diagnostics)
            Write(text, diagnostic, lines.GetValueOrDefault(diagnostic.File));
        foreach (var test in report.Tests.Where(t => !t.Passed))
            text.Append(CultureInfo.InvariantCulture, $"{test.Trigger}: test failed: {test.Name}\n    expected {test.Expected}\n    actual   {test.Actual}\n");
        return text.ToString();
    }

    /// <summary>One line for each trigger with tests, and under it what they have not seen.</summary>
    public static string Coverage(CheckReport report)
    {
        var text = new StringBuilder();
        foreach (var trigger in report.Coverage)
        {
            text.Append(CultureInfo.InvariantCulture, $"{trigger.Trigger}: tests cover {trigger.Covered} of {trigger.Sides} sides\n");
            foreach (var part in trigger.Parts.Where(part => part.Missing.Count > 0))
                text.Append(CultureInfo.InvariantCulture, $"    {part.Key}: {part.Text}: never {string.Join(", ", part.Missing)}\n");
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Diagnostic diagnostic, TextLines? lines)
    {
        var span = diagnostic.Span;
        text.Append(CultureInfo.InvariantCulture, $"{diagnostic.File}:{span.Line}:{span.Column}  {diagnostic.Code} {diagnostic.Severity.ToString().ToLowerInvariant()}  {diagnostic.Message}\n");
        var line = lines?.Line(span.Line) ?? "";
        if (line.Length > 0)
        {
            var number = span.Line.ToString(CultureInfo.InvariantCulture).PadLeft(4);
            // A tab stays a tab under itself, so that the caret stands where the eye expects it.
            var indent = string.Concat(line.Take(span.Column - 1).Select(c => c == '\t' ? '\t' : ' '));
            text.Append(CultureInfo.InvariantCulture, $"{number} | {line}\n     | {indent}^{new string('~', Math.Max(0, span.Length - 1))}\n");
        }

        if (diagnostic.Fix is { } fix)
            text.Append(CultureInfo.InvariantCulture, $"     = fix: {fix}\n");
    }
}
