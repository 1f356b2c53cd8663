using System.Globalization;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>What a submission asks for: its entries, whether they make sense, and the bundle that answers them.</summary>
internal static class FhirSubmission
{
    /// <summary>Findings beyond the standard's own rules: does the body fit the address.</summary>
    public static IReadOnlyList<MessageFault> Check(Resource root, FhirRequest request)
    {
        var type = root.TypeName;
        if (request.Type is null)
        {
            if (root is not Bundle bundle)
                return [new MessageFault(false, type, 200, "Only bundles are posted to the root; post a resource to its type.")];
            return bundle.Type is Bundle.BundleType.Transaction or Bundle.BundleType.Batch
                ? CheckEntries(bundle, request)
                : [new MessageFault(false, "Bundle.type", 200, "Only transaction and batch bundles are carried out; a bundle to be kept is posted to Bundle.")];
        }

        if (type != request.Type)
            return [new MessageFault(false, $"{type}.resourceType", 200, $"A {type} does not belong at {request.Type}.")];
        return request.Id is not null && root.Id != request.Id
            ? [new MessageFault(false, $"{type}.id", 200, "The id of the resource and of the address must be the same.")]
            : [];
    }

    public static IReadOnlyList<FhirEntry> Entries(Resource? root, FhirRequest request)
    {
        if (request.Type is not null)
        {
            return
            [
                new FhirEntry(request.Method, request.Type, request.Type)
                {
                    Resource = root, RequestedId = request.Id, Condition = request.IfNoneExist, IfMatch = request.IfMatch, Tag = request.Tag,
                },
            ];
        }

        return [.. ((Bundle)root!).Entry.Select((entry, index) =>
        {
            var asked = AsRequest(Ask(entry), request.Own)!;
            return new FhirEntry(asked.Method, asked.Type!, Path(index))
            {
                Resource = asked.Method is "PATCH" ? null : entry.Resource,
                Patch = entry.Resource is Binary { Data: { } document } && asked.Method == "PATCH" ? Encoding.UTF8.GetString(document) : null,
                FullUrl = entry.FullUrl, RequestedId = asked.Id, Condition = asked.IfNoneExist, IfMatch = asked.IfMatch,
            };
        }).Where(entry => entry.Method != "GET")];
    }

    /// <summary>The places and addresses of what a bundle wants to read.</summary>
    public static IReadOnlyList<(int Index, string Url)> Reads(Bundle bundle) =>
        [.. bundle.Entry.Select((entry, index) => (index, entry)).Where(pair => IsRead(pair.entry.Request?.Method?.GetLiteral())).Select(pair => (pair.index, pair.entry.Request!.Url ?? ""))];

    public static bool IsRead(string? method) => method is "GET" or "HEAD";

    /// <summary>Null when the entry asks for something that there is not.</summary>
    public static FhirRequest? AsRequest(FhirAsk ask, string own)
    {
        if (ask.Url is not { } url)
            return null;
        if (own.Length > 0 && url.StartsWith(own, StringComparison.Ordinal))
            url = url[own.Length..];
        var ifMatch = FhirRequest.ExpectedVersion(ask.IfMatch);
        return (ask.Method, url.TrimStart('/').Split('?', 2)) switch
        {
            ("GET" or "HEAD", _) => new FhirRequest("") { Method = "GET" },
            ("POST", [var type]) when FhirParser.IsWritable(type) => new FhirRequest(type, null, ask.IfNoneExist),
            ("PUT" or "PATCH" or "DELETE", [var path]) when path.Split('/') is [var type, { Length: > 0 } id] && FhirParser.IsWritable(type) => new FhirRequest(type, id, null, ifMatch) { Method = ask.Method! },
            ("PUT" or "PATCH" or "DELETE", [var type, { Length: > 0 } query]) when FhirParser.IsWritable(type) => new FhirRequest(type, null, query, ifMatch) { Method = ask.Method! },
            _ => null,
        };
    }

    public static string WriteResponse(string type, IEnumerable<FhirReply> replies, FhirReturn prefer)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType", "Bundle");
            writer.WriteString("type", type);
            var any = false;
            foreach (var reply in replies)
            {
                if (!any)
                    writer.WriteStartArray("entry");
                any = true;
                WriteEntry(writer, reply, prefer);
            }

            if (any)
                writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteEntry(Utf8JsonWriter writer, FhirReply reply, FhirReturn prefer)
    {
        writer.WriteStartObject();
        if (reply.Status < 400 && reply.Body.Length > 0 && (prefer == FhirReturn.Representation || reply.Location is null))
        {
            writer.WritePropertyName("resource");
            writer.WriteRawValue(reply.Body, skipInputValidation: true);
        }

        writer.WriteStartObject("response");
        writer.WriteString("status", reply.Status switch
        {
            200 => "200 OK", 201 => "201 Created", 204 => "204 No Content", var other => other.ToString(CultureInfo.InvariantCulture),
        });
        if (reply.Location is not null)
            writer.WriteString("location", reply.Location);
        if (reply.Version is { } version)
            writer.WriteString("etag", $"W/\"{version}\"");
        if (reply.LastModified is { } modified)
            writer.WriteString("lastModified", FhirTime.Format(modified));
        if (reply.Status >= 400)
        {
            writer.WritePropertyName("outcome");
            writer.WriteRawValue(reply.Body, skipInputValidation: true);
        }
        else if (prefer == FhirReturn.OperationOutcome && reply.Location is not null)
        {
            writer.WritePropertyName("outcome");
            writer.WriteRawValue(FhirOutcome.Fine(reply.Status == 201 ? "Created." : "Taken in."), skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static FhirAsk Ask(Bundle.EntryComponent entry) =>
        new(entry.Request?.Method?.GetLiteral(), entry.Request?.Url, entry.Request?.IfNoneExist, entry.Request?.IfMatch);

    private static string Path(int index) => $"Bundle.entry[{index.ToString(CultureInfo.InvariantCulture)}].resource";

    private static List<MessageFault> CheckEntries(Bundle bundle, FhirRequest request)
    {
        var faults = new List<MessageFault>();
        foreach (var (entry, index) in bundle.Entry.Select((entry, index) => (entry, index)))
        {
            var path = Path(index)[..^".resource".Length];
            if (entry.Request is null)
                faults.Add(new MessageFault(false, $"{path}.request", 101, "The entry says no request."));
            else if (AsRequest(Ask(entry), request.Own) is not { } asked)
                faults.Add(new MessageFault(false, $"{path}.request", 200, "The request must be POST Type, PUT, PATCH or DELETE Type/id or Type?condition, or GET."));
            else if (asked.Method is "POST" or "PUT" or "PATCH" && entry.Resource is null)
                faults.Add(new MessageFault(false, $"{path}.resource", 101, "The entry has no resource."));
            else if (asked.Method is "POST" or "PUT" && asked.Type != entry.Resource!.TypeName)
                faults.Add(new MessageFault(false, $"{path}.request.url", 200, $"The address says {asked.Type}, the resource is a {entry.Resource!.TypeName}."));
            else if (asked is { Method: "PUT", Id: { } id } && entry.Resource!.Id != id)
                faults.Add(new MessageFault(false, $"{path}.resource.id", 200, "The id of the resource and of the address must be the same."));
            else if (asked.Method == "PATCH" && entry.Resource is not Binary { ContentType: "application/json-patch+json", Data: not null })
                faults.Add(new MessageFault(false, $"{path}.resource", 200, "A patch in a bundle is a Binary of application/json-patch+json; FHIRPath Patch is not supported."));
        }

        return faults;
    }
}

/// <summary>What an entry of a bundle asks for, word by word.</summary>
internal sealed record FhirAsk(string? Method, string? Url, string? IfNoneExist, string? IfMatch);
