using System.Globalization;
using System.Text.Json;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>What a submission asks for: its entries, whether they make sense, and the bundle that answers them.</summary>
internal static class FhirSubmission
{
    /// <summary>Findings beyond the schema: does the body fit the address.</summary>
    public static IReadOnlyList<MessageFault> Check(FhirNode root, FhirRequest request)
    {
        var type = root.ResourceType!;
        if (request.Type is null)
        {
            if (type != "Bundle")
                return [new MessageFault(false, type, 200, "Only bundles are posted to the root; post a resource to its type.")];
            return root.Value("type") is "transaction" or "batch"
                ? CheckEntries(root)
                : [new MessageFault(false, "Bundle.type", 200, "Only transaction and batch bundles are taken in.")];
        }

        if (type != request.Type)
            return [new MessageFault(false, $"{type}.resourceType", 200, $"A {type} does not belong at {request.Type}.")];
        return request.Id is not null && root.Value("id") != request.Id
            ? [new MessageFault(false, $"{type}.id", 200, "The id of the resource and of the address must be the same.")]
            : [];
    }

    public static IReadOnlyList<FhirEntry> Entries(FhirNode root, FhirRequest request)
    {
        if (root.ResourceType != "Bundle")
        {
            return
            [
                new FhirEntry(root, request.Id is null ? "POST" : "PUT", root.ResourceType!)
                {
                    RequestedId = request.Id, Condition = request.IfNoneExist, IfMatch = request.IfMatch,
                },
            ];
        }

        return [.. root.All("entry").Select((entry, index) =>
        {
            var asked = AsRequest(entry)!;
            return new FhirEntry(entry["resource"]!, entry.Value("request.method")!, $"Bundle.entry[{index.ToString(CultureInfo.InvariantCulture)}].resource")
            {
                FullUrl = entry.Value("fullUrl"), RequestedId = asked.Id, Condition = asked.IfNoneExist, IfMatch = asked.IfMatch,
            };
        })];
    }

    /// <summary>Null when the entry asks for something else than to create or update a resource.</summary>
    public static FhirRequest? AsRequest(FhirNode entry)
    {
        var url = entry.Value("request.url");
        var ifMatch = FhirRequest.ExpectedVersion(entry.Value("request.ifMatch"));
        return (entry.Value("request.method"), url?.Split('?')) switch
        {
            ("POST", [var type]) => new FhirRequest(type, null, entry.Value("request.ifNoneExist")),
            ("PUT", [var path]) when path.Split('/') is [var type, var id] => new FhirRequest(type, id, null, ifMatch),
            ("PUT", [var type, var query]) => new FhirRequest(type, null, query, ifMatch),
            _ => null,
        };
    }

    public static string WriteResponse(string type, IEnumerable<FhirReply> replies)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType", "Bundle");
            writer.WriteString("type", type);
            writer.WriteStartArray("entry");
            foreach (var reply in replies)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("response");
                writer.WriteString("status", reply.Status switch { 200 => "200 OK", 201 => "201 Created", var other => other.ToString(CultureInfo.InvariantCulture) });
                if (reply.Location is not null)
                    writer.WriteString("location", reply.Location);
                if (reply.Version is { } version)
                    writer.WriteString("etag", $"W/\"{version.ToString(CultureInfo.InvariantCulture)}\"");
                if (reply.LastModified is { } modified)
                    writer.WriteString("lastModified", FhirTime.Format(modified));
                if (reply.Status >= 400)
                {
                    writer.WritePropertyName("outcome");
                    writer.WriteRawValue(reply.Body);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static List<MessageFault> CheckEntries(FhirNode bundle)
    {
        var faults = new List<MessageFault>();
        foreach (var (entry, index) in bundle.All("entry").Select((entry, index) => (entry, index)))
        {
            var path = $"Bundle.entry[{index.ToString(CultureInfo.InvariantCulture)}]";
            if (entry["resource"] is not { } resource)
                faults.Add(new MessageFault(false, $"{path}.resource", 101, "The entry has no resource; only POST and PUT are taken in.", entry.Line));
            else if (entry["request"] is null)
                faults.Add(new MessageFault(false, $"{path}.request", 101, "The entry says no request.", entry.Line));
            else if (AsRequest(entry) is not { } asked)
                faults.Add(new MessageFault(false, $"{path}.request", 200, "The request must be POST Type or PUT Type/id.", entry.Line));
            else if (asked.Type != resource.ResourceType)
                faults.Add(new MessageFault(false, $"{path}.request.url", 200, $"The address says {asked.Type}, the resource is a {resource.ResourceType}.", entry.Line));
        }

        return faults;
    }
}
