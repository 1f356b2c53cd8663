using System.Text.Json;
using System.Text.Json.Serialization;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery.Webhooks;

/// <summary>JSON to a registered endpoint, signed. The contract stands in Docs/Deliveries.md.</summary>
public sealed class WebhookChannel(EndpointBook endpoints, NoticeReader notices, OutsideHttp http, TimeProvider time) : IDeliveryChannel
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string Name => "webhook";

    public bool IsServerForEachReceiver => true;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var endpoint = endpoints.Of(EndpointKind.Webhook, message.To);
        var body = JsonSerializer.SerializeToUtf8Bytes(await BodyAsync(endpoint, message, cancel), Json);
        using var request = SignedRequest.Of(endpoint, endpoint.Options.Address!, message.Id, body, "application/json", time.GetUtcNow());
        var answer = (await http.SendAsync(endpoint.Place, request, cancel)).OrThrow(endpoint.Name);
        return new DeliveryReceipt($"{(int)answer.Status} {answer.Status}");
    }

    private async Task<WebhookBody> BodyAsync(NamedEndpoint endpoint, OutboxMessage message, CancellationToken cancel)
    {
        var notice = await notices.ReadAsync(message, cancel);
        return new WebhookBody(
            message.Id, message.CreatedAt, notice is null ? "message" : "escalation", notice?.Escalation, notice is null ? null : new WebhookTrigger(notice.Trigger, notice.TriggerName),
            notice?.Severity, notice?.Unit, notice?.Link, notice?.Due,
            // Looked at again: an endpoint may have lost the right since the message was written.
            endpoint.Options.MayCarryPhi ? OutsideContent.Read(message.Content).Text : null);
    }

    private sealed record WebhookTrigger(string Id, string Name);

    private sealed record WebhookBody(
        string Id, DateTimeOffset CreatedAt, string Kind, string? Escalation, WebhookTrigger? Trigger, string? Severity, string? Unit, string? Link, DateTimeOffset? Due, string? Text);
}
