using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Shared.Views;

/// <summary>Saved views over HTTP.</summary>
public static class SavedViewEndpoints
{
    public static void MapSavedViews(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/v1/views").RequireAuthorization().WithTags("Saved views").MapGet("/{area}", async (string area, ClaimsPrincipal user, SavedViewUseCases useCases, CancellationToken cancel) =>
            await useCases.ListAsync(Caller.From(user), area, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
}
