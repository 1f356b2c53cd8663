using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Files;

/// <param name="Line">In the file, the header being line 1.</param>
public sealed record CsvRow(int Line, IReadOnlyDictionary<string, string?> Fields)
{
    /// <summary>Null when it is empty, or the file has no such column.</summary>
    public string? this[string column] => Fields.GetValueOrDefault(column)?.Trim() is { Length: > 0 } value ? value : null;

    public bool Has(string column) => Fields.ContainsKey(column);
}

/// <summary>A CSV file whose first line names its columns, separated by commas, semicolons or tabs. A column that is not known is refused, since nobody would see that it is not read.</summary>
public static class CsvTable
{
    /// <param name="required">Columns without which nothing can be done.</param>
    /// <param name="known">All columns, in small letters.</param>
    public static Outcome<IReadOnlyList<CsvRow>> Read(string csv, IReadOnlyList<string> required, IReadOnlyList<string> known, int mostRows)
    {
        using var reader = new CsvReader(new StringReader(csv), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            PrepareHeaderForMatch = header => header.Header.Trim().ToLowerInvariant(), MissingFieldFound = null, HeaderValidated = null, TrimOptions = TrimOptions.Trim, DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"],
        });
        var rows = new List<CsvRow>();
        try
        {
            if (!reader.Read() || !reader.ReadHeader())
                return new Refusal("invalid", "The file is empty.");
            var names = reader.HeaderRecord!.Select(name => name.Trim().ToLowerInvariant()).ToList();
            if (required.Except(names).FirstOrDefault() is { } missing)
                return new Refusal("invalid", $"The first line has no column {missing}. It names the columns: {string.Join(", ", known)}.");
            if (names.Except(known).FirstOrDefault(name => name.Length > 0) is { } unknown)
                return new Refusal("invalid", $"There is no column {unknown}. Columns are {string.Join(", ", known)}.");
            if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
                return new Refusal("invalid", $"The column {twice.Key} is there twice.");
            while (reader.Read())
            {
                if (rows.Count == mostRows)
                    return new Refusal("too-long", $"A file has at most {mostRows:N0} rows.");
                rows.Add(new CsvRow(reader.Parser.RawRow, names.ToDictionary(name => name, name => reader.GetField(name), StringComparer.Ordinal)));
            }
        }
        catch (CsvHelperException problem)
        {
            return new Refusal("invalid", $"Line {reader.Parser.RawRow} cannot be read: {problem.Message.Split('\n')[0].Trim()}");
        }

        return rows;
    }
}
