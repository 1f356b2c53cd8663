using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake.Contracts;

/// <summary>Contracts of feeds over HTTP; their text is YAML.</summary>
public static class ContractEndpoints
{
    /// <param name="Note">For submit: why this change.</param>
    /// <param name="Reason">For emergency: why it cannot wait.</param>
    public sealed record ContractBody(string? Yaml, string? Note = null, string? Reason = null);

    public static void MapContracts(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/feed-contracts").RequireAuthorization().WithTags("Feeds");
        group.MapGet("", async (ClaimsPrincipal user, ContractUseCases useCases, CancellationToken cancel) => Items(await useCases.ListAsync(Caller.From(user), cancel)));
        group.MapGet("/suggestion", async (string feed, ClaimsPrincipal user, ContractUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SuggestAsync(Caller.From(user), feed, cancel), http));
        group.MapGet("/day", async (string feed, ClaimsPrincipal user, ContractUseCases useCases, CancellationToken cancel) =>
            await useCases.DayAsync(Caller.From(user), feed, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal)
                : found.Value is { } day ? Results.Ok(day) : Problems.Of(new Refusal("not-found", "This feed has no contract.")));
        group.MapGet("/{id}/versions", async (string id, ClaimsPrincipal user, ContractUseCases useCases, CancellationToken cancel) => Items(await useCases.VersionsAsync(Caller.From(user), id, cancel)));
        group.MapPut("/{id}", async (string id, ContractBody body, ClaimsPrincipal user, ContractUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveAsync(Caller.From(user), id, body.Yaml ?? "", Problems.ExpectedVersion(http), cancel), http, contract => contract.Version));
        group.MapPost("/{id}/submit", async (string id, ContractBody body, ClaimsPrincipal user, ContractUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SubmitAsync(Caller.From(user), id, body.Yaml ?? "", body.Note, cancel), http));
        group.MapPost("/{id}/emergency", async (string id, ContractBody body, ClaimsPrincipal user, ContractUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveInEmergencyAsync(Caller.From(user), id, body.Yaml ?? "", Problems.ExpectedVersion(http), body.Reason, cancel), http, contract => contract.Version));
    }

    private static IResult Items<T>(Outcome<IReadOnlyList<T>> outcome) =>
        outcome.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = outcome.Value, NextCursor = (string?)null });
}
