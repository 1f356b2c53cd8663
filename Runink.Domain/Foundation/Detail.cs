using System.Security.Cryptography;
using System.Text.Json;

namespace Runink.Domain.Foundation;

/// <summary>Writes the detail of a fact: a flat JSON object, absent values left out, keys in the order given.</summary>
public static class Detail
{
    public static string Of(params ReadOnlySpan<(string Name, object? Value)> parts)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in parts)
            {
                if (value is null)
                    continue;
                writer.WritePropertyName(name);
                // Nearly all are texts, and a ledger row is written for every message.
                if (value is string text)
                    writer.WriteStringValue(text);
                else
                    JsonSerializer.Serialize(writer, value, value.GetType());
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>What people wrote may be about a patient: its SHA-256 proves the words without showing them. Null of null.</summary>
    public static string? HashOf(string? text) =>
        text is null ? null : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
