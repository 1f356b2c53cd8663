using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Discharges;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Discharges;

/// <summary>Discharges over HTTP; the id is that of the stay.</summary>
public static class DischargeEndpoints
{
    /// <param name="Item">Which item, counted from 0.</param>
    /// <param name="Text">For add-item.</param>
    /// <param name="At">For begin and expect: when the patient is expected to go.</param>
    public sealed record ActionBody(int? Item, bool? Done, string? Evidence, string? To, string? Reason, string? Text, DateTimeOffset? At)
    {
        public ActionBody()
            : this(null, null, null, null, null, null, null)
        {
        }
    }

    /// <param name="Items">In order; texts.</param>
    public sealed record ChecklistBody(IReadOnlyList<string>? Items);

    public static void MapDischarges(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/discharges").RequireAuthorization().WithTags("Discharges");
        group.MapGet("", async (ClaimsPrincipal user, DischargeUseCases useCases, CancellationToken cancel, string? view = null, string? unit = null) =>
            await useCases.ListAsync(Caller.From(user), view, unit, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, DischargeUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http, view => view.Version));
        group.MapPost("/{id}/actions/{action}", ActAsync);
        var checklists = app.MapGroup("/api/v1/discharge-checklists").RequireAuthorization().WithTags("Discharges");
        checklists.MapGet("", async (ClaimsPrincipal user, DischargeUseCases useCases, HttpContext http, CancellationToken cancel, string? unit = null) =>
            Problems.From(await useCases.ChecklistAsync(Caller.From(user), unit ?? "", cancel), http, view => view.Version));
        checklists.MapPut("", async (ChecklistBody body, ClaimsPrincipal user, DischargeUseCases useCases, HttpContext http, CancellationToken cancel, string? unit = null) =>
            Problems.From(await useCases.SaveChecklistAsync(Caller.From(user), unit ?? "", body.Items ?? [], Problems.ExpectedVersion(http), cancel), http, view => view.Version));
    }

    private static async Task<IResult> ActAsync(string id, string action, ClaimsPrincipal user, DischargeUseCases useCases, HttpContext http, CancellationToken cancel)
    {
        if (Caller.From(user).Lacks(Permission.ActOnEscalations) is { } forbidden)
            return Problems.Of(forbidden);
        var read = await JsonBody.ReadOrNewAsync<ActionBody>(http.Request, cancel);
        if (read.Refusal is { } unreadable)
            return Problems.Of(unreadable);
        var (caller, body) = (Caller.From(user), read.Value!);
        if (action == "begin")
            return Problems.From(await useCases.BeginAsync(caller, id, body.At, cancel), http, view => view.Version);
        DischargeCommand? command = action switch
        {
            "check" => new DischargeCommand.Check(body.Item ?? -1, body.Done ?? true, body.Evidence),
            "assign-item" => new DischargeCommand.AssignItem(body.Item ?? -1, body.To),
            "waive-item" => new DischargeCommand.WaiveItem(body.Item ?? -1, body.Reason ?? ""),
            "add-item" => new DischargeCommand.AddItem(body.Text ?? ""),
            "expect" => new DischargeCommand.Expect(body.At),
            "close" => new DischargeCommand.Close(body.Reason ?? ""),
            _ => null,
        };
        return command is null
            ? Problems.Of(new Refusal("unknown-action", $"There is no action {action}."))
            : Problems.From(await useCases.ActAsync(caller, id, command, Problems.ExpectedVersion(http), cancel), http, view => view.Version);
    }
}
