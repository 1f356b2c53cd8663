using System.Globalization;
using System.Text.RegularExpressions;

namespace Runink.Companion.Admin.Teams;

/// <summary>Names of beds as people type them: a list, with rows of numbers written short.</summary>
public static partial class BedNames
{
    private const int LongestRow = 500;

    /// <summary>"ED-01..ED-03 Hall" is ED-01, ED-02, ED-03 and Hall.</summary>
    public static IReadOnlyList<string> Read(string text) =>
        [.. text.Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Expand).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Expand(string part)
    {
        if (Row().Match(part) is not { Success: true } row || row.Groups["before"].Value != row.Groups["again"].Value)
            return [part];
        var (first, last) = (int.Parse(row.Groups["first"].Value, CultureInfo.InvariantCulture), int.Parse(row.Groups["last"].Value, CultureInfo.InvariantCulture));
        var format = $"D{row.Groups["first"].Value.Length}";
        return last < first || last - first >= LongestRow ? [part] : Enumerable.Range(first, last - first + 1).Select(number => row.Groups["before"].Value + number.ToString(format, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?<before>.*?)(?<first>\d{1,6})\.\.(?<again>.*?)(?<last>\d{1,6})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
