namespace Runink.Domain.Triggers;

/// <summary>A check report as the API and the command line give it.</summary>
public static class CheckJson
{
    public static string Write(CheckReport report) => TriggerJson.Write(Shape(report));

    public static CheckAnswer Shape(CheckReport report) => new(
        [.. report.Diagnostics.Select(d => new CheckedPlace(d.Code, d.Severity.ToString().ToLowerInvariant(), d.Message, d.File, d.Span.Line, d.Span.Column, d.Span.Line, d.Span.Column + d.Span.Length, d.Fix))],
        report.Tests);
}

/// <summary>What <c>POST /api/v1/triggers/check</c> answers.</summary>
public sealed record CheckAnswer(IReadOnlyList<CheckedPlace> Diagnostics, IReadOnlyList<TriggerTestResult> Tests);

/// <param name="EndColumn">Column after the last character.</param>
public sealed record CheckedPlace(
    string Code, string Severity, string Message, string File, int Line, int Column, int EndLine, int EndColumn, string? Fix);
