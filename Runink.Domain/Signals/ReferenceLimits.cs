using System.Globalization;
using System.Text.RegularExpressions;

namespace Runink.Domain.Signals;

/// <summary>The limits of a laboratory's reference range, in the unit of its result unless it names one.</summary>
/// <param name="Low">Null when there is none below.</param>
/// <param name="High">Null when there is none above.</param>
/// <param name="Unit">The unit that stands in the range; null when none does.</param>
public sealed partial record ReferenceLimits(decimal? Low, decimal? High, string? Unit)
{
    private const int MaxLength = 60;

    /// <summary>
    /// Reads <c>3.5-5.1</c>, <c>3,5 – 5,1 mmol/L</c>, <c>-2 to 2</c>, <c>&lt;0.04</c>, <c>&gt;= 60</c>, <c>(3.5-5.1)</c>. Null for what has another form, such
    /// as limits for women and men in one text: which of them is meant is not guessed.
    /// </summary>
    public static ReferenceLimits? Read(string text)
    {
        if (text.Length > MaxLength || Form().Match(text) is not { Success: true } match)
            return null;
        var unit = match.Groups["unit"].Value is { Length: > 0 } said ? said : null;
        if (match.Groups["limit"] is { Success: true } limit)
        {
            return Number(limit.Value) is not { } bound ? null
                : match.Groups["sign"].Value[0] is '<' or '≤' ? new(null, bound, unit)
                : new(bound, null, unit);
        }

        return Number(match.Groups["low"].Value) is { } low && Number(match.Groups["high"].Value) is { } high && low <= high ? new(low, high, unit) : null;
    }

    /// <summary>A comma before exactly three digits could part thousands: that is not guessed.</summary>
    private static decimal? Number(string text) =>
        decimal.TryParse(CommaOfDecimals().IsMatch(text) ? text.Replace(',', '.') : text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^\s*[\[(]?\s*((?<low>[+-]?[0-9][0-9.,]*)\s*(-|–|to|\.\.|;)\s*(?<high>[+-]?[0-9][0-9.,]*)|(?<sign><=?|>=?|≤|≥)\s*(?<limit>[+-]?[0-9][0-9.,]*))(\s*(?<unit>[A-Za-zµμ%/\[({][^;]*?)|\s+(?<unit>[0-9][^;]*?))?\s*[\])]?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"^[+-]?([0-9]+,([0-9]{1,2}|[0-9]{4,})|0,[0-9]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommaOfDecimals();
}
