using System.Globalization;
using System.Text;

namespace Runink.Domain.Patients.Matching;

/// <summary>Text as it is compared: what feeds write differently for the same person is taken away before.</summary>
internal static class MatchText
{
    /// <summary>Small letters without accents, spaces, hyphens and apostrophes: <c>D'Arcy</c> and <c>darcy</c>, <c>van Boom</c> and <c>vanboom</c>.</summary>
    public static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var sign in Plain(text).Where(char.IsLetter))
            letters.Append(sign);
        return letters.ToString();
    }

    /// <summary>As <see cref="Letters"/>, with digits.</summary>
    public static string Signs(string text)
    {
        var signs = new StringBuilder(text.Length);
        foreach (var sign in Plain(text).Where(char.IsLetterOrDigit))
            signs.Append(sign);
        return signs.ToString();
    }

    public static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static IEnumerable<char> Plain(string text)
    {
        // Most names are ASCII, and taking accents apart is dear.
        var plain = text.All(char.IsAscii) ? text : text.Normalize(NormalizationForm.FormD);
        foreach (var sign in plain)
        {
            if (sign < 128)
            {
                yield return char.ToLowerInvariant(sign);
                continue;
            }

            if (CharUnicodeInfo.GetUnicodeCategory(sign) == UnicodeCategory.NonSpacingMark)
                continue;
            foreach (var letter in sign switch { 'ß' => "ss", 'ø' or 'Ø' => "o", 'æ' or 'Æ' => "ae", 'ł' or 'Ł' => "l", 'đ' or 'Đ' => "d", 'œ' or 'Œ' => "oe", _ => char.ToLowerInvariant(sign).ToString() })
                yield return letter;
        }
    }
}
