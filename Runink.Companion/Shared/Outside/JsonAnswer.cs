using System.Globalization;
using System.Text.Json;
using Runink.Domain.Delivery;

namespace Runink.Companion.Shared.Outside;

/// <summary>Looks into what a server answered.</summary>
internal static class JsonAnswer
{
    /// <exception cref="DeliveryException">It is no JSON.</exception>
    public static JsonElement Read(string endpoint, string body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException problem)
        {
            throw new DeliveryException(DeliveryFault.Endpoint, $"{endpoint} answered something that is no JSON.", problem);
        }
    }

    /// <summary>The text at a place like <c>messages.0.status</c>; null when nothing stands there.</summary>
    public static string? At(JsonElement json, string path) => Find(json, path)?.ToString();

    /// <summary>The same for whatever stands there.</summary>
    public static JsonElement? Find(JsonElement json, string path)
    {
        foreach (var step in path.Split('.'))
        {
            if (json.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < json.GetArrayLength())
                json = json[index];
            else if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(step, out json))
                return null;
        }

        return json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : json;
    }
}
