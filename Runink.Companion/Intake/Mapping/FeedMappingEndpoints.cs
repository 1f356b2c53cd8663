using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Intake.Mapping;

/// <summary>What feeds mean, over HTTP; its text is YAML, as that of the files.</summary>
public static class FeedMappingEndpoints
{
    /// <param name="Note">For submit: why this change.</param>
    /// <param name="Reason">For emergency: why it cannot wait.</param>
    public sealed record ProfileBody(string? Yaml, string? Note = null, string? Reason = null);

    public static void MapFeedMapping(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/feed-profiles").RequireAuthorization().WithTags("Feeds");
        group.MapGet("", async (ClaimsPrincipal user, FeedMappingUseCases useCases, CancellationToken cancel) =>
            await useCases.ListAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapGet("/{id}/versions", async (string id, ClaimsPrincipal user, FeedMappingUseCases useCases, CancellationToken cancel) =>
            await useCases.VersionsAsync(Caller.From(user), id, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapPut("/{id}", async (string id, ProfileBody body, ClaimsPrincipal user, FeedMappingUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.PublishAsync(Caller.From(user), id, body.Yaml ?? "", Problems.ExpectedVersion(http), cancel), http, profile => profile.Version));
        group.MapPost("/{id}/submit", async (string id, ProfileBody body, ClaimsPrincipal user, FeedMappingUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SubmitAsync(Caller.From(user), id, body.Yaml ?? "", body.Note, cancel), http));
        group.MapPost("/{id}/emergency", async (string id, ProfileBody body, ClaimsPrincipal user, FeedMappingUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.PublishInEmergencyAsync(Caller.From(user), id, body.Yaml ?? "", Problems.ExpectedVersion(http), body.Reason, cancel), http, profile => profile.Version));
    }
}
