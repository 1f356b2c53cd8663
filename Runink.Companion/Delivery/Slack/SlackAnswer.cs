using System.Text.Json;
using System.Text.Json.Nodes;

namespace Runink.Companion.Delivery.Slack;

/// <summary>What is said after somebody pressed a button: the message as it is now, or a word that only this user sees.</summary>
/// <param name="Message">For <c>chat.update</c>: text and blocks.</param>
internal sealed record SlackAnswer(string Channel, string? Timestamp, string? User, JsonNode? Message, string? Text)
{
    public string Method => User is null ? "chat.update" : "chat.postEphemeral";

    public static SlackAnswer Update(string channel, string timestamp, JsonNode message) => new(channel, timestamp, null, message, null);

    public static SlackAnswer Whisper(string channel, string user, string text) => new(channel, null, user, null, text);

    public static SlackAnswer Read(JsonElement payload) => payload.Deserialize<SlackAnswer>()!;

    public JsonElement Write() => JsonSerializer.SerializeToElement(this);

    public JsonObject Body()
    {
        var body = Message?.DeepClone().AsObject() ?? new JsonObject { ["text"] = Text, ["user"] = User };
        body["channel"] = Channel;
        if (Timestamp is not null)
            body["ts"] = Timestamp;
        return body;
    }
}
