using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake;

/// <param name="Reason">Why a message, or a group of them, is set aside.</param>
/// <param name="Text">The mended text; null sends the message again as it came.</param>
public sealed record QuarantineRequest(string Reason = "", string? Text = null)
{
    public QuarantineRequest() : this("")
    {
    }
}

/// <summary>The quarantine over HTTP: by message, and by cause.</summary>
public static class QuarantineEndpoints
{
    private static readonly Refusal UnknownAction = new("unknown-action", "Messages are sent again by replay and set aside by discard.");

    public static void MapQuarantine(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/quarantine").RequireAuthorization().WithTags("Quarantine");
        group.MapGet("/", async (ClaimsPrincipal user, QuarantineUseCases useCases, CancellationToken cancel, string status = "waiting") => Items(await useCases.ListAsync(Caller.From(user), status, cancel)));
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, QuarantineUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http));
        group.MapPost("/{id}/actions/{action}", ActAsync);
        group.MapGet("/groups", async (ClaimsPrincipal user, QuarantineGroupUseCases useCases, CancellationToken cancel) => Items(await useCases.ListAsync(Caller.From(user), cancel)));
        group.MapGet("/groups/{key}", async (string key, ClaimsPrincipal user, QuarantineGroupUseCases useCases, CancellationToken cancel) => Items(await useCases.RowsAsync(Caller.From(user), key, cancel)));
        group.MapPost("/groups/{key}/actions/{action}", ActOnAllAsync);
    }

    private static async Task<IResult> ActAsync(string id, string action, HttpContext http, ClaimsPrincipal user, QuarantineUseCases useCases, CancellationToken cancel)
    {
        var body = await JsonBody.ReadOrNewAsync<QuarantineRequest>(http.Request, cancel);
        if (body.Refusal is { } unreadable)
            return Problems.Of(unreadable);
        var caller = Caller.From(user);
        return action switch
        {
            "replay" when body.Value!.Text is { } text => Problems.From(await useCases.ReplayAsync(caller, id, text, cancel), http),
            "replay" => Problems.From(await useCases.ReplayAsItCameAsync(caller, id, cancel), http),
            "discard" => Problems.From(await useCases.DiscardAsync(caller, id, body.Value!.Reason, cancel), http),
            _ => Problems.Of(UnknownAction),
        };
    }

    /// <summary>Answers when all is done; a caller that hangs up stops it between two messages.</summary>
    private static async Task<IResult> ActOnAllAsync(string key, string action, HttpContext http, ClaimsPrincipal user, QuarantineGroupUseCases useCases, CancellationToken cancel)
    {
        var body = await JsonBody.ReadOrNewAsync<QuarantineRequest>(http.Request, cancel);
        if (body.Refusal is { } unreadable)
            return Problems.Of(unreadable);
        var caller = Caller.From(user);
        return action switch
        {
            "replay" => Problems.From(await useCases.ReplayAsync(caller, key, null, cancel), http),
            "discard" => Problems.From(await useCases.DiscardAsync(caller, key, body.Value!.Reason, null, cancel), http),
            _ => Problems.Of(UnknownAction),
        };
    }

    private static IResult Items<T>(Outcome<IReadOnlyList<T>> outcome) =>
        outcome.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = outcome.Value, NextCursor = (string?)null });
}
