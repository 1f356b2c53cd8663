using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Runink.Domain.Store.Archive;

/// <summary>Rows as lines of JSON: bytes in base64, days as text, everything else as it is.</summary>
internal static class ArchiveRows
{
    /// <returns>How many there were.</returns>
    public static long Write(Stream to, IEnumerable<object?[]> rows, Action<long> progress)
    {
        long count = 0;
        // A buffer between: a flush for each row would undo the compression.
        var line = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(line);
        foreach (var row in rows)
        {
            json.WriteStartArray();
            foreach (var value in row)
                Write(json, value);
            json.WriteEndArray();
            json.Flush();
            to.Write(line.WrittenSpan);
            to.WriteByte((byte)'\n');
            line.ResetWrittenCount();
            json.Reset();
            if (++count % 10_000 == 0)
                progress(count);
        }

        return count;
    }

    /// <exception cref="InvalidDataException">A line is not a row of this table.</exception>
    public static IEnumerable<object?[]> Read(ZipArchiveEntry? entry, StoreTable table, ArchiveTable? promised)
    {
        if (entry is null || promised?.Columns.SequenceEqual(table.Columns.Select(column => column.Name), StringComparer.Ordinal) != true)
            throw new InvalidDataException($"The archive has no table {table.Name} with the columns that it must have.");
        using var lines = new StreamReader(entry.Open(), Encoding.UTF8);
        for (long number = 1; lines.ReadLine() is { } line; number++)
            yield return Row(line, table, number);
    }

    private static object?[] Row(string line, StoreTable table, long number)
    {
        try
        {
            using var row = JsonDocument.Parse(line);
            var values = row.RootElement.EnumerateArray().ToList();
            return values.Count == table.Columns.Count
                ? [.. values.Select((value, index) => Value(value, table.Columns[index].Type))]
                : throw new FormatException("too many or too few values");
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"Line {number} of {table.Name} is not a row: {problem.Message}", problem);
        }
    }

    /// <summary>A value as its column holds it: instants as ticks.</summary>
    internal static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateOnly day:
                json.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    internal static object? Value(JsonElement value, Type type) =>
        value.ValueKind == JsonValueKind.Null ? null
        : type == typeof(string) ? value.GetString()
        : type == typeof(long) ? value.GetInt64()
        : type == typeof(int) ? value.GetInt32()
        : type == typeof(double) ? value.GetDouble()
        : type == typeof(bool) ? value.GetBoolean()
        : type == typeof(byte[]) ? value.GetBytesFromBase64()
        : DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
