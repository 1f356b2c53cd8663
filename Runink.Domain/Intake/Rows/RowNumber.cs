using System.Text.RegularExpressions;

namespace Runink.Domain.Intake.Rows;

/// <summary>Numbers of a table whose author said what their commas and points are.</summary>
internal static partial class RowNumber
{
    /// <summary>With a point before the fraction and nothing between thousands. What is no such number stays as it is.</summary>
    public static string Plain(string text, char? separator) => separator switch
    {
        ',' when Comma().IsMatch(text) => text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'),
        '.' when Point().IsMatch(text) => text.Replace(",", "", StringComparison.Ordinal),
        _ => text,
    };

    [GeneratedRegex(@"^([<>]=?\s*)?[+-]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comma();

    [GeneratedRegex(@"^([<>]=?\s*)?[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Point();
}
