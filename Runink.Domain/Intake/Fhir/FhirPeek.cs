using System.Text.Json;

namespace Runink.Domain.Intake.Fhir;

/// <summary>Of which type a body claims to be and which id it gives itself, before it is read: for choosing its address.</summary>
public static class FhirPeek
{
    public static (string? Type, string? Id) Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (Text(document.RootElement, "resourceType"), Text(document.RootElement, "id"))
                : (null, null);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
