using System.Security.Claims;
using System.Text.Json;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Escalations;

namespace Runink.Companion.Escalations;

/// <summary>The worklist over HTTP.</summary>
public static class EscalationEndpoints
{
    /// <param name="Until">For snooze; or <paramref name="Minutes"/> from now.</param>
    public sealed record ActionBody(string? Text, string? Reason, string? To, string? Note, DateTimeOffset? Until, int? Minutes)
    {
        public ActionBody()
            : this(null, null, null, null, null, null)
        {
        }
    }

    public static void MapEscalations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/escalations").RequireAuthorization().WithTags("Escalations");
        group.MapGet("", ListAsync);
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, EscalationUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var found = await useCases.FindAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Problems.From<EscalationRow>(found.Value!.Row, http, row => row.Version);
        });
        group.MapGet("/{id}/explanation", async (string id, ClaimsPrincipal user, EscalationUseCases useCases, CancellationToken cancel) =>
        {
            var found = await useCases.FindAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Content(found.Value!.ExplanationJson, "application/json");
        });
        group.MapGet("/{id}/explanation/rerun", async (string id, ClaimsPrincipal user, EscalationUseCases useCases, CancellationToken cancel) =>
        {
            var made = await useCases.RerunAsync(Caller.From(user), id, cancel);
            return made.Refusal is { } refusal ? Problems.Of(refusal)
                : Results.Ok(new { made.Value!.Identical, Kept = Raw(made.Value.Kept), Again = made.Value.Again is { } again ? Raw(again) : (JsonElement?)null });
        });
        group.MapPost("/{id}/actions/{action}", ActAsync);
    }

    private static JsonElement Raw(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static async Task<IResult> ListAsync(
        ClaimsPrincipal user, EscalationUseCases useCases, HttpContext http, CancellationToken cancel, string? view = null, string? status = null,
        string? unit = null, string? owner = null, string? trigger = null, string? patient = null, string? order = null, int limit = 100, string? cursor = null)
    {
        var page = await useCases.ListAsync(Caller.From(user), new WorklistQuery(view, status, unit, owner, trigger, patient, limit, cursor, order), cancel);
        return page.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { page.Value!.Items, page.Value.NextCursor });
    }

    private static async Task<IResult> ActAsync(
        string id, string action, ClaimsPrincipal user, EscalationUseCases useCases, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var read = await JsonBody.ReadOrNewAsync<ActionBody>(http.Request, cancel);
        if (read.Refusal is { } unreadable)
            return Problems.Of(unreadable);
        var body = read.Value!;
        EscalationCommand? command = action switch
        {
            "claim" => new EscalationCommand.Claim(),
            "release" => new EscalationCommand.Release(),
            "unacknowledge" => new EscalationCommand.Unacknowledge(),
            "wake" => new EscalationCommand.WakeNow(),
            "acknowledge" => new EscalationCommand.Acknowledge(),
            "comment" => new EscalationCommand.Comment(body.Text ?? ""),
            "hand-over" => new EscalationCommand.HandOver(body.To ?? "", body.Note),
            "snooze" => new EscalationCommand.Snooze(body.Until ?? time.GetUtcNow().AddMinutes(body.Minutes ?? 0), body.Reason ?? ""),
            "escalate" => new EscalationCommand.Escalate(body.Reason),
            "resolve" => new EscalationCommand.Resolve(body.Reason ?? ""),
            "reopen" => new EscalationCommand.Reopen(body.Reason),
            _ => null,
        };
        return command is null
            ? Problems.Of(new Domain.Foundation.Refusal("unknown-action", $"There is no action {action}."))
            : Problems.From(await useCases.ActAsync(Caller.From(user), id, command, Problems.ExpectedVersion(http), cancel), http, row => row.Version);
    }
}
