using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;

namespace Runink.Companion.Analytics;

/// <summary>Numbers and their rows over HTTP; targets and notes of those who answer for them.</summary>
public static class KpiEndpoints
{
    /// <param name="Amount">Percent, seconds or how many, as the number's measure says; null returns to the shipped target.</param>
    /// <param name="Unit">Null for the hospital.</param>
    public sealed record TargetBody(decimal? Amount, string? Unit, string? Reason);

    public sealed record NoteBody(DateOnly Day, string? Unit, string? Text);

    public static void MapKpis(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/kpis").RequireAuthorization().WithTags("KPIs");
        group.MapGet("", async (ClaimsPrincipal user, KpiUseCases useCases, CancellationToken cancel, int days = 14, string? unit = null, string? shift = null, string? person = null, string compare = "before") =>
        {
            var tiles = await useCases.AllAsync(Caller.From(user), new KpiQuery(days, unit) { Shift = shift, Person = person, Compare = compare }, cancel);
            return tiles.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = tiles.Value, NextCursor = (string?)null });
        });
        group.MapGet("/{name}", async (string name, ClaimsPrincipal user, KpiUseCases useCases, CancellationToken cancel, int days = 14, string? unit = null, string? shift = null, string? person = null, string compare = "before") =>
        {
            var tiles = await useCases.AllAsync(Caller.From(user), new KpiQuery(days, unit) { Shift = shift, Person = person, Compare = compare }, cancel);
            if (tiles.Refusal is { } refusal)
                return Problems.Of(refusal);
            return tiles.Value!.FirstOrDefault(tile => tile.Name == name) is { } found
                ? Results.Ok(found)
                : Problems.Of(new Refusal("not-found", $"There is no number {name}."));
        });
        group.MapGet("/{name}/rows", async (string name, ClaimsPrincipal user, KpiUseCases useCases, HttpContext http, CancellationToken cancel, int days = 14, string? unit = null, string? shift = null, string? person = null, DateOnly? day = null, int? slot = null) =>
            Problems.From(await useCases.RowsAsync(Caller.From(user), name, new KpiQuery(days, unit, day, slot) { Shift = shift, Person = person }, cancel), http));
        group.MapPut("/{name}/target", async (string name, TargetBody body, ClaimsPrincipal user, KpiCurationUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SetTargetAsync(Caller.From(user), name, body.Unit, body.Amount, body.Reason, cancel), http));

        var notes = app.MapGroup("/api/v1/kpi-notes").RequireAuthorization().WithTags("KPIs");
        notes.MapGet("", async (ClaimsPrincipal user, KpiCurationUseCases useCases, CancellationToken cancel) =>
            await useCases.NotesAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        notes.MapPost("", async (NoteBody body, ClaimsPrincipal user, KpiCurationUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.AddNoteAsync(Caller.From(user), body.Day, body.Unit, body.Text, cancel), http));
        notes.MapDelete("/{id}", async (string id, ClaimsPrincipal user, KpiCurationUseCases useCases, CancellationToken cancel) =>
            (await useCases.RemoveNoteAsync(Caller.From(user), id, cancel)).Refusal is { } refusal ? Problems.Of(refusal) : Results.NoContent());
    }
}
