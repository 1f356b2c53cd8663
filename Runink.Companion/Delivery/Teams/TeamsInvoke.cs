using System.Text.Json;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Teams;

/// <summary>A button of a card that somebody pressed: the Bot Framework's activity <c>invoke</c> of the name <c>adaptiveCard/action</c>.</summary>
/// <param name="User">Entra ID's object id.</param>
/// <param name="Activity">The message that holds the card.</param>
internal sealed record TeamsInvoke(string User, string Tenant, string Conversation, string Verb, string Escalation, string? Activity)
{
    /// <summary>Null for what is no button of ours, such as a message to the bot.</summary>
    public static TeamsInvoke? Read(JsonElement activity)
    {
        var (user, tenant, conversation) = (
            JsonAnswer.At(activity, "from.aadObjectId"), JsonAnswer.At(activity, "conversation.tenantId") ?? JsonAnswer.At(activity, "channelData.tenant.id"), JsonAnswer.At(activity, "conversation.id"));
        var (verb, escalation) = (JsonAnswer.At(activity, "value.action.verb"), JsonAnswer.At(activity, "value.action.data.escalation"));
        return JsonAnswer.At(activity, "type") == "invoke" && JsonAnswer.At(activity, "name") == "adaptiveCard/action" && verb is TeamsCard.Claim or TeamsCard.Acknowledge
            && user is not null && tenant is not null && conversation is not null && escalation is not null
            ? new TeamsInvoke(user, tenant, conversation.Split(';')[0], verb, escalation, JsonAnswer.At(activity, "replyToId"))
            : null;
    }
}
