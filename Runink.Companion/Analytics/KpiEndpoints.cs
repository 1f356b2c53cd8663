using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;

namespace Runink.Companion.Analytics;

/// <summary>Numbers and their rows over HTTP.</summary>
public static class KpiEndpoints
{
    public static void MapKpis(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/kpis").RequireAuthorization().WithTags("KPIs");
        group.MapGet("", async (ClaimsPrincipal user, KpiUseCases useCases, CancellationToken cancel, int days = 14, string? unit = null) =>
        {
            var tiles = await useCases.AllAsync(Caller.From(user), new KpiQuery(days, unit), cancel);
            return tiles.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = tiles.Value, NextCursor = (string?)null });
        });
        group.MapGet("/{name}", async (string name, ClaimsPrincipal user, KpiUseCases useCases, CancellationToken cancel, int days = 14, string? unit = null) =>
        {
            var tiles = await useCases.AllAsync(Caller.From(user), new KpiQuery(days, unit), cancel);
            if (tiles.Refusal is { } refusal)
                return Problems.Of(refusal);
            return tiles.Value!.FirstOrDefault(tile => tile.Name == name) is { } found
                ? Results.Ok(found)
                : Problems.Of(new Refusal("not-found", $"There is no number {name}."));
        });
        group.MapGet("/{name}/rows", async (string name, ClaimsPrincipal user, KpiUseCases useCases, HttpContext http, CancellationToken cancel, int days = 14, string? unit = null) =>
            Problems.From(await useCases.RowsAsync(Caller.From(user), name, new KpiQuery(days, unit), cancel), http));
    }
}
