using System.Globalization;
using System.Text.RegularExpressions;

namespace Runink.Domain.Mapping;

/// <summary>How the numbers of a column are written.</summary>
/// <param name="IsNumber">Nearly all values are numbers.</param>
/// <param name="Decimal">The sign before the fraction; null where no value has one.</param>
/// <param name="IsAmbiguous">A comma that may part thousands or be decimal, and no value tells which: 1,234.</param>
public sealed partial record NumberWriting(bool IsNumber, char? Decimal, bool IsAmbiguous)
{
    public static NumberWriting Of(IReadOnlyList<string> values)
    {
        var numbers = values.Where(value => Shape().IsMatch(value)).ToList();
        if (values.Count == 0 || numbers.Count * 10 < values.Count * 9)
            return new NumberWriting(false, null, false);
        var commas = numbers.Where(value => value.Contains(',', StringComparison.Ordinal)).ToList();
        var points = numbers.Where(value => value.Contains('.', StringComparison.Ordinal)).ToList();
        if (commas.Count == 0)
            return new NumberWriting(true, points.Count > 0 ? '.' : null, false);
        var comma = numbers.Any(value => OnlyComma().IsMatch(value));
        var point = numbers.Any(value => OnlyPoint().IsMatch(value));
        return comma && !point ? new NumberWriting(true, ',', false) : point && !comma ? new NumberWriting(true, '.', false) : new NumberWriting(true, null, true);
    }

    public static bool IsPlain(string value) => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^([<>]=?\s*)?[+-]?[0-9][0-9.,]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();

    /// <summary>4,4 and 0,250 and 1.234,5: no thousands are written so.</summary>
    [GeneratedRegex(@"^[^0-9]*([0-9]+,([0-9]{1,2}|[0-9]{4,})|0[0-9]*,[0-9]+|[0-9]{4,},[0-9]+|[0-9]{1,3}(\.[0-9]{3})+,[0-9]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyComma();

    [GeneratedRegex(@"^[^0-9]*([0-9]+\.([0-9]{1,2}|[0-9]{4,})|0[0-9]*\.[0-9]+|[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyPoint();
}
