using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery.Subscriptions;

/// <summary>How a subscription stands, and what happened, in the shapes of the Subscriptions R5 Backport for R4.</summary>
/// <param name="Type">handshake, heartbeat, event-notification, query-status or query-event.</param>
/// <param name="Status">requested, active, error or off.</param>
/// <param name="Total">Events since the start.</param>
internal sealed record SubscriptionStatus(TopicSubscription Subscription, string Type, string Status, long Total, IReadOnlyList<SubscriptionEvent> Events)
{
    private const string Profile = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4";

    public static string StatusOf(TopicSubscription subscription) => subscription.State.ToString().ToLowerInvariant();

    /// <summary>What a subscriber is sent, or asks for again: a history Bundle whose first entry is the status.</summary>
    public JsonObject Notification(string id, DateTimeOffset at, string own) => new()
    {
        ["resourceType"] = "Bundle", ["id"] = id, ["type"] = "history", ["timestamp"] = Instant(at),
        ["entry"] = new JsonArray(new JsonObject
        {
            ["fullUrl"] = $"{own}{Address}",
            ["resource"] = Parameters(id, own),
            ["request"] = new JsonObject { ["method"] = "GET", ["url"] = Address },
            ["response"] = new JsonObject { ["status"] = "200" },
        }),
    };

    /// <summary>One hit of <c>$status</c>.</summary>
    public JsonObject Hit(string own) => new()
    {
        ["fullUrl"] = $"{own}{Address}", ["resource"] = Parameters(Subscription.Id, own), ["search"] = new JsonObject { ["mode"] = "match" },
    };

    private string Address => $"Subscription/{Subscription.Id}/$status";

    private JsonObject Parameters(string id, string own)
    {
        var all = new JsonArray(
            Parameter("subscription", "valueReference", new JsonObject { ["reference"] = $"{own}Subscription/{Subscription.Id}" }),
            Parameter("topic", "valueCanonical", Subscription.Topic),
            Parameter("status", "valueCode", Status),
            Parameter("type", "valueCode", Type),
            Parameter("events-since-subscription-start", "valueString", Number(Total)));
        foreach (var told in Events)
            all.Add(new JsonObject { ["name"] = "notification-event", ["part"] = Parts(told, own) });
        if (Type == "query-status" && Subscription.Error is { } error)
            all.Add(Parameter("error", "valueCodeableConcept", new JsonObject { ["text"] = error }));
        return new JsonObject { ["resourceType"] = "Parameters", ["id"] = id, ["meta"] = new JsonObject { ["profile"] = new JsonArray(Profile) }, ["parameter"] = all };
    }

    private JsonArray Parts(SubscriptionEvent told, string own)
    {
        var parts = new JsonArray(Parameter("event-number", "valueString", Number(told.Number)), Parameter("timestamp", "valueInstant", Instant(told.At)));
        if (Subscription.Payload != "empty")
        {
            var focus = new JsonObject { ["type"] = told.FocusType };
            if (told.FocusSystem is { } system)
                focus["identifier"] = new JsonObject { ["system"] = system, ["value"] = told.FocusId };
            // Escalations are read as Tasks; a referral is named by its number, for our API.
            if (told.FocusType == "Task")
                focus["reference"] = $"{own}Task/{told.FocusId}";
            parts.Add(Parameter("focus", "valueReference", focus));
        }

        return parts;
    }

    private static JsonObject Parameter(string name, string kind, JsonNode value) => new() { ["name"] = name, [kind] = value };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
