using System.Security.Claims;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Hosting.Access.BreakGlass;

/// <summary>Opening a patient of another unit in an emergency, and its review, over HTTP.</summary>
public static class BreakGlassEndpoints
{
    public static void MapBreakGlass(this IEndpointRouteBuilder app)
    {
        var patients = app.MapGroup("/api/v1/patients/{id}/break-glass").RequireAuthorization().WithTags("Patients");
        patients.MapPost("", async (string id, BreakGlassBody body, ClaimsPrincipal user, BreakGlassUseCases useCases, CancellationToken cancel) =>
            await useCases.OpenAsync(Caller.From(user), id, body, cancel) is var opened && opened.Value is { } grant ? Results.Created("/api/v1/break-glass", grant) : Problems.Of(opened.Refusal!));
        patients.MapDelete("", async (string id, ClaimsPrincipal user, BreakGlassUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.EndAsync(Caller.From(user), id, cancel), http));
        var group = app.MapGroup("/api/v1/break-glass").RequireAuthorization().WithTags("Patients");
        group.MapGet("", async (ClaimsPrincipal user, BreakGlassUseCases useCases, CancellationToken cancel, string? state = null) =>
            await useCases.ListAsync(Caller.From(user), state, cancel) is var found && found.Value is { } items ? Results.Ok(new { Items = items, NextCursor = (string?)null }) : Problems.Of(found.Refusal!));
        group.MapPost("/{id}/review", async (string id, BreakGlassReviewBody body, ClaimsPrincipal user, BreakGlassUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.ReviewAsync(Caller.From(user), id, body, cancel), http));
    }
}
