using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Runink.Domain.Store.Archive;

/// <summary>
/// Rows for others to read: an object a line, its names as the program has them, instants in ISO 8601, bytes in base64. Nothing is lost
/// on the way: what is no instant at all stays the number that it is.
/// </summary>
internal static class SiteRecords
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>How many there were.</returns>
    public static long Write(SiteFileWriter to, StoreTable table, IEnumerable<object?[]> rows, Action<long> progress)
    {
        long count = 0;
        var line = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(line, Readable);
        var kept = SiteTables.Columns(table).Select(column => (Column: column, At: table.IndexOf(column.Name))).ToList();
        var stays = SiteTables.WithheldRows.Where(one => one.Table == table.Name).Select(one => table.IndexOf(one.Column)).ToList();
        foreach (var row in rows.Where(row => !stays.Exists(at => row[at] is true)))
        {
            json.WriteStartObject();
            foreach (var (column, at) in kept)
            {
                json.WritePropertyName(column.Label);
                Write(json, row[at], column);
            }

            json.WriteEndObject();
            json.Flush();
            to.Line(line.WrittenSpan);
            line.ResetWrittenCount();
            json.Reset();
            if (++count % 10_000 == 0)
                progress(count);
        }

        return count;
    }

    /// <exception cref="InvalidDataException">A line is not a row of this table.</exception>
    public static IEnumerable<object?[]> Read(IEnumerable<string> lines, StoreTable table)
    {
        var kept = SiteTables.Columns(table).Select(column => (column, table.IndexOf(column.Name))).ToList();
        var withheld = SiteTables.Withheld.Where(one => one.Table == table.Name).ToList();
        var number = 0L;
        foreach (var line in lines)
        {
            var row = Row(line, table, kept, ++number);
            foreach (var one in withheld)
                row[table.IndexOf(one.Column)] = one.Instead(name => row[table.IndexOf(name)]);
            yield return row;
        }
    }

    private static object?[] Row(string line, StoreTable table, List<(StoreColumn Column, int At)> kept, long number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.EnumerateObject().Count() != kept.Count)
                throw new FormatException($"it has other values than {string.Join(", ", kept.Select(one => one.Column.Label))}");
            var row = new object?[table.Columns.Count];
            foreach (var (column, at) in kept)
                row[at] = json.RootElement.TryGetProperty(column.Label, out var value) ? Value(value, column) : throw new FormatException($"it has no {column.Label}");
            return row;
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"Line {number} of {table.Name} is not a row: {problem.Message}", problem);
        }
    }

    private static void Write(Utf8JsonWriter json, object? value, StoreColumn column)
    {
        switch (value)
        {
            case long ticks when column.Meaning == typeof(DateTimeOffset) && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks:
                json.WriteStringValue(new DateTime(ticks, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture));
                break;
            case long ticks when column.Meaning == typeof(TimeSpan):
                json.WriteStringValue(TimeSpan.FromTicks(ticks).ToString("c", CultureInfo.InvariantCulture));
                break;
            case long ticks when column.Meaning == typeof(TimeOnly) && ticks >= 0 && ticks < TimeSpan.TicksPerDay:
                json.WriteStringValue(new TimeOnly(ticks).ToString("O", CultureInfo.InvariantCulture));
                break;
            default:
                ArchiveRows.Write(json, value);
                break;
        }
    }

    private static object? Value(JsonElement value, StoreColumn column) =>
        column.Type == typeof(long) && value.ValueKind == JsonValueKind.String ? Ticks(value.GetString()!, column.Meaning) : ArchiveRows.Value(value, column.Type);

    private static long Ticks(string text, Type meaning) =>
        meaning == typeof(DateTimeOffset) ? DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).Ticks
        : meaning == typeof(TimeSpan) ? TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture).Ticks
        : meaning == typeof(TimeOnly) ? TimeOnly.ParseExact(text, "O", CultureInfo.InvariantCulture).Ticks
        : throw new FormatException($"{text} is no number");
}
