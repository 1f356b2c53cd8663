using System.Globalization;
using System.Text.RegularExpressions;

namespace Runink.Domain.Referrals.Tray;

/// <summary>Dates as people write them. 03/04/1958 is two dates, and stays both.</summary>
public static partial class TrayDates
{
    private static readonly string[] Spelt = ["d MMMM yyyy", "d MMM yyyy", "MMMM d yyyy", "MMM d yyyy"];

    /// <returns>Every day that it can mean; none when it is no date.</returns>
    public static IReadOnlyList<DateOnly> Readings(string text)
    {
        if (Iso().Match(text) is { Success: true } iso)
            return Day(iso.Groups["a"].Value, iso.Groups["b"].Value, iso.Groups["c"].Value) is { } day ? [day] : [];
        if (Numbers().Match(text) is { Success: true } numbers)
        {
            var (first, sign, second, year) = (numbers.Groups["a"].Value, numbers.Groups["sign"].Value, numbers.Groups["b"].Value, numbers.Groups["c"].Value);
            // Where days are written with points, they come first.
            DateOnly?[] both = sign == "." ? [Day(year, second, first)] : [Day(year, first, second), Day(year, second, first)];
            return [.. both.OfType<DateOnly>().Distinct()];
        }

        return Words().Match(text) is { Success: true } words && DateOnly.TryParseExact(words.Value.Replace(",", "", StringComparison.Ordinal), Spelt, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var spelt) ? [spelt] : [];
    }

    private static DateOnly? Day(string year, string month, string day) =>
        DateOnly.TryParseExact($"{year}-{month.PadLeft(2, '0')}-{day.PadLeft(2, '0')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) ? found : null;

    [GeneratedRegex(@"\b(?<a>[12][0-9]{3})[-/.](?<b>[0-9]{1,2})[-/.](?<c>[0-9]{1,2})\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();

    [GeneratedRegex(@"\b(?<a>[0-9]{1,2})(?<sign>[-/.])(?<b>[0-9]{1,2})[-/.](?<c>[12][0-9]{3})\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\b([0-9]{1,2} [A-Za-z]{3,9},? [12][0-9]{3}|[A-Za-z]{3,9} [0-9]{1,2},? [12][0-9]{3})\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
