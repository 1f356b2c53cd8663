using System.Security.Claims;
using System.Text;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Referrals.Billing;

/// <summary>From referral to revenue, over HTTP.</summary>
public static class FinancialEndpoints
{
    /// <param name="Referral">Its id; null for none.</param>
    public sealed record AssignBody(string? Referral)
    {
        public AssignBody()
            : this((string?)null)
        {
        }
    }

    public static void MapBilling(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/referrals").RequireAuthorization().WithTags("Referrals");
        group.MapGet("/{id}/financial", async (string id, ClaimsPrincipal user, FinancialUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http));
        group.MapGet("/charges", async (ClaimsPrincipal user, FinancialUseCases useCases, CancellationToken cancel) =>
        {
            var found = await useCases.UnmatchedAsync(Caller.From(user), cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value });
        });
        group.MapPost("/charges/{charge}/referral", async (string charge, ClaimsPrincipal user, FinancialUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<AssignBody>(http.Request, cancel);
            return read.Refusal is { } unreadable ? Problems.Of(unreadable)
                : Problems.From(await useCases.AssignAsync(Caller.From(user), charge, read.Value!.Referral is { Length: > 0 } referral ? referral : null, cancel), http);
        });
        group.MapGet("/revenue", async (ClaimsPrincipal user, FinancialUseCases useCases, CancellationToken cancel, DateOnly? from = null, DateOnly? until = null) =>
        {
            var found = await useCases.RevenueAsync(Caller.From(user), from, until, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value });
        });
        group.MapGet("/revenue.csv", CsvAsync);
        // The same for a browser, whose cookie opens pages only.
        app.MapGet("/referrals/revenue.csv", CsvAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> CsvAsync(ClaimsPrincipal user, FinancialUseCases useCases, CancellationToken cancel, DateOnly? from = null, DateOnly? until = null)
    {
        var found = await useCases.RevenueAsync(Caller.From(user), from, until, cancel);
        return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.File(Encoding.UTF8.GetBytes(FinancialUseCases.Csv(found.Value!)), "text/csv; charset=utf-8", "referral-revenue.csv");
    }
}
