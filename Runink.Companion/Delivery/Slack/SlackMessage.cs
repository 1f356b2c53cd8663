using System.Text.Json.Nodes;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Slack;

/// <summary>An escalation in Block Kit: what, where, how urgent, until when; with buttons, and without the patient.</summary>
internal static class SlackMessage
{
    public const string Claim = "claim";
    public const string Acknowledge = "acknowledge";
    private const string Open = "open";

    /// <param name="state">What became of it, e.g. <c>Acknowledged by Ana Ruiz</c>; null while it waits.</param>
    /// <param name="hasButtons">Somebody here may act, because what Slack sends back can be proven to come from it.</param>
    public static JsonObject Of(EscalationNotice notice, string? state, bool hasButtons, SiteOptions site)
    {
        var fields = new JsonArray(Text($"*Severity*\n{Escape(notice.Severity())}"), Text($"*Unit*\n{Escape(notice.Unit ?? "unknown")}"));
        if (notice.DueOn(site) is { } due)
            fields.Add(Text($"*Acknowledge by*\n{Escape(due)}"));
        var blocks = new JsonArray(
            new JsonObject { ["type"] = "section", ["text"] = Text($"*{Escape(notice.TriggerName)}*") },
            new JsonObject { ["type"] = "section", ["fields"] = fields });
        if (state is not null)
            blocks.Add(new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Text(Escape(state))) });
        var buttons = new JsonArray();
        if (hasButtons && state is null)
        {
            buttons.Add(Button("Claim", Claim, notice.Escalation, null));
            buttons.Add(Button("Acknowledge", Acknowledge, notice.Escalation, "primary"));
        }

        if (notice.Link is { } link)
            buttons.Add(new JsonObject { ["type"] = "button", ["action_id"] = Open, ["text"] = Plain("Open"), ["url"] = link });
        if (buttons.Count > 0)
            blocks.Add(new JsonObject { ["type"] = "actions", ["elements"] = buttons });
        return new JsonObject { ["text"] = state is null ? notice.Headline() : $"{notice.Headline()}. {state}", ["blocks"] = blocks };
    }

    private static JsonObject Button(string text, string action, string value, string? style)
    {
        var button = new JsonObject { ["type"] = "button", ["action_id"] = action, ["text"] = Plain(text), ["value"] = value };
        if (style is not null)
            button["style"] = style;
        return button;
    }

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text };

    private static JsonObject Text(string text) => new() { ["type"] = "mrkdwn", ["text"] = text };

    /// <summary>A name of a unit is no link and mentions nobody.</summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
