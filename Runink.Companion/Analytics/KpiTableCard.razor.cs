using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Analytics;

namespace Runink.Companion.Analytics;

/// <summary>A table of a dashboard; a row opens what it was counted from.</summary>
public sealed partial class KpiTableCard
{
    [Parameter, EditorRequired] public required KpiTable Table { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Parameter, EditorRequired] public required string FileName { get; set; }

    // "12", "83 %", "1 min 11 s"; not "4 West" and not a date.
    [GeneratedRegex("^[+-]?[0-9][0-9.,]*( ?(%|d|h|min|s))?( [0-9]+ ?(h|min|s))*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Amount { get; }

    private bool Numeric(int column) =>
        column > 0 && Table.Rows.All(row => column < row.Count && (row[column] is "" or "–" || Amount.IsMatch(row[column])));

    private string Href(string link) => !link.StartsWith('?') ? link : Nav.GetUriWithQueryParameters(
        QueryHelpers.ParseQuery(link).ToDictionary(pair => pair.Key, pair => (object?)pair.Value.ToString(), StringComparer.Ordinal));

    private Task SaveAsync() => CsvText.SaveAsync(Js, Assets["js/keys.js"], FileName, Table.Columns, Table.Rows);
}
