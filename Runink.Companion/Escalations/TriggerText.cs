using System.Text.RegularExpressions;

namespace Runink.Companion.Escalations;

/// <summary>Colours for a line of a trigger that is only shown, not edited.</summary>
internal static partial class TriggerText
{
    [GeneratedRegex("""(?<key>^\s*(?:-\s*)?\w+(?=:))|(?<str>"[^"]*"|'[^']*')|(?<kw>\b(?:AND|OR|NOT|IN|BETWEEN|IS|KNOWN|UNKNOWN|TRUE|FALSE)\b)|(?<num>\b\d+(?:\.\d+)?\b)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Parts { get; }

    /// <param name="atStart">A key may stand here.</param>
    public static IEnumerable<SourcePiece> Pieces(string text, bool atStart)
    {
        var at = 0;
        foreach (Match part in Parts.Matches(text))
        {
            var tone = part.Groups["key"].Success ? "key" : part.Groups["str"].Success ? "str" : part.Groups["kw"].Success ? "kw" : "num";
            if (tone == "key" && !atStart)
                continue;
            if (part.Index > at)
                yield return new(text[at..part.Index], "");
            yield return new(part.Value, tone);
            at = part.Index + part.Length;
        }

        if (at < text.Length)
            yield return new(text[at..], "");
    }
}
