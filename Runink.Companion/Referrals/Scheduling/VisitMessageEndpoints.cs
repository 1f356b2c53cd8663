using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Scheduling;

namespace Runink.Companion.Referrals.Scheduling;

/// <summary>Messages to patients over HTTP.</summary>
public static class VisitMessageEndpoints
{
    /// <param name="Kind">offer, reminder or no-show.</param>
    public sealed record MessageBody(string? Kind)
    {
        public MessageBody()
            : this((string?)null)
        {
        }
    }

    public static void MapVisitMessages(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/referrals").RequireAuthorization().WithTags("Referrals");
        group.MapGet("/{id}/messages", async (string id, ClaimsPrincipal user, VisitMessageUseCases messages, HttpContext http, CancellationToken cancel) =>
            Problems.From(await messages.ListAsync(Caller.From(user), id, cancel), http));
        group.MapPost("/{id}/messages", async (string id, ClaimsPrincipal user, VisitMessageUseCases messages, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<MessageBody>(http.Request, cancel);
            VisitMessageKind? said = read.Value?.Kind switch { "offer" => VisitMessageKind.Offer, "reminder" => VisitMessageKind.Reminder, "no-show" => VisitMessageKind.NoShow, _ => null };
            return read.Refusal is { } unreadable ? Problems.Of(unreadable)
                : said is { } kind ? Problems.From(await messages.SendAsync(Caller.From(user), id, kind, cancel), http)
                : Problems.Of(new Refusal("invalid", "Say which message: offer, reminder or no-show."));
        });
        group.MapDelete("/{id}/messages/{message}", async (string id, string message, ClaimsPrincipal user, VisitMessageUseCases messages, CancellationToken cancel) =>
            (await messages.RevokeAsync(Caller.From(user), id, message, cancel)).Refusal is { } refusal ? Problems.Of(refusal) : Results.NoContent()).Produces(StatusCodes.Status204NoContent);
    }
}
