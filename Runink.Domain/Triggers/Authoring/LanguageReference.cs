using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Authoring;

/// <param name="Group">latest, window, change, baseline, time, scores or context.</param>
public sealed record FunctionEntry(string Name, string Group, string Signature, string Doc);

/// <summary>The language as its reference page shows it, from the tables that the checker uses.</summary>
public static class LanguageReference
{
    public static IReadOnlyList<FunctionEntry> Functions { get; } = [.. FunctionTable.Rows.Select(f => new FunctionEntry(f.Name, f.Group, f.Signature, f.Doc))];

    /// <summary>Keys with what they mean, in the order of the alphabet.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Keys { get; } = [.. KeyTable.Meaning.OrderBy(k => k.Key, StringComparer.Ordinal)];
}
