using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Ledger.Evidence;

namespace Runink.Companion.Ledger;

/// <summary>Proof over HTTP.</summary>
public static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/ledger").RequireAuthorization().WithTags("Ledger");
        group.MapGet("", async (
            ClaimsPrincipal user, LedgerUseCases useCases, HttpContext http, CancellationToken cancel, string? kind = null, string? subject = null,
            string? actor = null, string? patient = null, string? from = null, string? to = null, string? cursor = null, int limit = 100) =>
            Problems.From(await useCases.ListAsync(Caller.From(user), new LedgerQuery(kind, subject, actor, patient, from, to), cursor, limit, cancel), http));
        group.MapGet("/verify", async (ClaimsPrincipal user, LedgerUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.VerifyAsync(Caller.From(user), null, cancel), http));
        group.MapGet("/evidence/{kind}/{id}", async (string kind, string id, ClaimsPrincipal user, EvidenceUseCases useCases, CancellationToken cancel) =>
        {
            var made = await useCases.MakeAsync(Caller.From(user), kind, id, cancel);
            return made.Refusal is { } refusal ? Problems.Of(refusal) : Results.File(made.Value!.Bytes, "application/zip", made.Value.Name);
        });
    }
}
