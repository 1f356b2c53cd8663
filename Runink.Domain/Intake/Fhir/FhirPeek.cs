using System.Text.Json;
using System.Xml;

namespace Runink.Domain.Intake.Fhir;

/// <summary>Of which type a body claims to be and which id it gives itself, before it is read: for choosing its address.</summary>
public static class FhirPeek
{
    public static (string? Type, string? Id, FhirFormat Format) Of(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        return body.Span.TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? (Root(body), null, FhirFormat.Xml) : OfJson(body);
    }

    private static (string? Type, string? Id, FhirFormat Format) OfJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (Text(document.RootElement, "resourceType"), Text(document.RootElement, "id"), FhirFormat.Json)
                : (null, null, FhirFormat.Json);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // A text that is not valid Unicode is found only when it is taken out.
            return (null, null, FhirFormat.Json);
        }
    }

    private static string? Root(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var text = new MemoryStream(body.ToArray());
            using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return reader.MoveToContent() == XmlNodeType.Element ? reader.LocalName : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
