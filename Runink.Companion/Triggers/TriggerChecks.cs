using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <summary>Checks texts and answers in the shape that the API, the studio and the command line share.</summary>
public static class TriggerChecks
{
    public const int LongestText = 256 * 1024;

    public static TriggerCheckView Check(IReadOnlyList<TriggerFile> files, Vocabulary vocabulary) => View(TriggerCheck.Check(files, vocabulary));

    public static TriggerCheckView View(CheckReport report)
    {
        var trigger = report.Triggers is [var only] ? only : null;
        return new TriggerCheckView(
            [.. report.Diagnostics.Select(View)],
            [.. report.Tests.Select(test => new TriggerTestView(test.Trigger, test.Name, test.Passed, test.Expected, test.Actual))],
            trigger is null ? null : TriggerSentence.Describe(trigger), trigger?.Name, trigger?.Severity.ToString().ToLowerInvariant());
    }

    public static bool IsSlug(string id) =>
        id.Length is > 0 and <= 80 && id[0] != '-' && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private static DiagnosticView View(Diagnostic found) => new(
        found.Code, found.Severity.ToString().ToLowerInvariant(), found.Message, found.File, found.Span.Line, found.Span.Column,
        found.Span.Line, found.Span.Column + Math.Max(1, found.Span.Length), found.Fix);
}
