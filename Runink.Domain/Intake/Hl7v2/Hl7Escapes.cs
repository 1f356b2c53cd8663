using System.Globalization;
using System.Text;
using Runink.Domain.Foundation;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>
/// Escape sequences of HL7 v2 chapter 2.7. What is not understood stays as it was written. Control characters, which escapes can
/// bring where none can stand, do not get further than this.
/// </summary>
public static class Hl7Escapes
{
    public static string Resolve(ReadOnlySpan<char> text, Hl7Delimiters delimiters)
    {
        if (text.IndexOf(delimiters.Escape) < 0)
            return PlainText.Of(text.ToString());

        var plain = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            var start = text.IndexOf(delimiters.Escape);
            var length = start < 0 ? -1 : text[(start + 1)..].IndexOf(delimiters.Escape);
            if (length < 0)
            {
                plain.Append(text);
                break;
            }

            plain.Append(text[..start]);
            var code = text.Slice(start + 1, length);
            if (Decode(code, delimiters) is { } decoded)
                plain.Append(decoded);
            else
                plain.Append(text.Slice(start, length + 2));
            text = text[(start + length + 2)..];
        }

        return PlainText.Of(plain.ToString());
    }

    /// <summary>Control characters become spaces: in an answer they would end a segment or a frame.</summary>
    public static string Escape(string text, Hl7Delimiters d)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                _ when letter == d.Escape => safe.Append(d.Escape).Append('E').Append(d.Escape),
                _ when letter == d.Field => safe.Append(d.Escape).Append('F').Append(d.Escape),
                _ when letter == d.Component => safe.Append(d.Escape).Append('S').Append(d.Escape),
                _ when letter == d.Repetition => safe.Append(d.Escape).Append('R').Append(d.Escape),
                _ when letter == d.Subcomponent => safe.Append(d.Escape).Append('T').Append(d.Escape),
                _ when char.IsControl(letter) => safe.Append(' '),
                _ => safe.Append(letter),
            };
        }

        return safe.ToString();
    }

    private static string? Decode(ReadOnlySpan<char> code, Hl7Delimiters d) => code switch
    {
        "F" => d.Field.ToString(),
        "S" => d.Component.ToString(),
        "R" => d.Repetition.ToString(),
        "T" => d.Subcomponent.ToString(),
        "E" => d.Escape.ToString(),
        ".br" => "\n",
        "H" or "N" => "",
        ['X', .. var hex] => Hex(hex),
        _ => null,
    };

    private static string? Hex(ReadOnlySpan<char> hex)
    {
        if (hex.IsEmpty || hex.Length % 2 != 0)
            return null;
        var bytes = new byte[hex.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!byte.TryParse(hex.Slice(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
