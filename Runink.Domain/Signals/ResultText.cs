using System.Globalization;
using System.Text.RegularExpressions;

namespace Runink.Domain.Signals;

/// <summary>
/// Reads a result as laboratories print it: <c>6.4 H</c>, <c>6,4</c>, <c>&gt;= 5</c>, <c>5-10</c>, <c>1,200.5</c>. What could be two numbers gives
/// both; what is none gives nothing.
/// </summary>
internal static partial class ResultText
{
    private const int MaxLength = 60;

    /// <summary>Of a plain number.</summary>
    public const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    /// <returns>Mostly one; two where a comma could part thousands or decimals; none when it is no number.</returns>
    public static IReadOnlyList<Interval> Read(string text)
    {
        var plain = text.Trim();
        if (plain.Length is 0 or > MaxLength)
            return [];
        if (decimal.TryParse(plain, Style, CultureInfo.InvariantCulture, out var simple))
            return [Interval.Point(simple)];
        plain = Flag().Replace(plain.Replace('−', '-').Replace('\u00a0', ' '), "").Trim();
        if (Between().Match(plain) is { Success: true } range)
        {
            var (lows, highs) = (Numbers(range.Groups["low"].Value), Numbers(range.Groups["high"].Value));
            return lows is [var low] && highs is [var high] && low < high ? [new(low, high)] : [];
        }

        var (sign, closed, rest) = Comparator(plain);
        return [.. Numbers(rest).Select(number => sign switch
        {
            '<' => new Interval(number > 0 ? 0 : decimal.MinValue, number, false, !closed),
            '>' => new Interval(number, decimal.MaxValue, !closed),
            _ => Interval.Point(number),
        })];
    }

    private static (char Sign, bool Closed, string Number) Comparator(string text)
    {
        var match = Compared().Match(text);
        if (!match.Success)
            return ('=', true, text);
        var sign = match.Value.Trim().ToUpperInvariant();
        var below = sign[0] is '<' or '≤' or 'L' || sign.StartsWith("=<", StringComparison.Ordinal);
        var above = sign[0] is '>' or '≥' or 'G' or 'M' || sign.StartsWith("=>", StringComparison.Ordinal);
        return (below ? '<' : above ? '>' : '=', sign.Contains('=', StringComparison.Ordinal) || sign[0] is '≤' or '≥', text[match.Length..].Trim());
    }

    /// <summary>Point decimals, decimal commas and thousands, in every reading that the digits allow.</summary>
    private static decimal[] Numbers(string text)
    {
        if (decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number))
            return [number];
        // 1,200.5 and 1,234,567 can only be thousands; 1.200,5 only thousands of the other kind.
        if (Thousands().IsMatch(text))
            return Parsed(text.Replace(",", "", StringComparison.Ordinal));
        if (EuropeanThousands().IsMatch(text))
            return Parsed(text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'));
        if (!DecimalComma().IsMatch(text))
            return [];
        var fraction = Parsed(text.Replace(',', '.'));
        return OneGroup().IsMatch(text) ? [.. fraction, .. Parsed(text.Replace(",", "", StringComparison.Ordinal))] : fraction;
    }

    private static decimal[] Parsed(string text) => decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) ? [number] : [];

    /// <summary>An abnormal flag after the number. L and A need the space: 2L may be litres, 5A anything.</summary>
    [GeneratedRegex(@"(?<=[0-9])(\s+(\(?(H|L|HH|LL|A|AA|N|HIGH|LOW|ABN|CRIT|CRITICAL|PANIC)\)?|↑+|↓+|!+|#)|\s*\*+|HH?|\s*\((H|L|HH|LL|A)\))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Flag();

    [GeneratedRegex(@"^(?<low>[0-9][0-9.,]*)\s*(-|–|to)\s*(?<high>[0-9][0-9.,]*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"^([<>]\s*=?|=\s*[<>]?|[≤≥]\s*=?|less than\s|greater than\s|more than\s)\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Compared();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}((,[0-9]{3})+\.[0-9]+|(,[0-9]{3}){2,})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}((\.[0-9]{3})+,[0-9]+|(\.[0-9]{3}){2,})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EuropeanThousands();

    [GeneratedRegex(@"^[+-]?[0-9]+,[0-9]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecimalComma();

    /// <summary>1,200 but not 0,200: no thousands begin with nought.</summary>
    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2},[0-9]{3}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneGroup();
}
