using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Authoring;

/// <param name="Group">latest, window, change, baseline, time, scores or context.</param>
public sealed record FunctionEntry(string Name, string Group, string Signature, string Doc);

/// <param name="Unit">Canonical UCUM; null when there is none.</param>
/// <param name="Unverified">Codes that nobody has yet seen used with this meaning.</param>
public sealed record NameEntry(string Name, string Label, string? Unit, IReadOnlyList<string> Codes, IReadOnlyList<string> Unverified, string? Source);

/// <summary>The language as its reference page shows it, from the tables that the checker uses.</summary>
public static class LanguageReference
{
    public static IReadOnlyList<FunctionEntry> Functions { get; } = [.. FunctionTable.Rows.Select(f => new FunctionEntry(f.Name, f.Group, f.Signature, f.Doc))];

    /// <summary>Every name of a vocabulary with its codes and where they come from.</summary>
    public static IReadOnlyList<NameEntry> Names(Vocabulary vocabulary) =>
        [.. vocabulary.Concepts.Select(c => new NameEntry(c.Name, c.Label, c.Unit, [.. c.Codes.Select(Text)], [.. c.Unverified.Select(Text)], c.Source))];

    private static string Text(Coding code) => $"{code.System} {code.Code}";

    /// <summary>Keys with what they mean, in the order of the alphabet.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Keys { get; } = [.. KeyTable.Meaning.OrderBy(k => k.Key, StringComparer.Ordinal)];
}
