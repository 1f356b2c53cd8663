using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Slack;

/// <summary>Slack's Web API: a message with buttons, and what is said after one was pressed.</summary>
public sealed class SlackChannel(EndpointBook endpoints, NoticeReader notices, OutsideHttp http, SiteOptions site) : IDeliveryChannel
{
    private static readonly Uri Api = new("https://slack.com/api/");

    public string Name => "slack";

    public bool IsServerForEachReceiver => true;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var endpoint = endpoints.Of(EndpointKind.Slack, message.To);
        if (endpoint.Options.ReadSecret() is not { } token)
            throw new DeliveryException(DeliveryFault.Endpoint, $"The token of {endpoint.Name} cannot be read.");
        var (method, body) = await CallAsync(endpoint, message, cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint.Options.Address ?? Api, method)) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await http.SendAsync(endpoint.Place, request, cancel, Api);
        // 429 comes with a body as well; what it says is no more than the status.
        answer.OrThrow(endpoint.Name);
        var json = JsonAnswer.Read(endpoint.Name, answer.Body);
        if (JsonAnswer.At(json, "ok") != "True")
            throw answer.Failure(FaultOf(JsonAnswer.At(json, "error")), $"{endpoint.Name} answered {JsonAnswer.At(json, "error") ?? "neither ok nor an error"}.");
        var reference = JsonAnswer.At(json, "ts") ?? JsonAnswer.At(json, "message_ts");
        return new DeliveryReceipt($"ok, ts {reference}", IsDelivered: true, reference);
    }

    /// <summary>As chat.postMessage documents its errors. What an administrator can mend is tried again; a channel that is not there is not.</summary>
    internal static DeliveryFault FaultOf(string? error) => error switch
    {
        "invalid_auth" or "not_authed" or "account_inactive" or "token_revoked" or "token_expired" or "missing_scope" or "no_permission" or "ekm_access_denied" => DeliveryFault.Endpoint,
        "ratelimited" or "rate_limited" or "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" or "team_added_to_org" => DeliveryFault.Endpoint,
        null => DeliveryFault.Temporary,
        _ => DeliveryFault.Permanent,
    };

    private async Task<(string Method, JsonObject Body)> CallAsync(NamedEndpoint endpoint, OutboxMessage message, CancellationToken cancel)
    {
        if (OutsideContent.Read(message.Content).Payload is { } payload)
        {
            var answer = SlackAnswer.Read(payload);
            return (answer.Method, answer.Body());
        }

        var notice = await notices.ReadAsync(message, cancel);
        var body = notice is null ? new JsonObject { ["text"] = message.Subject } : SlackMessage.Of(notice, null, endpoint.Options.Slack.ReadSigningSecret() is not null, site);
        body["channel"] = endpoint.Options.Slack.Channel;
        body["unfurl_links"] = false;
        // Slack drops no copies; whoever looks into a message can tell one by this.
        body["metadata"] = new JsonObject { ["event_type"] = "runink_delivery", ["event_payload"] = new JsonObject { ["id"] = message.Id } };
        return ("chat.postMessage", body);
    }
}
