using Hl7.Fhir.Model;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Intake.Fhir;

/// <summary>What a request brings with it: a body with its format, and the headers that put conditions on it.</summary>
internal static class FhirBody
{
    private const int MostBytes = 32 * 1024 * 1024;
    private const int LongestKey = 200;

    public static async Task<FhirReply> SubmitAsync(FhirCall call, string? type, string? id)
    {
        var request = call.Request;
        var method = request.Method.ToUpperInvariant();
        if (type is not null && !FhirParser.IsType(type))
            return FhirReply.Refuse(404, "not-supported", $"{(type.Length > 80 ? type[..80] : type)} is not a resource type of FHIR R4.");
        if (Format(method, request.ContentType) is not { } format)
        {
            return FhirReply.Refuse(415, "not-supported", method == "PATCH"
                ? "Send application/json-patch+json; FHIRPath Patch is not supported."
                : "Send application/fhir+json or application/fhir+xml.");
        }

        var read = await request.HttpContext.RequestServices.GetRequiredService<BodyRoom>().ReadAsync(request, MostBytes, call.Cancel);
        if (read.Refusal is { } unread)
            return unread.Code == "busy" ? FhirReply.Refuse(503, "throttled", unread.Message) : FhirReply.Refuse(413, "too-long", unread.Message);
        var condition = method == "POST" ? Header("If-None-Exist")?.TrimStart('?') : id is null && type is not null ? request.QueryString.Value?.TrimStart('?') : null;
        if (method != "POST" && id is null && string.IsNullOrEmpty(condition))
            return FhirReply.Refuse(400, "invalid", "Name the resource by its id, or by a condition.");
        return await call.UseCases.SubmitAsync(
            call.Caller,
            new FhirRequest(type, id, condition, FhirRequest.ExpectedVersion(Header("If-Match")), Header("Idempotency-Key") is { Length: <= LongestKey } key ? key : null)
            {
                Method = method, Own = call.Own, Tag = Header("If-Match")?.Trim().Trim('W', '/', '"'), Format = format, Prefer = Prefer(Header("Prefer")), Read = (url, cancel) => FhirRoutes.ReadAsync(call, url, cancel),
            },
            read.Value!, call.Cancel);

        string? Header(string name) => request.Headers[name].ToString() is { Length: > 0 } value ? value : null;
    }

    public static async Task<FhirReply> SearchAsync(FhirCall call, string? type)
    {
        if (!call.Request.HasFormContentType)
            return FhirReply.Refuse(415, "not-supported", "Send the search as application/x-www-form-urlencoded.");
        var form = await call.Request.ReadFormAsync(call.Cancel);
        var asked = call.Query.Concat(form.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))));
        return await call.UseCases.SearchAsync(call.Caller, type, asked, call.Own, call.Cancel);
    }

    /// <summary>What an operation is given stands in the address, or as Parameters in the body.</summary>
    public static async Task<FhirReply> OperateAsync(FhirCall call, string type, string? id, string operation)
    {
        var asked = call.Query.ToList();
        if (HttpMethods.IsPost(call.Request.Method) && call.Request.ContentLength is not 0)
        {
            if (Format("POST", call.Request.ContentType) is not { } format)
                return FhirReply.Refuse(415, "not-supported", "Send Parameters as application/fhir+json or application/fhir+xml.");
            var read = await call.Request.HttpContext.RequestServices.GetRequiredService<BodyRoom>().ReadAsync(call.Request, MostBytes, call.Cancel);
            if (read.Refusal is { } unread)
                return FhirReply.Refuse(unread.Code == "busy" ? 503 : 413, unread.Code == "busy" ? "throttled" : "too-long", unread.Message);
            var parsed = FhirParser.Parse(read.Value!, format);
            if (parsed.Resource is not Parameters given)
                return parsed.Faults is [var fault, ..] ? FhirReply.Refuse(400, fault) : FhirReply.Refuse(400, "invalid", "An operation is given Parameters.");
            asked.AddRange(given.Parameter.Select(one => KeyValuePair.Create(one.Name ?? "", one.Value?.ToString() ?? "")));
        }

        return await call.UseCases.OperateAsync(call.Caller, type, id, operation, asked, call.Own, call.Cancel);
    }

    private static FhirReturn Prefer(string? header) => header?.Split([',', ';']).Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith("return=", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant() switch
    {
        "RETURN=MINIMAL" => FhirReturn.Minimal,
        "RETURN=REPRESENTATION" => FhirReturn.Representation,
        "RETURN=OPERATIONOUTCOME" => FhirReturn.OperationOutcome,
        _ => FhirReturn.Unsaid,
    };

    private static FhirFormat? Format(string method, string? contentType)
    {
        if (method == "DELETE")
            return FhirFormat.Json;
        if (method == "PATCH")
            return contentType?.Contains("json-patch", StringComparison.OrdinalIgnoreCase) == true ? FhirFormat.Json : null;
        return contentType switch
        {
            null => FhirFormat.Json,
            _ when contentType.Contains("json-patch", StringComparison.OrdinalIgnoreCase) => null,
            _ when contentType.Contains("json", StringComparison.OrdinalIgnoreCase) => FhirFormat.Json,
            _ when contentType.Contains("xml", StringComparison.OrdinalIgnoreCase) => FhirFormat.Xml,
            _ => null,
        };
    }
}
