using System.Globalization;
using System.Text;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Intake.Fhir;

/// <summary>FHIR R4 over HTTP, JSON and XML. Errors are OperationOutcome resources.</summary>
public static class FhirEndpoints
{
    public static void MapFhir(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/fhir/metadata", ["GET", "HEAD"], (HttpContext http, FhirUseCases useCases) =>
        {
            var call = new FhirCall(http, useCases);
            return Answer(call, new FhirReply(200, useCases.Capabilities(call.Own)));
        }).AllowAnonymous();
        var group = app.MapGroup("/fhir").RequireAuthorization().WithTags("FHIR").DisableAntiforgery();
        foreach (var route in FhirRoutes.All.Where(route => route.Methods.Length > 0))
        {
            group.MapMethods($"/{route.Template}", route.Methods, async (HttpContext http, FhirUseCases useCases) =>
            {
                var call = new FhirCall(http, useCases);
                return Wanted(call.Request) is null
                    ? Answer(call, FhirReply.Refuse(406, "not-supported", "Answers are application/fhir+json or application/fhir+xml."))
                    : Answer(call, await route.Answer(call));
            });
        }

        app.Map("/fhir/{**rest}", (HttpContext http, FhirUseCases useCases, EndpointDataSource endpoints) => Answer(
            new FhirCall(http, useCases),
            OtherMethods.Of(http, endpoints) is { Count: > 0 } methods
                ? FhirReply.Refuse(405, "not-supported", $"{http.Request.Method} is not for this address; {string.Join(", ", methods)} may be.")
                : FhirReply.Refuse(404, "not-supported", "There is no such interaction here; /fhir/metadata lists what there is."))).RequireAuthorization();
    }

    private static IResult Answer(FhirCall call, FhirReply reply)
    {
        var request = call.Request;
        var headers = request.HttpContext.Response.Headers;
        if (reply.Location is not null)
            headers.Location = headers.ContentLocation = $"{call.Own}{reply.Location}";
        if (reply.Version is { } version)
            headers.ETag = $"W/\"{version}\"";
        if (reply.LastModified is { } modified)
            headers.LastModified = modified.ToString("R", CultureInfo.InvariantCulture);
        if (reply.Status == 200 && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && IsKnown(request, reply))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        if (reply.Status is 204 or 304 || reply.Body.Length == 0)
            return Results.StatusCode(reply.Status);
        return Wanted(request) == FhirFormat.Xml
            ? Results.Text(FhirWriter.ToXml(FhirParser.Stored(reply.Body)), "application/fhir+xml", Encoding.UTF8, reply.Status)
            : Results.Text(reply.Body, "application/fhir+json", Encoding.UTF8, reply.Status);
    }

    /// <summary>Whether the client says that it has this version already.</summary>
    private static bool IsKnown(HttpRequest request, FhirReply reply)
    {
        if (request.Headers.IfNoneMatch.ToString() is { Length: > 0 } tags)
            return reply.Version is not null && tags.Split(',').Any(tag => tag.Trim() is "*" || tag.Trim().Trim('W', '/', '"') == reply.Version);
        return reply.LastModified is { } modified && request.Headers.IfModifiedSince.ToString() is { Length: > 0 } since
            && DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && modified.ToUnixTimeSeconds() <= instant.ToUnixTimeSeconds();
    }

    /// <summary>The format by <c>_format</c>, else by Accept; JSON unless said. Null when none of those asked for can be written.</summary>
    private static FhirFormat? Wanted(HttpRequest request)
    {
        var asked = request.Query["_format"].ToString() is { Length: > 0 } format ? format : request.Headers.Accept.ToString();
        return asked switch
        {
            _ when asked.Length == 0 => FhirFormat.Json,
            _ when asked.Contains("json", StringComparison.OrdinalIgnoreCase) => FhirFormat.Json,
            _ when asked.Contains("xml", StringComparison.OrdinalIgnoreCase) && !asked.Contains("html", StringComparison.OrdinalIgnoreCase) => FhirFormat.Xml,
            _ when asked.Contains('*', StringComparison.Ordinal) => FhirFormat.Json,
            _ => null,
        };
    }
}
