using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Fhir.Searching;
using Runink.Domain.Pipeline.Resources;

namespace Runink.Companion.Intake.Fhir;

/// <summary>Bundles of what was found. Resources are copied as they are stored, unless only a part of them was asked for.</summary>
internal static class FhirBundleWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string SearchSet(string own, FhirQuery query, IReadOnlyList<FhirFound> matches, IReadOnlyList<FhirFound> included, int? total, IReadOnlyList<(string Relation, string Url)> links) =>
        Write("searchset", total, links, matches.Select(found => (found, "match")).Concat(included.Select(found => (found, "include"))), (writer, entry) =>
        {
            writer.WriteString("fullUrl", $"{own}{entry.found.Type}/{entry.found.Id}");
            writer.WritePropertyName("resource");
            writer.WriteRawValue(Shape(entry.found.Json, query.Summary, query.Elements), skipInputValidation: true);
            writer.WriteStartObject("search");
            writer.WriteString("mode", entry.Item2);
            writer.WriteEndObject();
        });

    public static string History(string own, IReadOnlyList<FhirFound> versions, int total, IReadOnlyList<(string Relation, string Url)> links) =>
        Write("history", total, links, versions, (writer, found) =>
        {
            writer.WriteString("fullUrl", $"{own}{found.Type}/{found.Id}");
            if (!found.Deleted)
            {
                writer.WritePropertyName("resource");
                writer.WriteRawValue(found.Json, skipInputValidation: true);
            }

            writer.WriteStartObject("request");
            writer.WriteString("method", found.Method);
            writer.WriteString("url", found.Method == "POST" ? found.Type : $"{found.Type}/{found.Id}");
            writer.WriteEndObject();
            writer.WriteStartObject("response");
            writer.WriteString("status", found.Deleted ? "204" : found.Version == "1" ? "201" : "200");
            writer.WriteString("etag", $"W/\"{found.Version}\"");
            writer.WriteString("lastModified", FhirTime.Format(found.LastUpdated));
            writer.WriteEndObject();
        });

    /// <summary>The part of a resource that was asked for, marked as a part.</summary>
    public static string Shape(string json, FhirSummary summary, IReadOnlyList<string> elements)
    {
        Func<SerializationFilter>? filter = summary switch
        {
            FhirSummary.True => SerializationFilter.ForSummary,
            FhirSummary.Text => SerializationFilter.ForText,
            FhirSummary.Data => SerializationFilter.ForData,
            _ when elements.Count > 0 => SerializationFilter.ForElementsFactory(["id", "meta", .. elements.Select(element => element[(element.IndexOf('.', StringComparison.Ordinal) + 1)..])]),
            _ => null,
        };
        if (filter is null)
            return json;
        var resource = FhirParser.Stored(json);
        resource.Meta ??= new Meta();
        resource.Meta.Tag.Add(new Coding("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED"));
        return FhirWriter.ToJson(resource, filter);
    }

    private static string Write<T>(string type, int? total, IReadOnlyList<(string Relation, string Url)> links, IEnumerable<T> entries, Action<Utf8JsonWriter, T> entry)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType", "Bundle");
            writer.WriteString("type", type);
            if (total is { } count)
                writer.WriteNumber("total", count);
            writer.WriteStartArray("link");
            foreach (var (relation, url) in links)
            {
                writer.WriteStartObject();
                writer.WriteString("relation", relation);
                writer.WriteString("url", url);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            var any = false;
            foreach (var one in entries)
            {
                if (!any)
                    writer.WriteStartArray("entry");
                any = true;
                writer.WriteStartObject();
                entry(writer, one);
                writer.WriteEndObject();
            }

            if (any)
                writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
