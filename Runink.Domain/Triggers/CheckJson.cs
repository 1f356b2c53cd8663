using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers;

/// <summary>A check report as the API, the studio and the command line give it.</summary>
public static class CheckJson
{
    public static string Write(CheckReport report) => TriggerJson.Write(Shape(report));

    public static CheckAnswer Shape(CheckReport report)
    {
        var only = report.Triggers is [var one] ? one : null;
        return new(
            [.. report.Diagnostics.Select(Place)],
            report.Tests, only is null ? null : TriggerSentence.Describe(only), only?.Name, only?.Severity.ToString().ToLowerInvariant(), report.Coverage, only?.Id);
    }

    public static CheckedPlace Place(Diagnostic found) => new(
        found.Code, found.Severity.ToString().ToLowerInvariant(), found.Message, found.File, found.Span.Line, found.Span.Column, found.Span.Line, found.Span.Column + Math.Max(1, found.Span.Length), found.Fix);
}

/// <summary>What <c>POST /api/v1/triggers/check</c> answers.</summary>
/// <param name="Sentence">The trigger in plain words; null, like name and severity, unless there is exactly one without an error.</param>
/// <param name="Coverage">Of the triggers that have tests.</param>
public sealed record CheckAnswer(
    IReadOnlyList<CheckedPlace> Diagnostics, IReadOnlyList<TriggerTestResult> Tests, string? Sentence, string? Name, string? Severity,
    IReadOnlyList<TriggerCoverage> Coverage, string? Id);

/// <param name="EndColumn">Column after the last character; a place is at least one column long.</param>
public sealed record CheckedPlace(
    string Code, string Severity, string Message, string File, int Line, int Column, int EndLine, int EndColumn, string? Fix);
