using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;

namespace Runink.Companion.Admin.Teams;

/// <summary>Teams and units over HTTP.</summary>
public static class TeamEndpoints
{
    public sealed record TeamBody(string Name, string? Address, string? Unit, IReadOnlyList<string>? Members);

    public sealed record UnitBody(string? Specialty, IReadOnlyList<string>? Beds);

    public static void MapTeams(this IEndpointRouteBuilder app)
    {
        var teams = app.MapGroup("/api/v1/teams").RequireAuthorization().WithTags("Teams and units");
        teams.MapGet("", async (ClaimsPrincipal user, TeamUseCases useCases, CancellationToken cancel) => Items(await useCases.TeamsAsync(Caller.From(user), cancel)));
        teams.MapPut("/{id}", async (string id, TeamBody body, ClaimsPrincipal user, TeamUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveAsync(Caller.From(user), new TeamDraft(id, body.Name, body.Address, body.Unit, body.Members), cancel), http));
        teams.MapPost("/{id}/actions/close", async (string id, ClaimsPrincipal user, TeamUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.CloseAsync(Caller.From(user), id, cancel), http));
        var units = app.MapGroup("/api/v1/units").RequireAuthorization().WithTags("Teams and units");
        units.MapGet("", async (ClaimsPrincipal user, TeamUseCases useCases, CancellationToken cancel) => Items(await useCases.UnitsAsync(Caller.From(user), cancel)));
        units.MapPut("/{name}", async (string name, UnitBody body, ClaimsPrincipal user, TeamUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveUnitAsync(Caller.From(user), new UnitDraft(name, body.Specialty, body.Beds), cancel), http));
        units.MapPost("/{name}/actions/close", async (string name, ClaimsPrincipal user, TeamUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.CloseUnitAsync(Caller.From(user), name, cancel), http));
    }

    private static IResult Items<T>(Outcome<IReadOnlyList<T>> outcome) =>
        outcome.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = outcome.Value, NextCursor = (string?)null });
}
