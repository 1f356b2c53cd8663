using System.Text.Json;

namespace Runink.Domain.Intake.Fhir;

/// <summary>Writes OperationOutcome resources.</summary>
public static class FhirOutcome
{
    public static string Write(IEnumerable<MessageFault> faults, string? code = null)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType", "OperationOutcome");
            writer.WriteStartArray("issue");
            foreach (var fault in faults)
            {
                writer.WriteStartObject();
                writer.WriteString("severity", "error");
                writer.WriteString("code", code ?? IssueType(fault.Code));
                writer.WriteString("diagnostics", fault.Line is { } line ? $"Line {line}: {fault.Text}" : fault.Text);
                if (fault.Place is not null)
                {
                    writer.WriteStartArray("expression");
                    writer.WriteStringValue(fault.Place);
                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static string Write(string code, string text) => Write([new MessageFault(false, null, 0, text)], code);

    /// <summary>http://hl7.org/fhir/issue-type</summary>
    private static string IssueType(int condition) => condition switch
    {
        101 => "required",
        102 => "structure",
        103 => "code-invalid",
        204 => "not-found",
        205 => "conflict",
        _ => "processing",
    };
}
