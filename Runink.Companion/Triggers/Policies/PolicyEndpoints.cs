using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Triggers.Policies;

/// <summary>Escalation policies over HTTP; their text is YAML, as triggers' is.</summary>
public static class PolicyEndpoints
{
    public sealed record PolicyBody(string? Yaml);

    public static void MapPolicies(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/policies").RequireAuthorization().WithTags("Escalation policies");
        group.MapGet("", async (ClaimsPrincipal user, PolicyUseCases useCases, CancellationToken cancel) =>
            await useCases.ListAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapPut("/{id}", async (string id, PolicyBody body, ClaimsPrincipal user, PolicyUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveAsync(Caller.From(user), id, body.Yaml ?? "", Problems.ExpectedVersion(http), cancel), http, policy => policy.Version));
    }
}
