using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Runink.Domain.Intake.Rows;

/// <summary>One row of somebody's table, as it was read: names of columns, and their values as text. NULL is null, which no text is.</summary>
public sealed class SourceRow
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string?[] values;
    private readonly Dictionary<string, int> places;

    public SourceRow(IReadOnlyList<string> columns, IReadOnlyList<string?> values)
    {
        Columns = columns;
        this.values = [.. Enumerable.Range(0, columns.Count).Select(at => at < values.Count ? values[at] : null)];
        places = new Dictionary<string, int>(columns.Count, StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < columns.Count; at++)
            places.TryAdd(columns[at], at);
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Null where it is NULL, empty, or there is no such column.</summary>
    public string? this[string column] => places.TryGetValue(column, out var at) && values[at]?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>What is kept: one line of JSON with the columns in their order.</summary>
    public byte[] ToJson()
    {
        var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Plain))
        {
            writer.WriteStartObject();
            for (var at = 0; at < values.Length; at++)
                writer.WriteString(Columns[at], values[at]);
            writer.WriteEndObject();
        }

        return text.ToArray();
    }

    /// <summary>Null when it is no row.</summary>
    public static SourceRow? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            return read.RootElement.ValueKind == JsonValueKind.Object && read.RootElement.EnumerateObject().ToList() is { Count: > 0 } all
                && all.TrueForAll(one => one.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                ? new SourceRow([.. all.Select(one => one.Name)], [.. all.Select(one => one.Value.ValueKind == JsonValueKind.Null ? null : one.Value.ToString())])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A name for what these columns say together: equal for equal values only.</summary>
    public string Digest(IEnumerable<string> columns) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(columns.Select(column => this[column]))))).Substring(0, 40);
}
