using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Runink.Companion.Referrals.Dossiers;

/// <summary>
/// Looks at a PDF of somebody else before a reader of PDFs does: what nests, swells or goes round in circles to break its reader is left alone, and
/// so is what would lose something when its pages are copied.
/// </summary>
public static partial class PdfGuard
{
    private const int MostObjects = 20_000, MostTables = 100, DeepestNesting = 200, LargestTable = 32 * 1024 * 1024;

    private const string Odd = "it is built in an unusual way", Form = "it has form fields, which would be lost", Protected = "it is protected by its maker";

    /// <summary>Why its pages are not put among others; null when nothing speaks against it.</summary>
    /// <param name="toRead">Only its text is wanted, and form fields may stand.</param>
    public static string? WhyNot(byte[] content, bool toRead = false)
    {
        // One byte is one character: the structure of a PDF is ASCII, whatever its streams hold.
        var text = Encoding.Latin1.GetString(content);
        if (text.Contains("/Encrypt", StringComparison.Ordinal))
            return Protected;
        if (!toRead && text.Contains("/AcroForm", StringComparison.Ordinal))
            return Form;
        if (ObjectStart().Count(text) > MostObjects || GoesRound(text))
            return Odd;
        var outside = new StringBuilder();
        var from = 0;
        foreach (Match stream in StreamStart().Matches(text))
        {
            if (stream.Index < from)
                continue;
            var dictionary = text[Math.Max(from, text.LastIndexOf(" obj", stream.Index, StringComparison.Ordinal))..stream.Index];
            var end = text.IndexOf("endstream", stream.Index + stream.Length, StringComparison.Ordinal);
            if (end < 0 || HidesNames(dictionary))
                return Odd;
            if (Table().IsMatch(dictionary))
            {
                if (Inflated(dictionary, content.AsMemory(stream.Index + stream.Length, end - stream.Index - stream.Length)) is not { } table || IsDeep(table))
                    return Odd;
                if (!toRead && table.Contains("/AcroForm", StringComparison.Ordinal))
                    return Form;
            }

            outside.Append(text, from, stream.Index - from);
            from = end;
        }

        return IsDeep(outside.Append(text, from, text.Length - from).ToString()) ? Odd : null;
    }

    /// <summary>A table of references that leads back to one which was read already would be read for ever.</summary>
    private static bool GoesRound(string text)
    {
        var targets = PreviousTable().Matches(text).Concat(FirstTable().Matches(text).TakeLast(1)).Select(match => match.Groups["at"].Value).ToList();
        if (targets.Count > MostTables)
            return true;
        var next = new HashSet<int>();
        foreach (var target in targets)
        {
            if (!int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= text.Length)
                return true;
            var end = text.IndexOf("startxref", at, StringComparison.Ordinal);
            var previous = PreviousTable().Match(text, at, (end < 0 ? text.Length : end) - at);
            if (previous.Success && !next.Add(previous.Index))
                return true;
        }

        return targets.Distinct(StringComparer.Ordinal).Count() < targets.Count;
    }

    private static bool HidesNames(string dictionary) => EscapedLetter().Matches(dictionary).Any(match => char.IsAsciiLetter((char)Convert.ToInt32(match.Groups["code"].Value, 16)));

    /// <summary>Null when it is packed otherwise than by one deflation, or swells beyond measure.</summary>
    private static string? Inflated(string dictionary, ReadOnlyMemory<byte> packed)
    {
        if (Filter().Matches(dictionary) is not [{ Value: "/FlateDecode" }])
            return null;
        try
        {
            using var unpacked = new MemoryStream();
            using var inflate = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var block = new byte[64 * 1024];
            for (int read; unpacked.Length <= LargestTable && (read = inflate.Read(block)) > 0;)
                unpacked.Write(block, 0, read);
            return unpacked.Length > LargestTable ? null : Encoding.Latin1.GetString(unpacked.GetBuffer(), 0, (int)unpacked.Length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool IsDeep(string text)
    {
        var depth = 0;
        foreach (var letter in text)
        {
            depth = letter switch { '[' or '<' => depth + 1, ']' or '>' => Math.Max(0, depth - 1), _ => depth };
            if (depth > DeepestNesting)
                return true;
        }

        return false;
    }

    [GeneratedRegex(@"\d obj\b", RegexOptions.NonBacktracking)]
    private static partial Regex ObjectStart();

    [GeneratedRegex(@"\bstream\r?\n", RegexOptions.NonBacktracking)]
    private static partial Regex StreamStart();

    /// <summary>Streams that hold objects or references, by whatever a reader knows them.</summary>
    [GeneratedRegex(@"/ObjStm|/XRef|/First\b|/W\s*\[", RegexOptions.NonBacktracking)]
    private static partial Regex Table();

    [GeneratedRegex(@"/[A-Za-z0-9]+Decode", RegexOptions.NonBacktracking)]
    private static partial Regex Filter();

    [GeneratedRegex(@"#(?<code>[0-9A-Fa-f]{2})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EscapedLetter();

    /// <summary>A table before this one is named by its place; the entry before one in an outline is named as an object.</summary>
    [GeneratedRegex(@"/Prev\s+(?<at>[0-9]+)\s*(/|>>|\r|\n)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PreviousTable();

    [GeneratedRegex(@"startxref\s+(?<at>[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FirstTable();
}
