namespace Runink.Companion.Escalations;

/// <summary>An explanation made ready to be drawn: the condition's lines in pieces, and what went into it.</summary>
internal sealed record Explanation(
    string Verdict, string? Sentence, IReadOnlyList<SourceLine> Lines, IReadOnlyList<ExplanationInput> Inputs, IReadOnlyList<string> WouldChange);

internal sealed record SourceLine(int Number, IReadOnlyList<SourcePiece> Pieces);

/// <param name="Tone">t, f or u for a part that was tested; kw, key, str, num or empty for other text.</param>
/// <param name="Note">The value that stood there, for a part that was tested.</param>
internal sealed record SourcePiece(string Text, string Tone, string? Note = null);

internal sealed record ExplanationInput(
    string Name, string Value, string? Canonical, DateTimeOffset? At, string? Age, string Status, string? MessageId);
