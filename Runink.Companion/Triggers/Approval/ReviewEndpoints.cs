using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Triggers.Approval;

/// <summary>Approval over HTTP.</summary>
public static class ReviewEndpoints
{
    public static void MapReviews(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/approvals").RequireAuthorization().WithTags("Triggers");
        group.MapGet("", async (ClaimsPrincipal user, ReviewUseCases useCases, CancellationToken cancel, string? state = null) =>
            await useCases.ListAsync(Caller.From(user), state, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, ReviewUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http, Version));
        group.MapPost("/{id}/actions/{action}", async (string id, string action, ReviewBody body, ClaimsPrincipal user, ReviewUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.ActAsync(Caller.From(user), id, action, body, Problems.ExpectedVersion(http), cancel), http, Version));
        group.MapPost("/{id}/comments", async (string id, CommentBody body, ClaimsPrincipal user, ReviewUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.CommentAsync(Caller.From(user), id, body, cancel), http, Version));

        var trigger = app.MapGroup("/api/v1/triggers/{id}/versions/{version}").RequireAuthorization().WithTags("Triggers");
        trigger.MapPost("/submit", async (string id, string version, SubmitBody body, ClaimsPrincipal user, ReviewUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SubmitAsync(Caller.From(user), id, Problems.ExpectedVersion(http), body.Note, cancel), http, Version));
        trigger.MapPost("/approve", async (string id, string version, ReviewBody body, ClaimsPrincipal user, ReviewUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.ActOnTriggerAsync(Caller.From(user), id, "approve", body, cancel), http, Version));
        trigger.MapPost("/emergency", async (string id, string version, ReasonBody body, ClaimsPrincipal user, TriggerUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.PublishInEmergencyAsync(Caller.From(user), id, Problems.ExpectedVersion(http), body.Reason, cancel), http, view => view.Revision));
        trigger.MapPost("/restore", async (string id, int version, ReasonBody body, ClaimsPrincipal user, TriggerUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.PublishAgainAsync(Caller.From(user), id, version, cancel, body.Reason ?? ""), http, view => view.Revision));
    }

    private static int Version(ReviewView view) => view.Review.Version;
}
