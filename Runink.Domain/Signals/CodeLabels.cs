namespace Runink.Domain.Signals;

/// <summary>Whether what somebody calls a code can be what it is. Feeds mislabel freely; a code is trusted, a label compared.</summary>
internal static class CodeLabels
{
    private static readonly char[] Between = [' ', ',', '.', '-', '/', '(', ')', '[', ']', ':', '_', '+'];

    /// <summary>Words that every second label has and that therefore tell nothing.</summary>
    private static readonly HashSet<string> Empty = new(StringComparer.OrdinalIgnoreCase)
    {
        "in", "of", "or", "by", "the", "and", "blood", "serum", "plasma", "mass", "moles", "volume", "total", "count", "level", "score", "automated", "local",
        "high", "sensitivity", "hs", "measurement", "value", "result", "test", "site", "our",
    };

    /// <summary>True when no telling word of the label is known for the concept.</summary>
    public static bool Disagrees(Concept known, string said)
    {
        var words = Words(said).ToArray();
        var names = known.Displays.Concat(known.Aliases).Append(known.Name).Append(known.Label).Append(known.ShortLabel).SelectMany(Words).ToArray();
        return words.Length > 0 && !words.Any(word => names.Any(name => Same(word, name)));
    }

    /// <summary>Equal, or one the beginning of the other: neutrophil and neutrophils, creat and creatinine.</summary>
    private static bool Same(string a, string b) =>
        a.Equals(b, StringComparison.OrdinalIgnoreCase)
        || (Math.Min(a.Length, b.Length) >= 4 && (a.StartsWith(b, StringComparison.OrdinalIgnoreCase) || b.StartsWith(a, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Words(string text) =>
        text.Replace("ae", "e", StringComparison.OrdinalIgnoreCase).Split(Between, StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 1 && !Empty.Contains(word));
}
