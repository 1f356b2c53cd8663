using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Pipeline.Commands;

namespace Runink.Companion.Referrals.Announcing;

/// <summary>What is told outside of a referral, over HTTP.</summary>
public static class AnnouncementEndpoints
{
    /// <param name="How">phone, portal, fax or in-person.</param>
    /// <param name="Whom">A name, or the role of who answered.</param>
    /// <param name="Evidence">What the other side said or gave.</param>
    public sealed record ToldBody(string? How, string? Whom, string? Evidence)
    {
        public ToldBody()
            : this(null, null, null)
        {
        }
    }

    public static void MapAnnouncements(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/referrals/{id}/announcements").RequireAuthorization().WithTags("Referrals");
        group.MapGet("", async (string id, ClaimsPrincipal user, AnnouncementUseCases announcements, CancellationToken cancel) =>
        {
            var found = await announcements.ListAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value });
        });
        group.MapPost("/{announcement}/told", async (string id, string announcement, ClaimsPrincipal user, AnnouncementUseCases announcements, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<ToldBody>(http.Request, cancel);
            if (read.Refusal is { } unreadable)
                return Problems.Of(unreadable);
            var body = read.Value!;
            return Problems.From(await announcements.TellAsync(Caller.From(user), id, announcement, new ToldByHand(body.How ?? "", body.Whom ?? "", body.Evidence), cancel), http);
        });
    }
}
