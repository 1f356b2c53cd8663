using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Runink.Domain.Foundation;

namespace Runink.Companion.Admin.Scim;

/// <summary>What all resources of SCIM 2.0 have in common (RFC 7643, RFC 7644).</summary>
public static partial class Scim
{
    public const string ContentType = "application/scim+json";
    public const string ListSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    public const string ErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";
    public const string GroupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const int MostResults = 200;

    /// <summary>Attribute names are the same in upper and lower case.</summary>
    public static JsonNode? Get(this JsonObject json, string name) => json.FirstOrDefault(part => part.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public static void Put(this JsonObject json, string name, JsonNode? value)
    {
        var key = json.Select(part => part.Key).FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
        json.Remove(key);
        if (value is not null)
            json[key] = value;
    }

    public static string? Text(this JsonObject json, string name) => json.Get(name) is JsonValue value ? value.ToString() : null;

    /// <summary>True and false as JSON has them, or as the texts that some providers send.</summary>
    public static bool? Flag(this JsonObject json, string name) => bool.TryParse(json.Text(name), out var flag) ? flag : null;

    public static JsonObject Meta(string type, DateTimeOffset created, int version, string location) => new()
    {
        ["resourceType"] = type, ["created"] = created.ToString("O", CultureInfo.InvariantCulture), ["location"] = location, ["version"] = $"W/\"{version}\"",
    };

    public static JsonObject List(int total, int start, IEnumerable<JsonObject> resources)
    {
        var array = new JsonArray([.. resources]);
        return new JsonObject { ["schemas"] = new JsonArray(ListSchema), ["totalResults"] = total, ["startIndex"] = start, ["itemsPerPage"] = array.Count, ["Resources"] = array };
    }

    /// <summary><c>attribute eq "value"</c>, the one filter that provisioning asks with. Null when there is none.</summary>
    public static Outcome<(string Attribute, string Value)?> Filter(string? text, params ReadOnlySpan<string> known)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Outcome<(string, string)?>(null, null);
        var match = Equality().Match(text);
        foreach (var name in known)
        {
            if (match.Success && name.Equals(match.Groups["name"].Value, StringComparison.OrdinalIgnoreCase))
                return new Outcome<(string, string)?>((name, JsonSerializer.Deserialize<string>(match.Groups["value"].Value)!), null);
        }

        return new Refusal("invalidFilter", $"A filter here is one of {string.Join(", ", known.ToArray())}, eq and a text in quotes.");
    }

    public static IResult Error(Refusal refusal)
    {
        var (status, type) = refusal.Code switch
        {
            "taken" => (StatusCodes.Status409Conflict, "uniqueness"),
            "not-found" => (StatusCodes.Status404NotFound, null),
            "forbidden" => (StatusCodes.Status403Forbidden, null),
            "stale-version" => (StatusCodes.Status412PreconditionFailed, null),
            "not-allowed-now" => (StatusCodes.Status409Conflict, "mutability"),
            "invalidFilter" or "invalidSyntax" or "noTarget" => (StatusCodes.Status400BadRequest, refusal.Code),
            _ => (StatusCodes.Status400BadRequest, "invalidValue"),
        };
        var body = new JsonObject { ["schemas"] = new JsonArray(ErrorSchema), ["status"] = status.ToString(CultureInfo.InvariantCulture), ["detail"] = refusal.Message };
        if (type is not null)
            body["scimType"] = type;
        return Answer(body, status);
    }

    public static IResult Answer(JsonNode body, int status = StatusCodes.Status200OK) => Results.Text(body.ToJsonString(), ContentType, statusCode: status);

    [GeneratedRegex("^\\s*(?<name>[A-Za-z.]+)\\s+eq\\s+(?<value>\"(\\\\.|[^\"\\\\])*\")\\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Equality();
}
