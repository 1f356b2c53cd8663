using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers.Lexing;

/// <summary>Gathers what is wrong with one file; each phase adds its own.</summary>
internal sealed class Report(string file)
{
    /// <summary>Beyond this many the author is told to mend those first.</summary>
    public const int Limit = 100;

    private readonly List<Diagnostic> found = [];

    public ICollection<Diagnostic> Raw => found;

    public int Errors => found.Count(d => d.Severity == DiagnosticSeverity.Error);

    public void Error(string code, string message, SourceSpan span, string? fix = null) => Add(DiagnosticSeverity.Error, code, message, span, fix);

    public void Warning(string code, string message, SourceSpan span, string? fix = null) => Add(DiagnosticSeverity.Warning, code, message, span, fix);

    public void Hint(string code, string message, SourceSpan span, string? fix = null) => Add(DiagnosticSeverity.Hint, code, message, span, fix);

    /// <summary>In the order of the text, once each, capped.</summary>
    public IEnumerable<Diagnostic> Sorted() => found
        .Distinct()
        .OrderBy(d => d.Span.Line).ThenBy(d => d.Span.Column).ThenBy(d => d.Severity).ThenBy(d => d.Code, StringComparer.Ordinal)
        .Take(Limit);

    public void Add(DiagnosticSeverity severity, string code, string message, SourceSpan span, string? fix = null) =>
        found.Add(new(code, severity, message, file, span, fix));
}
