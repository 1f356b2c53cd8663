using System.Text.Json;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Slack;

/// <summary>A button that somebody pressed, out of Slack's <c>block_actions</c>.</summary>
internal sealed record SlackInteraction(string User, string Action, string Escalation, string Channel, string Timestamp)
{
    /// <summary>Null for what is no button of ours, such as a link that was opened.</summary>
    public static SlackInteraction? Read(JsonElement payload)
    {
        var (user, action, escalation) = (JsonAnswer.At(payload, "user.id"), JsonAnswer.At(payload, "actions.0.action_id"), JsonAnswer.At(payload, "actions.0.value"));
        var channel = JsonAnswer.At(payload, "container.channel_id") ?? JsonAnswer.At(payload, "channel.id");
        var timestamp = JsonAnswer.At(payload, "container.message_ts") ?? JsonAnswer.At(payload, "message.ts");
        return JsonAnswer.At(payload, "type") == "block_actions" && action is SlackMessage.Claim or SlackMessage.Acknowledge && user is not null && escalation is not null && channel is not null && timestamp is not null
            ? new SlackInteraction(user, action, escalation, channel, timestamp)
            : null;
    }
}
