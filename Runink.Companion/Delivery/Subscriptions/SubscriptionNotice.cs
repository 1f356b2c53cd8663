using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery.Subscriptions;

/// <summary>What a subscriber is told, as it was decided.</summary>
/// <param name="Type">handshake, heartbeat or event-notification.</param>
/// <param name="Number">Events since the start, this one included.</param>
internal sealed record SubscriptionNotice(string Subscription, string Type, long Number, string? FocusType, string? FocusSystem, string? FocusId, DateTimeOffset At)
{
    private const string Profile = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4";

    public static SubscriptionNotice Read(JsonElement payload) => payload.Deserialize<SubscriptionNotice>()!;

    public JsonElement Write() => JsonSerializer.SerializeToElement(this);

    /// <summary>A history Bundle whose first entry is the status (Subscriptions R5 Backport, as R4 has it).</summary>
    public JsonObject Bundle(TopicSubscription subscription, string id, string own)
    {
        var number = Number.ToString(CultureInfo.InvariantCulture);
        var parameters = new JsonArray(
            Parameter("subscription", "valueReference", new JsonObject { ["reference"] = $"{own}Subscription/{Subscription}" }),
            Parameter("topic", "valueCanonical", subscription.Topic),
            Parameter("status", "valueCode", Type == "handshake" ? "requested" : "active"),
            Parameter("type", "valueCode", Type),
            Parameter("events-since-subscription-start", "valueString", number));
        if (Type == "event-notification")
        {
            var parts = new JsonArray(Parameter("event-number", "valueString", number), Parameter("timestamp", "valueInstant", Instant(At)));
            if (subscription.Payload != "empty")
            {
                var focus = new JsonObject { ["type"] = FocusType, ["identifier"] = new JsonObject { ["system"] = FocusSystem, ["value"] = FocusId } };
                // Escalations are read as Tasks; a referral is named by its number, for our API.
                if (FocusType == "Task")
                    focus["reference"] = $"{own}Task/{FocusId}";
                parts.Add(Parameter("focus", "valueReference", focus));
            }

            parameters.Add(new JsonObject { ["name"] = "notification-event", ["part"] = parts });
        }

        return new JsonObject
        {
            ["resourceType"] = "Bundle", ["id"] = id, ["type"] = "history", ["timestamp"] = Instant(At),
            ["entry"] = new JsonArray(new JsonObject
            {
                ["fullUrl"] = $"{own}Subscription/{Subscription}/$status",
                ["resource"] = new JsonObject { ["resourceType"] = "Parameters", ["id"] = id, ["meta"] = new JsonObject { ["profile"] = new JsonArray(Profile) }, ["parameter"] = parameters },
                ["request"] = new JsonObject { ["method"] = "GET", ["url"] = $"Subscription/{Subscription}/$status" },
                ["response"] = new JsonObject { ["status"] = "200" },
            }),
        };
    }

    private static JsonObject Parameter(string name, string kind, JsonNode value) => new() { ["name"] = name, [kind] = value };

    private static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
