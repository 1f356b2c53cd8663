using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake.Fhir;

/// <summary>FHIR R4, JSON. Errors are OperationOutcome resources.</summary>
public static class FhirEndpoints
{
    private const string Json = "application/fhir+json";
    private const int MostBytes = 32 * 1024 * 1024;

    public static void MapFhir(this IEndpointRouteBuilder app)
    {
        app.MapGet("/fhir/metadata", (TimeProvider time, FhirUseCases useCases) => Answer(200, useCases.Capabilities(time.GetUtcNow()))).AllowAnonymous();
        var group = app.MapGroup("/fhir").RequireAuthorization().WithTags("FHIR").DisableAntiforgery();
        group.MapPost("", (HttpRequest request, ClaimsPrincipal user, FhirTransactionProcessor pipeline, UlidSource ids, TimeProvider time, CancellationToken cancel) =>
            SubmitAsync(request, user, pipeline, ids, time, null, null, cancel));
        group.MapPost("/{type}", (string type, HttpRequest request, ClaimsPrincipal user, FhirTransactionProcessor pipeline, UlidSource ids, TimeProvider time, CancellationToken cancel) =>
            SubmitAsync(request, user, pipeline, ids, time, type, null, cancel));
        group.MapPut("/{type}/{id}", (string type, string id, HttpRequest request, ClaimsPrincipal user, FhirTransactionProcessor pipeline, UlidSource ids, TimeProvider time, CancellationToken cancel) =>
            SubmitAsync(request, user, pipeline, ids, time, type, id, cancel));
        group.MapGet("/{type}/{id}", async (string type, string id, HttpContext http, FhirUseCases useCases, CancellationToken cancel) =>
        {
            var found = await useCases.ReadAsync(Caller.From(http.User), type, id, cancel);
            if (found.Version is { } version)
                http.Response.Headers.ETag = $"W/\"{version.ToString(CultureInfo.InvariantCulture)}\"";
            return Answer(found.Status, found.Body);
        });
        group.MapGet("/{type}", async (string type, HttpContext http, FhirUseCases useCases, CancellationToken cancel) =>
        {
            var found = await useCases.SearchAsync(Caller.From(http.User), type, http.Request.Query, http.Request.GetEncodedUrl(), cancel);
            return Answer(found.Status, found.Body);
        });
        app.Map("/fhir/{**rest}", () => Answer(404, FhirOutcome.Write("not-supported", "There is no such interaction here; /fhir/metadata lists what there is."))).RequireAuthorization();
    }

    private static async Task<IResult> SubmitAsync(
        HttpRequest request, ClaimsPrincipal user, FhirTransactionProcessor pipeline, UlidSource ids, TimeProvider time, string? type, string? id, CancellationToken cancel)
    {
        var caller = Caller.From(user);
        if (caller.Lacks(Permission.SendMessages) is { } refusal)
            return Answer(403, FhirOutcome.Write("forbidden", refusal.Message));
        if (request.ContentType is { } content && !content.Contains("json", StringComparison.OrdinalIgnoreCase))
            return Answer(415, FhirOutcome.Write("not-supported", "Send application/fhir+json."));
        if (await Bodies.ReadAsync(request, MostBytes, cancel) is not { } body)
            return Answer(413, FhirOutcome.Write("too-long", "The body is longer than 32 MiB."));

        var ifNoneExist = request.Headers["If-None-Exist"].ToString() is { Length: > 0 } condition ? condition : null;
        var ifMatch = FhirRequest.ExpectedVersion(request.Headers.IfMatch.ToString());
        var requestKey = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= 200 } key ? key : null;
        var envelope = new Envelope(ids.Next(), "fhir", caller.Name, time.GetUtcNow(), body);
        var reply = await pipeline.AcceptAsync(envelope, new FhirRequest(type, id, ifNoneExist, ifMatch, requestKey), cancel);
        if (reply.Location is not null)
            request.HttpContext.Response.Headers.Location = $"{request.Scheme}://{request.Host}/fhir/{reply.Location}";
        if (reply.Version is { } written)
            request.HttpContext.Response.Headers.ETag = $"W/\"{written.ToString(CultureInfo.InvariantCulture)}\"";
        return Answer(reply.Status, reply.Body);
    }

    private static IResult Answer(int status, string body) => Results.Text(body, Json, Encoding.UTF8, status);
}
