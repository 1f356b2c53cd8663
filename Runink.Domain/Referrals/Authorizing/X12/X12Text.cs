using System.Globalization;
using System.Text;

namespace Runink.Domain.Referrals.Authorizing.X12;

/// <summary>
/// Writes segments with the delimiters that nearly all use: * between elements, : between components, ^ between repetitions, ~ at the end. X12 has no
/// escape: a delimiter within a text becomes a blank, and so does what is outside the extended character set.
/// </summary>
internal sealed class X12Text
{
    public const char Element = '*', Component = ':', Repetition = '^', End = '~';

    private readonly StringBuilder text = new();

    /// <summary>Segments since the last ST, with it.</summary>
    public int Count { get; private set; }

    public void Add(string name, params ReadOnlySpan<string?> elements)
    {
        if (name == "ST")
            Count = 0;
        var line = new StringBuilder(name);
        foreach (var element in elements)
            line.Append(Element).Append(element);
        text.Append(line.ToString().TrimEnd(Element)).Append(End).Append('\n');
        Count++;
    }

    /// <summary>Its elements have fixed widths, and the last is a delimiter.</summary>
    public void AddHeader(X12Route route, int control, DateTimeOffset now)
    {
        string[] elements =
        [
            "00", new string(' ', 10), "00", new string(' ', 10), Fixed(route.SenderQualifier, 2), Fixed(route.Sender, 15), Fixed(route.ReceiverQualifier, 2), Fixed(route.Receiver, 15),
            now.ToString("yyMMdd", CultureInfo.InvariantCulture), now.ToString("HHmm", CultureInfo.InvariantCulture), Repetition.ToString(), "00501", Number(control, 9), "0", route.IsTest ? "T" : "P", Component.ToString(),
        ];
        text.Append("ISA").Append(Element).AppendJoin(Element, elements).Append(End).Append('\n');
    }

    /// <summary>A text of somebody, with nothing in it that would end an element; null of nothing.</summary>
    public static string? Plain(string? said, int longest)
    {
        if (said is null)
            return null;
        // Letters with marks lose the marks: the extended set has none of them.
        var plain = new StringBuilder();
        foreach (var letter in said.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                plain.Append(letter is Element or Component or Repetition or End || letter is < ' ' or > '~' ? ' ' : letter);
        }

        var one = string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return one.Length == 0 ? null : one.Length > longest ? one[..longest].TrimEnd() : one;
    }

    public static string Number(int number, int digits) => number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');

    public override string ToString() => text.ToString();

    private static string Fixed(string said, int width) => (Plain(said, width) ?? "").PadRight(width);
}
