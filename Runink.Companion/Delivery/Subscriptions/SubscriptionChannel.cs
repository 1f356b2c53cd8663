using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Companion.Delivery.Webhooks;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery.Subscriptions;

/// <summary>Notifications of FHIR subscriptions; how an attempt ends is the state of the subscription.</summary>
public sealed class SubscriptionChannel(EndpointBook endpoints, CompanionStore store, StoreWriter writer, OutsideHttp http, SiteOptions site, TimeProvider time) : IDeliveryChannel
{
    public string Name => SubscriptionOutbox.Channel;

    public bool IsServerForEachReceiver => true;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var notice = SubscriptionNotice.Read(OutsideContent.Read(message.Content).Payload!.Value);
        await using var db = store.Read();
        if (await db.TopicSubscriptions.FirstOrDefaultAsync(row => row.Id == notice.Subscription, cancel) is not { State: not SubscriptionState.Off } subscription)
            throw new DeliveryException(DeliveryFault.Permanent, "The subscription has ended.");
        try
        {
            var endpoint = endpoints.Of(EndpointKind.Webhook, message.To);
            var said = new SubscriptionStatus(subscription, notice.Type, notice.Type == "handshake" ? "requested" : "active", notice.Number, notice.Event is { } told ? [told] : []);
            var body = Encoding.UTF8.GetBytes(said.Notification(message.Id, notice.At, $"{site.BaseUrl}/fhir/").ToJsonString());
            using var request = SignedRequest.Of(endpoint, new Uri(subscription.Address), message.Id, body, "application/fhir+json", time.GetUtcNow());
            var answer = (await http.SendAsync(endpoint.Place, request, cancel)).OrThrow(endpoint.Name);
            await ChangeAsync(subscription.Id, kept => kept.Answered(), cancel);
            return new DeliveryReceipt($"{(int)answer.Status} {answer.Status}", Reference: subscription.Id);
        }
        catch (DeliveryException failure)
        {
            await ChangeAsync(subscription.Id, kept => kept.Failed(failure.Message, failure.Fault == DeliveryFault.Permanent), cancel);
            throw;
        }
    }

    private Task<bool> ChangeAsync(string id, Action<TopicSubscription> change, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            var kept = scope.Db.TopicSubscriptions.Single(row => row.Id == id);
            var before = kept.State;
            change(kept);
            if (kept.State != before)
                scope.Record($"subscription_{kept.State.ToString().ToLowerInvariant()}", new Subject("subscription", id), Actor.System);
            return true;
        }, cancel);
}
