using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin.Scim;

/// <summary>A person as SCIM 2.0 sends it (RFC 7643, core User): what of it is kept here, read tolerantly, since providers differ.</summary>
public sealed partial record ScimUser(string? UserName, string? Name, string? Title, string? ExternalId, bool? Active, IReadOnlyList<(ChannelKind Kind, string Value)>? Channels)
{
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:User";

    public PersonDraft Draft(Person? before, IReadOnlyList<ContactChannel> kept) => new(
        UserName ?? before?.Login ?? "", Name ?? before?.Name ?? UserName ?? "", Title ?? before?.About,
        // Pagers are not in SCIM: those that an administrator wrote stay.
        Channels is null ? null : [.. Channels, .. kept.Where(channel => channel.Kind == ChannelKind.Pager).Select(channel => (channel.Kind, channel.Value))], ExternalId ?? before?.ExternalId);

    public static ScimUser Read(JsonObject json)
    {
        var name = json.Get("name") as JsonObject;
        var parts = string.Join(' ', new[] { name?.Text("givenName"), name?.Text("familyName") }.Where(part => !string.IsNullOrWhiteSpace(part)));
        return new ScimUser(
            json.Text("userName"), Given(json.Text("displayName"), name?.Text("formatted"), parts), json.Text("title"), json.Text("externalId"), json.Flag("active"),
            json.Get("emails") is null && json.Get("phoneNumbers") is null ? null : [.. Values(json.Get("emails"), ChannelKind.Email), .. Values(json.Get("phoneNumbers"), ChannelKind.Phone)]);
    }

    public static JsonObject Write(Person person, IReadOnlyList<ContactChannel> channels, IReadOnlyList<ProvisionedGroup> groups, string root)
    {
        JsonArray Of(ChannelKind kind) => new([.. channels.Where(channel => channel.Kind == kind).OrderBy(channel => channel.Ordinal).Select((channel, index) => (JsonNode)new JsonObject { ["value"] = channel.Value, ["type"] = "work", ["primary"] = index == 0 })]);
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray(Schema), ["id"] = person.Id, ["userName"] = person.Login, ["displayName"] = person.Name, ["name"] = new JsonObject { ["formatted"] = person.Name }, ["active"] = person.IsActive,
            ["emails"] = Of(ChannelKind.Email), ["phoneNumbers"] = Of(ChannelKind.Phone),
            ["groups"] = new JsonArray([.. groups.Select(group => (JsonNode)new JsonObject { ["value"] = group.Id, ["display"] = group.DisplayName, ["$ref"] = $"{root}/Groups/{group.Id}" })]),
            ["meta"] = Scim.Meta("User", person.CreatedAt, person.Version, $"{root}/Users/{person.Id}"),
        };
        if (person.ExternalId is { } external)
            json["externalId"] = external;
        if (person.About is { } about)
            json["title"] = about;
        return json;
    }

    /// <summary>The operations of a PATCH (RFC 7644 §3.5.2) applied to the resource as it was written.</summary>
    public static Outcome<JsonObject> Patch(JsonObject user, JsonArray operations)
    {
        foreach (var operation in operations.OfType<JsonObject>())
        {
            var verb = operation.Text("op")?.ToLowerInvariant();
            var value = operation.Get("value")?.DeepClone();
            if (verb is not ("add" or "replace" or "remove"))
                return new Refusal("invalidSyntax", "An operation is add, replace or remove.");
            if (operation.Text("path") is not { Length: > 0 } path)
            {
                if (value is not JsonObject whole)
                    return new Refusal("noTarget", "An operation without a path has an object as its value.");
                foreach (var (name, part) in whole.ToList())
                    Set(user, name, part?.DeepClone());
                continue;
            }

            Set(user, path.StartsWith(Schema + ":", StringComparison.OrdinalIgnoreCase) ? path[(Schema.Length + 1)..] : path, verb == "remove" ? null : value);
        }

        return user;
    }

    /// <summary>What is not kept here is taken and forgotten: providers send what they have.</summary>
    private static void Set(JsonObject user, string path, JsonNode? value)
    {
        if (Filtered().Match(path) is { Success: true } match)
        {
            var list = match.Groups["list"].Value;
            var text = value is JsonObject whole ? whole.Text("value") : value?.ToString();
            user.Put(list, text is null ? new JsonArray() : new JsonArray(new JsonObject { ["value"] = text, ["type"] = "work", ["primary"] = true }));
            return;
        }

        if (path.Split('.', 2) is [var parent, var child])
        {
            if (user.Get(parent) is not JsonObject inner)
                user.Put(parent, inner = []);
            inner.Put(child, value);
            // A name that is sent in parts replaces the one that was shown.
            if (parent.Equals("name", StringComparison.OrdinalIgnoreCase))
                user.Put("displayName", null);
            if (parent.Equals("name", StringComparison.OrdinalIgnoreCase) && !child.Equals("formatted", StringComparison.OrdinalIgnoreCase))
                inner.Put("formatted", null);
            return;
        }

        user.Put(path, value);
    }

    private static string? Given(params IEnumerable<string?> names) => names.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));

    private static IEnumerable<(ChannelKind, string)> Values(JsonNode? list, ChannelKind kind) =>
        (list as JsonArray ?? []).OfType<JsonObject>().OrderByDescending(one => one.Flag("primary") == true).Select(one => one.Text("value")).OfType<string>().Where(value => value.Trim().Length > 0).Select(value => (kind, value));

    [GeneratedRegex("^(?<list>emails|phoneNumbers)\\[.*\\](\\.value)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Filtered();
}
