namespace Runink.Domain.Foundation;

public enum DiagnosticSeverity { Error, Warning, Hint }

/// <summary>What is wrong with a text, where, and (when it is known) what to write instead.</summary>
/// <param name="Code">Stable code such as <c>RNK1301</c>; its page in the reference explains it.</param>
/// <param name="Fix">The text that should stand in place of <paramref name="Span"/>, or null.</param>
public sealed record Diagnostic(
    string Code, DiagnosticSeverity Severity, string Message, string File, SourceSpan Span, string? Fix = null)
{
    public override string ToString() =>
        $"{File}:{Span}: {Code} {Severity.ToString().ToLowerInvariant()}: {Message}";
}
