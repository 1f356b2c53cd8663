using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Patients;

/// <param name="Survivor">Id of the record that stays.</param>
/// <param name="Prior">Id of the record that goes into it.</param>
public sealed record MergeRequest(string Survivor, string Prior);

/// <summary>Who is who, over HTTP.</summary>
public static class IdentityEndpoints
{
    public static void MapIdentity(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/identity").RequireAuthorization().WithTags("Identity");
        group.MapGet("/reviews", async (ClaimsPrincipal user, IdentityUseCases useCases, CancellationToken cancel, string status = "waiting") =>
        {
            var found = await useCases.ListAsync(Caller.From(user), status == "waiting", cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null });
        });
        group.MapGet("/reviews/{id}", async (string id, ClaimsPrincipal user, IdentityUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http));
        group.MapPost("/reviews/{id}/actions/{action}", async (string id, string action, ClaimsPrincipal user, IdentityUseCases useCases, HttpContext http, CancellationToken cancel) => action switch
        {
            "same" or "different" => Problems.From(await useCases.DecideAsync(Caller.From(user), id, action == "same", cancel), http),
            "undo" => Problems.From(await useCases.ReopenAsync(Caller.From(user), id, cancel), http),
            _ => Problems.Of(new Domain.Foundation.Refusal("not-found", "A question is decided by same or different, and taken back by undo.")),
        });
        group.MapGet("/merges", async (ClaimsPrincipal user, IdentityUseCases useCases, CancellationToken cancel) =>
        {
            var found = await useCases.MergesAsync(Caller.From(user), cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null });
        });
        group.MapPost("/merges", async (MergeRequest body, ClaimsPrincipal user, IdentityUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.MergeAsync(Caller.From(user), body.Survivor, body.Prior, cancel), http));
        group.MapPost("/merges/{id}/undo", async (string id, ClaimsPrincipal user, IdentityUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.PartAsync(Caller.From(user), id, cancel), http));
    }
}
