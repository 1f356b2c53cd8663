using System.Buffers;
using System.Text.Json;

namespace Runink.Domain.Signals;

/// <summary>All signals that one message, or one step of a referral here, brought about one patient, in one row: rows decide what intake costs.</summary>
public sealed class SignalBatch
{
    private const int LongestKept = 64 * 1024;

    [ThreadStatic]
    private static Pen? pen;

    /// <summary>Of the message, or of the step of the referral.</summary>
    public required string MessageId { get; init; }

    public required string PatientId { get; init; }

    public string? EncounterId { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>JSON array of <c>[concept, value, unit, clinical time in UTC ticks, status]</c>, and where they are known the result's key, the ticks of its version, its reference range, its flags and the number of what it is about.</summary>
    public required string Data { get; init; }

    public IEnumerable<Signal> Signals()
    {
        using var rows = JsonDocument.Parse(Data);
        foreach (var row in rows.RootElement.EnumerateArray())
        {
            yield return new Signal(
                row[0].GetString()!, row[1].GetString()!, row[2].GetString(), new DateTimeOffset(row[3].GetInt64(), TimeSpan.Zero),
                RecordedAt, (SignalStatus)row[4].GetInt32(), MessageId,
                row.GetArrayLength() > 5 && row[5].GetString() is { } key ? ResultKey.Parse(key) : null,
                row.GetArrayLength() > 6 && row[6].ValueKind == JsonValueKind.Number ? new DateTimeOffset(row[6].GetInt64(), TimeSpan.Zero) : null)
            {
                Marks = row.GetArrayLength() > 8 ? ResultMarks.Known(row[7].GetString(), row[8].GetString()) : null,
                Item = row.GetArrayLength() > 9 ? row[9].GetString() : null,
            };
        }
    }

    /// <summary>The names in <see cref="Data"/>, without the rest.</summary>
    public static IEnumerable<string> Concepts(string data)
    {
        using var rows = JsonDocument.Parse(data);
        foreach (var row in rows.RootElement.EnumerateArray())
            yield return row[0].GetString()!;
    }

    public static string Write(IReadOnlyList<Signal> signals)
    {
        var (buffer, writer) = pen ??= Pen.New();
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartArray();
        foreach (var signal in signals)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(signal.Concept);
            writer.WriteStringValue(signal.Value);
            writer.WriteStringValue(signal.Unit);
            writer.WriteNumberValue(signal.At.UtcTicks);
            writer.WriteNumberValue((int)signal.Status);
            WriteWhereKnown(writer, signal);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.Flush();
        var text = System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
        if (buffer.Capacity > LongestKept)
            pen = null;
        return text;
    }

    /// <summary>What most signals of a device lack is left off the end of the row.</summary>
    private static void WriteWhereKnown(Utf8JsonWriter writer, Signal signal)
    {
        if (signal is { Key: null, VersionAt: null, Marks: null, Item: null })
            return;
        writer.WriteStringValue(signal.Key?.ToString());
        if (signal is { VersionAt: null, Marks: null, Item: null })
            return;
        if (signal.VersionAt is { } version)
            writer.WriteNumberValue(version.UtcTicks);
        else
            writer.WriteNullValue();
        if (signal is { Marks: null, Item: null })
            return;
        writer.WriteStringValue(signal.Marks?.Range);
        writer.WriteStringValue(signal.Marks?.Flags);
        if (signal.Item is not null)
            writer.WriteStringValue(signal.Item);
    }

    /// <summary>One row is written for every message; what writes it is made once.</summary>
    private sealed record Pen(ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)
    {
        public static Pen New()
        {
            var buffer = new ArrayBufferWriter<byte>(2048);
            return new(buffer, new Utf8JsonWriter(buffer));
        }
    }
}
