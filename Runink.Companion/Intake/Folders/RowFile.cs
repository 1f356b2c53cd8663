using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Runink.Domain.Intake.Rows;

namespace Runink.Companion.Intake.Folders;

/// <param name="Line">Of the file, from 1.</param>
/// <param name="Row">Null when the line is none.</param>
/// <param name="Problem">Why it is none; null when it is one.</param>
internal sealed record FileRow(int Line, SourceRow? Row, string? Problem);

/// <summary>A file of rows, line by line: one that is no row says so and the others are read.</summary>
internal static class RowFile
{
    /// <summary>A letter that is not what it says would be another name: such a file is not guessed at.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<FileRow> Read(string path, FileFormat format, string delimiter)
    {
        if (!IsUtf8(path))
        {
            yield return new(1, null, "The file is not written in UTF-8: what its letters are cannot be told.");
            yield break;
        }

        using var reader = new StreamReader(path, Strict, detectEncodingFromByteOrderMarks: true);
        foreach (var row in format == FileFormat.Csv ? Csv(reader, delimiter) : Objects(reader))
            yield return row;
    }

    private static bool IsUtf8(string path)
    {
        try
        {
            using var reader = new StreamReader(path, Strict, detectEncodingFromByteOrderMarks: true);
            var some = new char[8192];
            while (reader.Read(some) > 0)
            {
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static IEnumerable<FileRow> Csv(StreamReader reader, string delimiter)
    {
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter, BadDataFound = null });
        if (!csv.Read() || csv.Record is not { } header)
        {
            yield return new(1, null, "The file is empty: not even names of columns stand in it.");
            yield break;
        }

        var names = ColumnNames.Distinct(header);
        while (csv.Read())
        {
            var record = csv.Record!;
            if (record.Length == 1 && string.IsNullOrWhiteSpace(record[0]))
                continue;
            yield return record.Length == names.Count
                ? new(csv.RawRow, new SourceRow(names, [.. record.Select(cell => cell.Length == 0 ? null : cell)]), null)
                : new(csv.RawRow, null, string.Create(CultureInfo.InvariantCulture, $"Line {csv.RawRow} has {record.Length} fields and the header {names.Count}: the file is not whole, or its fields are not quoted."));
        }
    }

    private static IEnumerable<FileRow> Objects(StreamReader reader)
    {
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
                yield return Object(text) is { } row ? new(line, row, null) : new(line, null, string.Create(CultureInfo.InvariantCulture, $"Line {line} is no object of JSON with 300 values at most: the file is not whole, or not one object a line."));
        }
    }

    private static SourceRow? Object(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return JsonRows.Of(parsed.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
