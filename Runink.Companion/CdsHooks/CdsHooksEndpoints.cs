using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;

namespace Runink.Companion.CdsHooks;

/// <summary>CDS Hooks 2.0: discovery, services and their feedback.</summary>
public static class CdsHooksEndpoints
{
    private const int MostBytes = 1024 * 1024;

    public static IServiceCollection AddCdsHooks(this IServiceCollection services) => services.AddSingleton<CdsHooksUseCases>();

    public static void MapCdsHooks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/cds-services").RequireAuthorization().WithTags("CDS Hooks");
        // A record system is set up with the address alone; nothing of a patient is said here.
        group.MapGet("", () => Results.Json(new { Services = CdsService.All })).AllowAnonymous();
        group.MapPost("/{id}", async (string id, ClaimsPrincipal user, HttpRequest request, CdsHooksUseCases useCases, HttpContext http, CancellationToken cancel) =>
            await ReadAsync(request, cancel) is { } body ? Problems.From(await useCases.CardsAsync(Caller.From(user), id, body, cancel), http) : Unreadable()).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        group.MapPost("/{id}/feedback", async (string id, ClaimsPrincipal user, HttpRequest request, CdsHooksUseCases useCases, CancellationToken cancel) =>
            await ReadAsync(request, cancel) is not { } body ? Unreadable()
            : (await useCases.FeedbackAsync(Caller.From(user), id, body, cancel)).Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok()).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
    }

    private static async Task<JsonElement?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: cancel) is { ValueKind: JsonValueKind.Object } body ? body : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult Unreadable() => Problems.Of(new Refusal("invalid-address", "The body is no JSON object."));
}
