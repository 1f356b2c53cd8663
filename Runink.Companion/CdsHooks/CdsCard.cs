using System.Text.Json.Nodes;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;

namespace Runink.Companion.CdsHooks;

/// <summary>An open escalation as a card (CDS Hooks 2.0).</summary>
internal static class CdsCard
{
    public const string ReasonSystem = "urn:runink:card-override-reason";
    private const int LongestSummary = 139;

    /// <summary>Why a card is put aside, by code.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["being-handled"] = "Somebody sees to it already",
        ["not-this-patient"] = "It does not fit this patient",
        ["later"] = "I will see to it later",
        ["not-mine"] = "It is for somebody else",
    };

    public static JsonObject Of(Escalation escalation, CdsService service, string patientId, SiteOptions site)
    {
        var url = $"{site.BaseUrl}/escalations/{escalation.Id}";
        var card = new JsonObject
        {
            ["uuid"] = CardId.Of(escalation.Id),
            ["summary"] = Cut($"{char.ToUpperInvariant(escalation.Severity[0])}{escalation.Severity[1..]}: {escalation.TriggerName}, {escalation.Headline}"),
            ["detail"] = Detail(escalation, site),
            ["indicator"] = escalation.Severity switch { "critical" => "critical", "high" or "moderate" => "warning", _ => "info" },
            ["source"] = new JsonObject
            {
                ["label"] = $"Runink Companion, {site.Name}", ["url"] = site.BaseUrl,
                ["topic"] = new JsonObject { ["system"] = "urn:runink:trigger", ["code"] = escalation.TriggerId, ["display"] = escalation.TriggerName },
            },
            ["overrideReasons"] = new JsonArray([.. Reasons.Select(reason => new JsonObject { ["code"] = reason.Key, ["system"] = ReasonSystem, ["display"] = reason.Value })]),
            ["links"] = new JsonArray(new JsonObject { ["label"] = "Open in Runink Companion", ["url"] = url, ["type"] = "absolute" }),
        };
        // Only where there is time to choose: a task for whoever opened the chart.
        if (service.Hook == "patient-view")
        {
            card["selectionBehavior"] = "any";
            card["suggestions"] = new JsonArray(Task(escalation, patientId));
        }

        return card;
    }

    private static JsonObject Task(Escalation escalation, string patientId) => new()
    {
        ["label"] = "Make a task of it",
        ["uuid"] = CardId.Of(escalation.Id),
        ["actions"] = new JsonArray(new JsonObject
        {
            ["type"] = "create",
            ["description"] = $"A task to see to {escalation.TriggerName}",
            ["resource"] = new JsonObject
            {
                ["resourceType"] = "Task", ["status"] = "requested", ["intent"] = "proposal", ["priority"] = escalation.Severity is "critical" ? "stat" : escalation.Severity is "high" ? "urgent" : "routine",
                ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:runink:escalation", ["value"] = escalation.Id }),
                ["description"] = escalation.TriggerName, ["for"] = new JsonObject { ["reference"] = $"Patient/{patientId}" },
            },
        }),
    };

    private static string Detail(Escalation escalation, SiteOptions site)
    {
        var owner = escalation.OwnerName is { } name ? $"{name} has it" : "Nobody has it yet";
        var due = escalation is { AcknowledgedAt: null, AcknowledgeDueAt: { } at } ? $" Acknowledge by {TimeZoneInfo.ConvertTime(at, site.Zone):yyyy-MM-dd HH:mm} ({site.TimeZone})." : "";
        return $"{Plain(escalation.Narrative)}\n\n{Plain(owner)}.{due}";
    }

    private static string Cut(string text) => text.Length <= LongestSummary ? text : text[..(LongestSummary - 1)] + "…";

    /// <summary>The detail is read as Markdown; values of messages are text.</summary>
    private static string Plain(string text) => string.Concat(text.Select(letter => letter is '[' or ']' or '*' or '_' or '`' or '<' or '>' or '\\' or '#' ? $"\\{letter}" : letter.ToString()));
}
