using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery.Subscriptions;

/// <summary>What a subscriber is told leaves through the outbox, like everything.</summary>
internal static class SubscriptionOutbox
{
    public const string Channel = "subscription";

    /// <summary>Nobody waits for what has not left yet.</summary>
    public static void Skip(WriteScope scope, string subscription)
    {
        var begins = Subject(subscription);
        foreach (var message in scope.Db.Outbox.Where(row => row.Channel == Channel && row.Status == OutboxStatus.Pending && row.Subject.StartsWith(begins)).ToList())
        {
            message.Skipped("the subscription has ended", scope.Now);
            scope.Announce(new Change("delivery", message.Id));
        }
    }

    public static void Write(WriteScope scope, TopicSubscription subscription, SubscriptionNotice notice)
    {
        var message = new OutboxMessage
        {
            Id = scope.Ids.Next(),
            Channel = Channel,
            To = subscription.Endpoint,
            Subject = $"{Subject(subscription.Id)}{notice.Type}",
            Body = notice.FocusId is { } focus ? $"{notice.FocusType} {focus}" : "",
            Content = new OutsideContent(Notice: null, Payload: notice.Write()).Write(),
            CreatedAt = scope.Now,
        };
        message.Plan(scope.Now);
        scope.Db.Outbox.Add(message);
        scope.Announce(new Change("delivery", message.Id));
    }

    private static string Subject(string subscription) => $"Subscription {subscription}: ";
}
