using System.Globalization;
using System.Text;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Sms;

/// <summary>What fits into one text message, in letters that count once in every network's alphabet.</summary>
public static class SmsText
{
    public const int Longest = 160;

    /// <summary>What, where, until when, and the link, which is never cut.</summary>
    public static string Of(EscalationNotice notice, SiteOptions site)
    {
        var due = notice.Due is { } at ? $", by {TimeZoneInfo.ConvertTime(at, site.Zone).ToString("HH:mm", CultureInfo.InvariantCulture)}" : "";
        var link = notice.Link is { } address ? $" {Fold(address)}" : "";
        var words = Fold($"{notice.Headline()}{due}");
        var room = Longest - link.Length;
        return words.Length <= room ? words + link : words[..Math.Max(0, room - 3)] + "..." + link;
    }

    public static string Of(string text) => Fold(text) is var folded && folded.Length <= Longest ? folded : folded[..(Longest - 3)] + "...";

    /// <summary>Letters without their marks; what no telephone has for sure becomes a question mark.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in PlainText.Line(text).Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark))
        {
            folded.Append(letter switch
            {
                '[' or '{' => '(',
                ']' or '}' => ')',
                '\\' or '|' => '/',
                '^' or '~' or '`' => '-',
                '–' or '—' => '-',
                >= ' ' and < (char)127 => letter,
                _ => '?',
            });
        }

        return folded.ToString();
    }
}
