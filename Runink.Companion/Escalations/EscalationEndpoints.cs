using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runink.Companion.Escalations.Narratives;
using Runink.Companion.Escalations.Wall;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Escalations;

namespace Runink.Companion.Escalations;

/// <summary>The worklist over HTTP.</summary>
public static class EscalationEndpoints
{
    /// <param name="Until">For snooze; or <paramref name="Minutes"/> from now.</param>
    /// <param name="ReadBack">For accept: what was understood.</param>
    /// <param name="Evidence">For check: what shows that it was done.</param>
    /// <param name="Useful">For resolve: was it worth being asked; when not, <paramref name="NotUseful"/> says why by a code.</param>
    public sealed record ActionBody(
        string? Text, string? Reason, string? To, string? Note, DateTimeOffset? Until, int? Minutes, string? ReadBack, string? Severity, bool? Useful, string? NotUseful, int? Item, bool? Done, string? Evidence)
    {
        public ActionBody()
            : this(null, null, null, null, null, null, null, null, null, null, null, null, null)
        {
        }
    }

    /// <param name="With">What the action wants: reason, to, note, minutes, …</param>
    public sealed record BulkBody(IReadOnlyList<string>? Ids, string? Action, bool? DryRun, ActionBody? With);

    public static void MapEscalations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/escalations").RequireAuthorization().WithTags("Escalations");
        group.MapGet("", ListAsync);
        group.MapGet("/wall", async (ClaimsPrincipal user, WallUseCases useCases, HttpContext http, CancellationToken cancel, string? unit = null) =>
            Problems.From(await useCases.ReadAsync(Caller.From(user), unit, cancel), http));
        // The same numbers, ready to be shown on a display to which nobody signs in.
        app.MapGet("/display/board", async Task<IResult> (ClaimsPrincipal user, WallUseCases useCases, TimeProvider time, CancellationToken cancel, string? unit = null) =>
        {
            var found = await useCases.ReadAsync(Caller.From(user), unit, cancel);
            return found.Value is { } board
                ? new RazorComponentResult<WallNumbers>(new { Board = board, Unit = unit, ReadAt = time.GetUtcNow() })
                : Problems.Of(found.Refusal!);
        }).RequireAuthorization().ExcludeFromDescription();
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
        group.MapPost("/bulk", ActOnManyAsync);
        group.MapGet("/{id}/told", async (string id, ClaimsPrincipal user, ToldUseCases useCases, HttpContext http, CancellationToken cancel, string? person = null) =>
            Problems.From(await useCases.WhyAsync(Caller.From(user), id, person, cancel), http));
        group.MapGet("/{id}/sla", async (string id, ClaimsPrincipal user, SlaUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http));
        group.MapGet("/{id}/narrative", async (string id, ClaimsPrincipal user, NarrativeUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SbarAsync(Caller.From(user), id, cancel), http));
    }

    private static JsonElement Raw(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static async Task<IResult> ListAsync(
        ClaimsPrincipal user, EscalationUseCases useCases, HttpContext http, CancellationToken cancel, string? view = null, string? status = null,
        string? unit = null, string? owner = null, string? trigger = null, string? patient = null, string? order = null, int limit = 100, string? cursor = null, string? group = null)
    {
        if (group is not (null or "" or "patient"))
            return Problems.Of(new Domain.Foundation.Refusal("invalid", $"There is no grouping by {group}; there is one by patient."));
        var byPatient = group == "patient";
        var page = await useCases.ListAsync(Caller.From(user), new WorklistQuery(view, status, unit, owner, trigger, patient, limit, cursor, order, byPatient), cancel);
        return page.Refusal is { } refusal ? Problems.Of(refusal)
            : byPatient ? Results.Ok(new { Items = WorklistGroups.Of(page.Value!.Items, page.Value.Episodes), page.Value.NextCursor })
            : Results.Ok(new { page.Value!.Items, page.Value.NextCursor });
    }

    private static async Task<IResult> ActAsync(
        string id, string action, ClaimsPrincipal user, EscalationUseCases useCases, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var read = await JsonBody.ReadOrNewAsync<ActionBody>(http.Request, cancel);
        if (read.Refusal is { } unreadable)
            return Problems.Of(unreadable);
        var body = read.Value!;
        return Command(action, body, time.GetUtcNow()) is not { } command
            ? Problems.Of(new Domain.Foundation.Refusal("unknown-action", $"There is no action {action}."))
            : Problems.From(await useCases.ActAsync(Caller.From(user), id, command, Problems.ExpectedVersion(http), cancel), http, row => row.Version);
    }

    /// <summary>One command on many rows; with <c>dryRun</c> only what would come of it.</summary>
    private static async Task<IResult> ActOnManyAsync(BulkBody body, ClaimsPrincipal user, BulkUseCases useCases, TimeProvider time, CancellationToken cancel)
    {
        if (Command(body.Action ?? "", body.With ?? new ActionBody(), time.GetUtcNow()) is not { } command)
            return Problems.Of(new Domain.Foundation.Refusal("unknown-action", $"There is no action {body.Action}."));
        var done = await useCases.ActAsync(Caller.From(user), body.Ids ?? [], command, body.DryRun ?? false, cancel);
        return done.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = done.Value });
    }

    private static EscalationCommand? Command(string action, ActionBody body, DateTimeOffset now) => action switch
    {
        "claim" => new EscalationCommand.Claim(),
        "release" => new EscalationCommand.Release(),
        "unacknowledge" => new EscalationCommand.Unacknowledge(),
        "wake" => new EscalationCommand.WakeNow(),
        "acknowledge" => new EscalationCommand.Acknowledge(),
        "comment" => new EscalationCommand.Comment(body.Text ?? ""),
        "hand-over" => new EscalationCommand.HandOver(body.To ?? "", body.Note),
        "accept" => new EscalationCommand.Accept(body.ReadBack),
        "decline" => new EscalationCommand.Decline(body.Reason ?? ""),
        "withdraw" => new EscalationCommand.Withdraw(),
        "set-priority" => new EscalationCommand.SetPriority(body.Severity ?? "", body.Reason ?? ""),
        "check" => new EscalationCommand.Check(body.Item ?? -1, body.Done ?? true, body.Evidence),
        "assign-item" => new EscalationCommand.AssignItem(body.Item ?? -1, body.To),
        "waive-item" => new EscalationCommand.WaiveItem(body.Item ?? -1, body.Reason ?? ""),
        "snooze" => new EscalationCommand.Snooze(body.Until ?? now.AddMinutes(body.Minutes ?? 0), body.Reason ?? ""),
        "escalate" => new EscalationCommand.Escalate(body.Reason),
        "resolve" => new EscalationCommand.Resolve(body.Reason ?? "", body.Useful, body.NotUseful),
        "reopen" => new EscalationCommand.Reopen(body.Reason),
        _ => null,
    };
}
