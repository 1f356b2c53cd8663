using System.Text.Json.Nodes;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Teams;

/// <summary>An escalation as an Adaptive Card: what, where and until when, never who.</summary>
internal static class TeamsCard
{
    public const string ContentType = "application/vnd.microsoft.card.adaptive";
    public const string Claim = "claim";
    public const string Acknowledge = "acknowledge";

    /// <param name="subject">What it says when it is about no escalation.</param>
    /// <param name="became">What somebody did, instead of buttons.</param>
    /// <param name="hasButtons">A bot takes them; a workflow cannot.</param>
    public static JsonObject Of(EscalationNotice? notice, string subject, string? became, bool hasButtons, SiteOptions site)
    {
        var body = new JsonArray(new JsonObject
        {
            ["type"] = "TextBlock", ["size"] = "Medium", ["weight"] = "Bolder", ["wrap"] = true, ["text"] = Plain(notice?.TriggerName ?? subject),
            ["color"] = notice?.Severity switch { "critical" => "Attention", "high" => "Warning", _ => "Default" },
        });
        if (notice is not null)
        {
            var facts = new JsonArray(Fact("Severity", notice.Severity()), Fact("Unit", notice.Unit ?? "unknown"));
            if (notice.DueOn(site) is { } due)
                facts.Add(Fact("Acknowledge by", due));
            body.Add(new JsonObject { ["type"] = "FactSet", ["facts"] = facts });
        }

        if (became is not null)
            body.Add(new JsonObject { ["type"] = "TextBlock", ["wrap"] = true, ["weight"] = "Bolder", ["text"] = Plain(became) });
        var card = new JsonObject { ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json", ["type"] = "AdaptiveCard", ["version"] = "1.5", ["body"] = body };
        if (notice is null)
            return card;
        var actions = new JsonArray();
        if (hasButtons && became is null)
        {
            actions.Add(Press(Claim, "Claim", notice.Escalation));
            actions.Add(Press(Acknowledge, "Acknowledge", notice.Escalation));
        }

        if (notice.Link is { } link)
            actions.Add(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = hasButtons || became is not null ? "Open" : "Open to claim or acknowledge", ["url"] = link });
        if (actions.Count > 0)
            card["actions"] = actions;
        return card;
    }

    public static JsonObject Message(JsonObject card) => new()
    {
        ["type"] = "message", ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = ContentType, ["contentUrl"] = null, ["content"] = card }),
    };

    private static JsonObject Press(string verb, string title, string escalation) =>
        new() { ["type"] = "Action.Execute", ["title"] = title, ["verb"] = verb, ["data"] = new JsonObject { ["escalation"] = escalation } };

    private static JsonObject Fact(string title, string value) => new() { ["title"] = title, ["value"] = Plain(value) };

    /// <summary>Cards read Markdown: a name of a unit makes no link.</summary>
    private static string Plain(string text) => string.Concat(text.Select(letter => letter is '[' or ']' or '*' or '_' or '`' or '<' or '>' or '\\' ? $"\\{letter}" : letter.ToString()));
}
