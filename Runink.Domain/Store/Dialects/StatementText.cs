using System.Text.RegularExpressions;

namespace Runink.Domain.Store.Dialects;

/// <summary>Spells statements that were written by hand for databases that spell differently.</summary>
internal static partial class StatementText
{
    /// <summary>Values are counted from 1; names are lower case.</summary>
    public static string ForPostgreSql(string sql) =>
        Quoted().Replace(Value().Replace(sql, value => $"${Next(value)}"), name => name.Value.ToLowerInvariant());

    /// <summary>No ON CONFLICT: an update and, where there was nothing, an insert; or an insert of what is not there yet.</summary>
    /// <exception cref="NotSupportedException">The statement uses a form of ON CONFLICT or LIMIT that is not understood here.</exception>
    public static string ForSqlServer(string sql)
    {
        if (InsertOnConflict().Match(sql) is { Success: true } conflict)
            sql = WithoutConflict(conflict);
        else if (Limit().Match(sql) is { Success: true } limited)
            sql = $"SELECT TOP ({limited.Groups["rows"].Value}) {limited.Groups["rest"].Value}";
        if (Foreign().IsMatch(sql))
            throw new NotSupportedException($"T-SQL has no word for this: {sql}");
        return Value().Replace(sql, value => $"@p{value.Groups["index"].Value}");
    }

    private static string WithoutConflict(Match insert)
    {
        var (table, columns, values) = (insert.Groups["table"].Value, Split(insert.Groups["columns"].Value), Split(insert.Groups["values"].Value));
        var same = string.Join(" AND ", Split(insert.Groups["keys"].Value).Select(key => $"{key} = {values[Array.IndexOf(columns, key)]}"));
        var (names, given) = (string.Join(", ", columns), string.Join(", ", values));
        return insert.Groups["set"] is { Success: true } set
            ? $"UPDATE {table} SET {set.Value.Trim()} WHERE {same}; IF @@ROWCOUNT = 0 INSERT INTO {table} ({names}) VALUES ({given})"
            : $"INSERT INTO {table} ({names}) SELECT {given} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {same})";
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries);

    private static string Next(Match value) =>
        (int.Parse(value.Groups["index"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$(?<index>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();

    [GeneratedRegex("\"[^\"]+\"", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"^\s*INSERT INTO (?<table>\w+)\s*\((?<columns>[^()]+)\)\s*VALUES\s*\((?<values>[^()]+)\)\s*ON CONFLICT\s*\((?<keys>[^()]+)\)\s*DO\s+(NOTHING|UPDATE SET (?<set>[^;]+))\s*$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InsertOnConflict();

    [GeneratedRegex(@"^\s*SELECT (?<rest>.+) LIMIT (?<rows>\d+)\s*$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Limit();

    [GeneratedRegex(@"\b(ON CONFLICT|LIMIT|PRAGMA|json_each|json_extract|excluded)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Foreign();
}
