using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin.People;

/// <summary>What a caller sends of a person. Missing channels stay as they are.</summary>
public sealed record PersonBody(string Login, string Name, string? About, IReadOnlyList<ChannelView>? Channels)
{
    public PersonBody()
        : this("", "", null, null)
    {
    }

    public PersonDraft Draft => new(Login, Name, About, Channels?.Select(channel => (channel.Kind, channel.Value)).ToList(), IsWhole: true);
}

public sealed record RoleBody(Role Role, string? Unit);

/// <summary>People over HTTP.</summary>
public static class PeopleEndpoints
{
    public sealed record ActionBody(string? Reason, string? Session)
    {
        public ActionBody()
            : this(null, null)
        {
        }
    }

    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/people").RequireAuthorization().WithTags("People");
        group.MapGet("", async (ClaimsPrincipal user, PeopleUseCases useCases, CancellationToken cancel, string? q = null, string? state = null, Role? role = null, string? unit = null, int limit = 100, string? cursor = null) =>
            await useCases.ListAsync(Caller.From(user), new PeopleQuery(q, state, role, unit, limit, cursor), cancel) is var page && page.Refusal is { } refusal
                ? Problems.Of(refusal) : Results.Ok(new { page.Value!.Items, page.Value.NextCursor }));
        group.MapPost("", async (PersonBody body, ClaimsPrincipal user, PeopleUseCases useCases, HttpContext http, CancellationToken cancel) =>
            await useCases.CreateAsync(Caller.From(user), body.Draft, cancel) is var made && made.Value is { } person
                ? Results.Created($"/api/v1/people/{person.Id}", person) : Problems.Of(made.Refusal!));
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, PeopleUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http, person => person.Version));
        group.MapPut("/{id}", async (string id, PersonBody body, ClaimsPrincipal user, PeopleUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.ChangeAsync(Caller.From(user), id, body.Draft, Problems.ExpectedVersion(http), cancel), http, person => person.Version));
        group.MapPut("/{id}/roles", async (string id, List<RoleBody> body, ClaimsPrincipal user, PeopleUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.GrantAsync(Caller.From(user), id, [.. body.Select(role => new RoleOnUnit(role.Role, role.Unit))], Problems.ExpectedVersion(http), cancel), http, person => person.Version));
        group.MapPut("/{id}/leave", async (string id, Leave body, ClaimsPrincipal user, PeopleUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SetLeaveAsync(Caller.From(user), id, body, Problems.ExpectedVersion(http), cancel), http, person => person.Version));
        group.MapGet("/{id}/sessions", async (string id, ClaimsPrincipal user, PeopleUseCases useCases, CancellationToken cancel) =>
            await useCases.SessionsAsync(Caller.From(user), id, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapPost("/{id}/actions/{action}", ActAsync);
        group.MapPost("/import", ImportAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ActAsync(string id, string action, ClaimsPrincipal user, PeopleUseCases useCases, HttpContext http, CancellationToken cancel)
    {
        var read = await JsonBody.ReadOrNewAsync<ActionBody>(http.Request, cancel);
        if (read.Refusal is { } unreadable)
            return Problems.Of(unreadable);
        var caller = Caller.From(user);
        var version = Problems.ExpectedVersion(http);
        return action switch
        {
            "disable" => Problems.From(await useCases.DisableAsync(caller, id, read.Value!.Reason ?? "", version, cancel), http, person => person.Version),
            "enable" => Problems.From(await useCases.EnableAsync(caller, id, version, cancel), http, person => person.Version),
            "sign-out" => await useCases.EndSessionsAsync(caller, id, read.Value!.Session, cancel) is var ended && ended.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Ended = ended.Value }),
            _ => Problems.Of(new Refusal("unknown-action", $"There is no action {action}.")),
        };
    }

    /// <summary>Takes text/csv; <c>?dryRun=true</c> answers what would happen and writes nothing. 422 when a row is refused.</summary>
    private static async Task<IResult> ImportAsync(ClaimsPrincipal user, PeopleImport import, HttpContext http, CancellationToken cancel, bool dryRun = false)
    {
        var caller = Caller.From(user);
        if (caller.Lacks(Permission.Administer) is { } forbidden)
            return Problems.Of(forbidden);
        if (http.Request.ContentLength > 2 * PeopleImport.MostCharacters)
            return Problems.Of(new Refusal("too-long", $"A file has at most {PeopleImport.MostRows:N0} people."));
        using var reader = new StreamReader(http.Request.Body);
        var buffer = new char[PeopleImport.MostCharacters + 1];
        var length = await reader.ReadBlockAsync(buffer, cancel);
        var done = await import.RunAsync(caller, new string(buffer, 0, length), dryRun, cancel);
        return done.Refusal is { } refusal ? Problems.Of(refusal)
            : Results.Json(done.Value, statusCode: done.Value!.Written || (dryRun && done.Value.Refused == 0) ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
