using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>The board over HTTP.</summary>
public static class ReferralEndpoints
{
    /// <param name="ExpectedVersion">Or the header If-Match.</param>
    public sealed record ActionBody(int? ExpectedVersion, string? Reason, DateTimeOffset? Date, string? Note)
    {
        public ActionBody()
            : this(null, null, null, null)
        {
        }
    }

    public static void MapReferrals(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/referrals").RequireAuthorization().WithTags("Referrals");
        group.MapGet("", async (ClaimsPrincipal user, ReferralUseCases useCases, CancellationToken cancel, string? view = null, string? service = null) =>
        {
            var board = await useCases.BoardAsync(Caller.From(user), view, service, cancel);
            return board.Refusal is { } refusal
                ? Problems.Of(refusal)
                : Results.Ok(new { Items = board.Value!.Columns.SelectMany(column => column.Cards).ToList(), NextCursor = (string?)null });
        });
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, ReferralUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var found = await useCases.FindAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Problems.From<ReferralCard>(found.Value!.Card, http, card => card.Version);
        });
        group.MapGet("/{id}/actions", async (string id, ClaimsPrincipal user, ReferralUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.ActionsAsync(Caller.From(user), id, cancel), http));
        group.MapPost("/{id}/actions/{name}", async (
            string id, string name, ClaimsPrincipal user, ReferralUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<ActionBody>(http.Request, cancel);
            if (read.Refusal is { } unreadable)
                return Problems.Of(unreadable);
            var body = read.Value!;
            if ((Problems.ExpectedVersion(http) ?? body.ExpectedVersion) is not { } version)
                return Problems.Of(new Domain.Foundation.Refusal("invalid", "Say which version you saw: If-Match or expectedVersion."));
            var input = new ReferralInput(version, body.Reason, body.Date, body.Note);
            return Problems.From(await useCases.ActAsync(Caller.From(user), id, name, input, cancel), http, card => card.Version);
        });
    }
}
