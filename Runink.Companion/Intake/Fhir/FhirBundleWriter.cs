using System.Text;
using System.Text.Json;

namespace Runink.Companion.Intake.Fhir;

internal static class FhirBundleWriter
{
    public static string SearchSet(IReadOnlyList<(string Type, string Id, string Json)> entries, int total, string url)
    {
        var root = url[..(url.IndexOf("/fhir", StringComparison.Ordinal) + "/fhir".Length)];
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType", "Bundle");
            writer.WriteString("type", "searchset");
            writer.WriteNumber("total", total);
            writer.WriteStartArray("link");
            writer.WriteStartObject();
            writer.WriteString("relation", "self");
            writer.WriteString("url", url);
            writer.WriteEndObject();
            writer.WriteEndArray();
            if (entries.Count > 0)
            {
                writer.WriteStartArray("entry");
                foreach (var (type, id, json) in entries)
                {
                    writer.WriteStartObject();
                    writer.WriteString("fullUrl", $"{root}/{type}/{id}");
                    writer.WritePropertyName("resource");
                    writer.WriteRawValue(json);
                    writer.WriteStartObject("search");
                    writer.WriteString("mode", "match");
                    writer.WriteEndObject();
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
