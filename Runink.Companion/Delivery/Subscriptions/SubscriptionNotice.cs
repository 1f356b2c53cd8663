using System.Text.Json;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery.Subscriptions;

/// <summary>What a subscriber is told, as it was decided.</summary>
/// <param name="Type">handshake, heartbeat or event-notification.</param>
/// <param name="Number">Events since the start, this one included.</param>
internal sealed record SubscriptionNotice(string Subscription, string Type, long Number, string? FocusType, string? FocusSystem, string? FocusId, DateTimeOffset At)
{
    public static SubscriptionNotice Of(SubscriptionEvent told) => new(told.SubscriptionId, "event-notification", told.Number, told.FocusType, told.FocusSystem, told.FocusId, told.At);

    public static SubscriptionNotice Read(JsonElement payload) => payload.Deserialize<SubscriptionNotice>()!;

    public JsonElement Write() => JsonSerializer.SerializeToElement(this);

    /// <summary>The event that it tells of; null for a handshake and a heartbeat.</summary>
    public SubscriptionEvent? Event => FocusType is null || FocusId is null ? null
        : new SubscriptionEvent { SubscriptionId = Subscription, Number = Number, FocusType = FocusType, FocusSystem = FocusSystem, FocusId = FocusId, At = At };
}
