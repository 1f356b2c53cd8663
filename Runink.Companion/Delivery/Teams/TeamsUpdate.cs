using System.Text.Json;
using System.Text.Json.Nodes;

namespace Runink.Companion.Delivery.Teams;

/// <summary>A card for the conversation.</summary>
/// <param name="Activity">The message in whose place it stands; null makes a new one.</param>
internal sealed record TeamsUpdate(string? Activity, JsonObject Card)
{
    public JsonElement Write() => JsonSerializer.SerializeToElement(new JsonObject { ["activity"] = Activity, ["card"] = Card.DeepClone() });

    public static TeamsUpdate Read(JsonElement payload) => new(payload.GetProperty("activity").GetString(), JsonObject.Create(payload.GetProperty("card").Clone())!);
}
