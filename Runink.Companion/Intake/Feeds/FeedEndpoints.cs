using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake.Feeds;

/// <summary>Feeds over HTTP. A source with a slash is written with %2F or as it is: LAB/HOSP.</summary>
public static class FeedEndpoints
{
    public static void MapFeeds(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/feeds").RequireAuthorization().WithTags("Feeds");
        group.MapGet("/", async (ClaimsPrincipal user, FeedUseCases useCases, CancellationToken cancel) => Items(await useCases.ListAsync(Caller.From(user), cancel)));
        foreach (var route in (string[])["/{source}", "/{source}/{facility}"])
        {
            group.MapGet($"{route}/findings", async (
                string source, ClaimsPrincipal user, FeedUseCases useCases, HttpContext http, CancellationToken cancel, string? kind = null, string? door = null) =>
                Items(await useCases.FindingsAsync(Caller.From(user), Source(source, http), door, kind, cancel)));
            group.MapGet($"{route}/codes", async (string source, ClaimsPrincipal user, FeedUseCases useCases, HttpContext http, CancellationToken cancel, string? door = null) =>
                Items(await useCases.CodesAsync(Caller.From(user), Source(source, http), door, cancel)));
        }

        app.MapGet("/api/v1/messages/{id}", async (string id, ClaimsPrincipal user, FeedUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.MessageAsync(Caller.From(user), id, cancel), http)).RequireAuthorization().WithTags("Feeds");
    }

    /// <summary>A server leaves %2F in an address as it is, so that a name is not taken for two.</summary>
    private static string Source(string source, HttpContext http) =>
        (http.Request.RouteValues["facility"] is string facility ? $"{source}/{facility}" : source).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static IResult Items<T>(Outcome<IReadOnlyList<T>> outcome) =>
        outcome.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = outcome.Value, NextCursor = (string?)null });
}
