using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Fhir;

/// <summary>An escalation, or a task of a trigger, as a resource of FHIR R4. Its identifier is the key of the delivery.</summary>
internal static class FhirWork
{
    public const string KeySystem = "urn:runink:delivery";
    public const string EscalationSystem = "urn:runink:escalation";

    public static JsonObject Task(OutboxMessage message, EscalationNotice notice, EhrTaskOrder? order, string patient, SiteOptions site)
    {
        var task = new JsonObject
        {
            ["resourceType"] = "Task",
            ["identifier"] = Key(message),
            ["status"] = "requested",
            ["intent"] = "order",
            ["priority"] = order?.Priority ?? PriorityOf(notice),
            ["code"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "urn:runink:trigger", ["code"] = notice.Trigger, ["display"] = notice.TriggerName }), ["text"] = order?.Title ?? notice.TriggerName },
            ["description"] = order?.Title ?? notice.Headline(),
            ["focus"] = new JsonObject { ["identifier"] = new JsonObject { ["system"] = EscalationSystem, ["value"] = notice.Escalation }, ["display"] = notice.Headline() },
            ["for"] = new JsonObject { ["reference"] = patient },
            ["authoredOn"] = Instant(message.CreatedAt),
            ["requester"] = Us(site),
        };
        if (order?.For is { Length: > 0 } owner)
            task["owner"] = new JsonObject { ["display"] = owner.Replace('_', ' ') };
        if ((order?.Due ?? notice.Due) is { } due)
            task["restriction"] = new JsonObject { ["period"] = new JsonObject { ["end"] = Instant(due) } };
        if (notice.Link is { } link)
            task["input"] = new JsonArray(new JsonObject { ["type"] = new JsonObject { ["text"] = "Open the escalation" }, ["valueUrl"] = link });
        return task;
    }

    public static JsonObject Communication(OutboxMessage message, EscalationNotice notice, EhrTaskOrder? order, string patient, string recipient, SiteOptions site) => new()
    {
        ["resourceType"] = "Communication",
        ["identifier"] = Key(message),
        ["status"] = "completed",
        ["priority"] = order?.Priority ?? PriorityOf(notice),
        ["subject"] = new JsonObject { ["reference"] = patient },
        ["recipient"] = new JsonArray(new JsonObject { ["reference"] = recipient }),
        ["sent"] = Instant(message.CreatedAt),
        ["sender"] = Us(site),
        ["payload"] = new JsonArray(new JsonObject { ["contentString"] = Text(notice, order, site) }),
    };

    public static JsonObject Document(OutboxMessage message, EscalationNotice notice, EhrTaskOrder? order, string patient, SiteOptions site) => new()
    {
        ["resourceType"] = "DocumentReference",
        ["identifier"] = Key(message),
        ["status"] = "current",
        ["type"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = "34109-9", ["display"] = "Note" }), ["text"] = "Care escalation" },
        ["subject"] = new JsonObject { ["reference"] = patient },
        ["date"] = Instant(message.CreatedAt),
        ["author"] = new JsonArray(Us(site)),
        ["description"] = notice.Headline(),
        ["content"] = new JsonArray(new JsonObject
        {
            ["attachment"] = new JsonObject { ["contentType"] = "text/plain;charset=utf-8", ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(notice, order, site))), ["title"] = notice.Headline() },
        }),
    };

    private static string Text(EscalationNotice notice, EhrTaskOrder? order, SiteOptions site) =>
        string.Join('\n', new[] { notice.Headline(), order?.Title, notice.DueOn(site) is { } due ? $"Acknowledge by {due}." : null, notice.Link }.OfType<string>());

    private static JsonArray Key(OutboxMessage message) => [new JsonObject { ["system"] = KeySystem, ["value"] = message.Id }];

    private static JsonObject Us(SiteOptions site) => new() { ["display"] = $"Runink Companion, {site.Name}" };

    private static string PriorityOf(EscalationNotice notice) => notice.Severity switch { "critical" => "stat", "high" => "urgent", _ => "routine" };

    private static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
