using System.Buffers;
using System.Globalization;
using System.Text;

namespace Runink.Domain.Foundation;

/// <summary>
/// The one place where text of others becomes ours. Control characters (C0 and C1, but for line feed and tab) become spaces: they end
/// lines, mails and answers, and NUL some stores cannot keep. Bidirectional overrides, which let a text read otherwise than it is, go;
/// halves of surrogate pairs, which no store takes, become U+FFFD.
/// </summary>
public static class PlainText
{
    private static readonly SearchValues<char> Odd = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append(0x7F).Concat(Enumerable.Range(0x80, 0x20)).Where(code => code is not ('\n' or '\t')).Select(code => (char)code), .. "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069",
            .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    private static readonly SearchValues<char> Breaks = SearchValues.Create("\n\t\u2028\u2029");

    /// <summary>Text that may have lines: comments, reports. CR LF becomes LF.</summary>
    public static string Of(string text)
    {
        var odd = text.AsSpan().IndexOfAny(Odd);
        if (odd < 0)
            return text;
        var plain = new StringBuilder(text.Length).Append(text, 0, odd);
        for (var at = odd; at < text.Length; at++)
        {
            var letter = text[at];
            if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
                plain.Append(letter).Append(text[++at]);
            else if (letter == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
                plain.Append(text[++at]);
            else if (!Odd.Contains(letter))
                plain.Append(letter);
            else if (char.IsSurrogate(letter))
                plain.Append('\uFFFD');
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Control)
                plain.Append(' ');
        }

        return plain.ToString();
    }

    /// <summary>Text of one line: names, places, identifiers, subjects of mails.</summary>
    public static string Line(string text)
    {
        var plain = Of(text);
        if (plain.AsSpan().IndexOfAny(Breaks) < 0)
            return plain;
        return string.Create(plain.Length, plain, static (line, source) =>
        {
            source.CopyTo(line);
            line.ReplaceAny(Breaks, ' ');
        });
    }
}
