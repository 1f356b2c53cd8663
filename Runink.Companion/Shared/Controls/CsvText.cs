using Microsoft.JSInterop;

namespace Runink.Companion.Shared.Controls;

/// <summary>Tables as CSV (RFC 4180), with cells that a spreadsheet would run as a formula made harmless.</summary>
public static class CsvText
{
    public static string Of(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows) =>
        string.Concat(rows.Prepend(columns).Select(row => Line(row) + "\r\n"));

    /// <summary>One row without its line end.</summary>
    public static string Line(IEnumerable<string> row) => string.Join(',', row.Select(Cell));

    internal static async Task SaveAsync(IJSRuntime js, string module, string name, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        await using var keys = await js.InvokeAsync<IJSObjectReference>("import", $"./{module}");
        await keys.InvokeVoidAsync("save", $"{name.ToLowerInvariant().Replace(' ', '-')}.csv", "text/csv;charset=utf-8", Of(columns, rows));
    }

    private static string Cell(string text)
    {
        if (text.Length > 0 && (text[0] is '=' or '+' or '@' or '\t' or '\r' || (text[0] == '-' && !decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _))))
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
