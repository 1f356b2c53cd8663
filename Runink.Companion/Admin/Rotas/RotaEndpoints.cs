using System.Security.Claims;
using System.Text;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;

namespace Runink.Companion.Admin.Rotas;

/// <summary>What a caller sends of a rota; what is missing is empty.</summary>
public sealed record RotaBody(
    string? Name, string? Zone, string? Unit, IReadOnlyList<RotaBody.LayerBody>? Layers, IReadOnlyList<DateOnly>? Holidays, string? HolidayCalendar, IReadOnlyList<RotaBody.HoursBody>? Expected, bool ExpectedOnHolidays = true)
{
    public sealed record HoursBody(IReadOnlyList<DayOfWeek>? Days, TimeOnly From, TimeOnly To)
    {
        public RotaHours Hours => new(Days ?? [], From, To);
    }

    public sealed record LayerBody(
        string? Name, IReadOnlyList<IReadOnlyList<string>>? Turns, DateOnly StartsOn, TimeOnly HandOver, ShiftUnit Unit = ShiftUnit.Weeks, int Every = 1, IReadOnlyList<HoursBody>? Hours = null, HolidayUse Holidays = HolidayUse.Always);

    public RotaPlan Plan(string id, string siteZone) => new(
        id, Name ?? "", Zone is { Length: > 0 } zone ? zone : siteZone, Unit,
        [.. (Layers ?? []).Select(layer => new RotaLayer(layer.Name ?? "", layer.Turns ?? [], layer.StartsOn, layer.HandOver, layer.Unit, layer.Every, [.. (layer.Hours ?? []).Select(hours => hours.Hours)], layer.Holidays))],
        Holidays ?? [], HolidayCalendar, [.. (Expected ?? []).Select(hours => hours.Hours)], ExpectedOnHolidays);
}

public sealed record OverrideBody(string? PersonId, DateTimeOffset From, DateTimeOffset Until, string? Reason, string? InsteadOfId);

public sealed record SwapBody(DateTimeOffset From, DateTimeOffset Until, string? OtherId, DateTimeOffset OtherFrom, DateTimeOffset OtherUntil, string? Note);

/// <summary>Rotas over HTTP: read by everybody who works with the worklist, kept by few.</summary>
public static class RotaEndpoints
{
    public static void MapRotas(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/rotas").RequireAuthorization().WithTags("Rotas");
        group.MapGet("", (ClaimsPrincipal user, RotaUseCases useCases) => Items(useCases.List(Caller.From(user))));
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, RotaUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http, rota => rota.Version));
        group.MapPut("/{id}", async (string id, RotaBody body, ClaimsPrincipal user, RotaUseCases useCases, SiteOptions site, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveAsync(Caller.From(user), body.Plan(id, site.TimeZone), Problems.ExpectedVersion(http), cancel), http, rota => rota.Version));
        group.MapPost("/{id}/actions/close", async (string id, ClaimsPrincipal user, RotaUseCases useCases, CancellationToken cancel) =>
            await useCases.CloseAsync(Caller.From(user), id, cancel) is var done && done.Refusal is { } refusal ? Problems.Of(refusal) : Results.NoContent());
        group.MapGet("/{id}/on-call", async (string id, ClaimsPrincipal user, RotaUseCases useCases, HttpContext http, CancellationToken cancel, DateTimeOffset? at = null) =>
            Problems.From(await useCases.OnCallAsync(Caller.From(user), id, at, cancel), http));
        group.MapGet("/{id}/shifts", async (string id, ClaimsPrincipal user, RotaUseCases useCases, CancellationToken cancel, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
            Items(await useCases.ShiftsAsync(Caller.From(user), id, from, until, cancel)));
        group.MapPost("/{id}/overrides", async (string id, OverrideBody body, ClaimsPrincipal user, RotaUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.OverrideAsync(Caller.From(user), id, new OverrideDraft(body.PersonId ?? "", body.From, body.Until, body.Reason ?? "", body.InsteadOfId), cancel), http));
        group.MapPost("/{id}/overrides/{overrideId}/withdraw", async (string id, string overrideId, ClaimsPrincipal user, RotaUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.WithdrawAsync(Caller.From(user), id, overrideId, cancel), http));
        group.MapPost("/{id}/swaps", async (string id, SwapBody body, ClaimsPrincipal user, ShiftUseCases shifts, HttpContext http, CancellationToken cancel) =>
            Problems.From(await shifts.AskAsync(Caller.From(user), id, new SwapDraft(body.From, body.Until, body.OtherId ?? "", body.OtherFrom, body.OtherUntil, body.Note), cancel), http));
        group.MapPost("/{id}/swaps/{swap}/accept", (string id, string swap, ClaimsPrincipal user, ShiftUseCases shifts, HttpContext http, CancellationToken cancel) =>
            AnswerAsync(id, swap, SwapState.Accepted, user, shifts, http, cancel));
        group.MapPost("/{id}/swaps/{swap}/decline", (string id, string swap, ClaimsPrincipal user, ShiftUseCases shifts, HttpContext http, CancellationToken cancel) =>
            AnswerAsync(id, swap, SwapState.Declined, user, shifts, http, cancel));
        group.MapPost("/{id}/swaps/{swap}/withdraw", (string id, string swap, ClaimsPrincipal user, ShiftUseCases shifts, HttpContext http, CancellationToken cancel) =>
            AnswerAsync(id, swap, SwapState.Withdrawn, user, shifts, http, cancel));
        group.MapGet("/{id}/calendar.ics", (string id, ClaimsPrincipal user, ShiftUseCases shifts, string? person = null) => Calendar(shifts.Calendar(Caller.From(user), id, person)));
        group.MapPost("/{id}/import", ImportAsync).DisableAntiforgery();
        app.MapGet("/api/v1/people/{id}/calendar.ics", (string id, ClaimsPrincipal user, ShiftUseCases shifts) => Calendar(shifts.Calendar(Caller.From(user), null, id))).RequireAuthorization().WithTags("Rotas");
        app.MapGet("/api/v1/shifts", async (ClaimsPrincipal user, ShiftUseCases shifts, HttpContext http, CancellationToken cancel) => Problems.From(await shifts.OfAsync(Caller.From(user), cancel), http)).RequireAuthorization().WithTags("Rotas");
    }

    private static async Task<IResult> AnswerAsync(string id, string swap, SwapState answer, ClaimsPrincipal user, ShiftUseCases shifts, HttpContext http, CancellationToken cancel) =>
        Problems.From(await shifts.AnswerAsync(Caller.From(user), id, swap, answer, cancel), http);

    /// <summary>Takes text/calendar; <c>?dryRun=true</c> answers what would happen and writes nothing. 422 when an event is refused.</summary>
    private static async Task<IResult> ImportAsync(string id, ClaimsPrincipal user, RotaImport import, HttpContext http, CancellationToken cancel, bool dryRun = false)
    {
        var caller = Caller.From(user);
        if (caller.Lacks(Permission.EditRotas) is { } forbidden)
            return Problems.Of(forbidden);
        using var reader = new StreamReader(http.Request.Body);
        var buffer = new char[RotaCalendar.MostCharacters + 1];
        var length = await reader.ReadBlockAsync(buffer, cancel);
        var done = await import.RunAsync(caller, id, new string(buffer, 0, length), dryRun, cancel);
        return done.Refusal is { } refusal ? Problems.Of(refusal)
            : Results.Json(done.Value, statusCode: done.Value!.Written || (dryRun && done.Value.Refused == 0) ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Calendar(Outcome<string> made) => made.Refusal is { } refusal ? Problems.Of(refusal) : Results.Text(made.Value!, RotaCalendar.ContentType, Encoding.UTF8);

    private static IResult Items<T>(Outcome<IReadOnlyList<T>> outcome) =>
        outcome.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = outcome.Value, NextCursor = (string?)null });
}
