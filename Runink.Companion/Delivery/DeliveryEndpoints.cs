using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Delivery.Slack;
using Runink.Companion.Delivery.Sms;
using Runink.Companion.Delivery.Teams;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery;

/// <summary>What left the product over HTTP.</summary>
public static class DeliveryEndpoints
{
    private const int MostChatBytes = 256 * 1024;
    private const int MostReceiptBytes = 256 * 1024;

    public static void MapDeliveries(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/deliveries").RequireAuthorization().WithTags("Deliveries");
        group.MapGet("", async (ClaimsPrincipal user, DeliveryUseCases useCases, CancellationToken cancel, string? status = null) =>
            await useCases.ListAsync(Caller.From(user), status, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapGet("/endpoints", async (ClaimsPrincipal user, EndpointUseCases useCases, CancellationToken cancel) =>
            await useCases.ListAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, DeliveryUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http));
        group.MapPost("/{id}/actions/{action}", ActAsync);
        // Whoever calls proves with a secret or a signature who it is; there is nobody to sign in.
        app.MapPost("/hooks/sms/receipts", TakeReceiptsAsync).AllowAnonymous().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MostReceiptBytes)).ExcludeFromDescription();
        app.MapPost("/hooks/slack/interactions", TakeSlackAsync).AllowAnonymous().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MostChatBytes)).ExcludeFromDescription();
        app.MapPost("/hooks/teams/messages", TakeTeamsAsync).AllowAnonymous().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MostChatBytes)).ExcludeFromDescription();
    }

    private static async Task<IResult> TakeReceiptsAsync(HttpRequest request, SmsCallback texts, CancellationToken cancel)
    {
        var refusal = await texts.TakeAsync(request.Headers, request.ContentType, await BodyAsync(request, cancel), cancel);
        return refusal is null ? Results.Ok() : Problems.Of(refusal);
    }

    private static async Task<IResult> TakeSlackAsync(HttpRequest request, SlackCallback slack, CancellationToken cancel)
    {
        var refusal = await slack.TakeAsync(request.Headers["X-Slack-Request-Timestamp"], request.Headers["X-Slack-Signature"], await BodyAsync(request, cancel), cancel);
        return refusal is null ? Results.Ok() : Problems.Of(refusal);
    }

    private static async Task<IResult> TakeTeamsAsync(HttpRequest request, TeamsCallback teams, CancellationToken cancel)
    {
        try
        {
            var answer = await teams.TakeAsync(request.Headers.Authorization, await BodyAsync(request, cancel), cancel);
            return answer.Value is { } said ? Results.Text(said.ToJsonString(), "application/json") : Problems.Of(answer.Refusal!);
        }
        catch (DeliveryException away)
        {
            return Problems.Of(new Refusal("busy", $"Who signed this cannot be looked up now: {away.Message}"));
        }
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        return body.ToArray();
    }

    private static async Task<IResult> ActAsync(string id, string action, ClaimsPrincipal user, DeliveryUseCases useCases, HttpContext http, CancellationToken cancel)
    {
        var read = await JsonBody.ReadOrNewAsync<ToldBody>(http.Request, cancel);
        if (read.Refusal is { } unreadable)
            return Problems.Of(unreadable);
        var caller = Caller.From(user);
        return action switch
        {
            "retry" => Problems.From(await useCases.RetryAsync(caller, id, cancel), http),
            "told" => Problems.From(await useCases.TellAsync(caller, id, read.Value!, cancel), http),
            _ => Problems.Of(new Refusal("unknown-action", $"There is no action {action}.")),
        };
    }
}
