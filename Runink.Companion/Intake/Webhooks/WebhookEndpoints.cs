using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake.Webhooks;

/// <summary>The door for those who send JSON by themselves. Its key is the signature; there is no other.</summary>
public static class WebhookEndpoints
{
    private const int Most = 16 * 1024 * 1024;

    public static void MapWebhookSources(this IEndpointRouteBuilder app)
    {
        app.MapPost("/hooks/intake/{name}", TakeAsync).AllowAnonymous().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Most)).ExcludeFromDescription();
        app.MapGet("/api/v1/webhook-sources", (ClaimsPrincipal user, WebhookSources sources, FeedProfiles profiles) => List(Caller.From(user), sources, profiles) is var found && found.Refusal is { } refusal
            ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null })).RequireAuthorization().WithTags("Sources");
    }

    internal static Outcome<IReadOnlyList<WebhookSourceView>> List(Caller caller, WebhookSources sources, FeedProfiles profiles) =>
        caller.Lacks(Permission.Administer) is { } refusal ? refusal : new Outcome<IReadOnlyList<WebhookSourceView>>([.. sources.All.Select(one => WebhookSourceView.Of(one.Name, one.Options, sources.Of(one.Name), profiles.RowsOf(one.Name)?.Name))], null);

    private static async Task<IResult> TakeAsync(string name, HttpContext http, WebhookSources sources, WebhookReception reception, BodyRoom bodies, CancellationToken cancel)
    {
        // Whether a name is known is not told to whoever guesses.
        if (sources.Find(name) is not { } source)
            return Problems.Of(new Refusal("forbidden", "The signature is none of this body and time by a secret that is known here."));
        var read = await bodies.ReadAsync(http.Request, source.Options.MaxBytes, cancel);
        return read.Refusal is { } unread
            ? Problems.Of(unread)
            : Problems.From(await reception.TakeAsync(source.Name, source.Options, http.Request.Headers[WebhookSignature.TimestampHeader], http.Request.Headers[WebhookSignature.Header], read.Value!, cancel), http);
    }
}

/// <param name="Address">Where it posts to, on this server.</param>
/// <param name="Profile">By which its rows are read; null: none, and each waits in quarantine.</param>
/// <param name="HasPrevious">Whether the former secret is good as well.</param>
public sealed record WebhookSourceView(
    string Name, string Address, string? Profile, bool HasPrevious, DateTimeOffset? PreviousAt, DateTimeOffset? LastAt, int Taken, int Known, int Refused, DateTimeOffset? TurnedAwayAt, string? TurnedAwayWhy)
{
    internal static WebhookSourceView Of(string name, WebhookSourceOptions options, WebhookTraffic traffic, string? profile) => new(
        name, $"/hooks/intake/{name}", profile, options.ReadPreviousSecret() is not null, traffic.PreviousAt, traffic.LastAt, traffic.Taken, traffic.Known, traffic.Refused, traffic.TurnedAwayAt, traffic.TurnedAwayWhy);
}
