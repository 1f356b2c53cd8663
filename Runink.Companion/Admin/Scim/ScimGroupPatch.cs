using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin.Scim;

/// <summary>The operations of a PATCH on a group: its name, and who belongs to it.</summary>
internal static partial class ScimGroupPatch
{
    /// <returns>Why it cannot be applied; null when it was.</returns>
    public static Refusal? Apply(ProvisionedGroup group, HashSet<string> members, JsonArray operations)
    {
        foreach (var operation in operations.OfType<JsonObject>())
        {
            var verb = operation.Text("op")?.ToLowerInvariant();
            var path = operation.Text("path") ?? "";
            var value = operation.Get("value");
            if (verb is not ("add" or "replace" or "remove"))
                return new Refusal("invalidSyntax", "An operation is add, replace or remove.");
            if (path.Length == 0 && value is JsonObject whole)
            {
                Rename(group, whole);
                if (whole.Get("members") is { } list)
                    Change(members, verb, list);
            }
            else if (OneMember().Match(path) is { Success: true } one && verb == "remove")
            {
                members.Remove(one.Groups["id"].Value);
            }
            else if (path.Equals("members", StringComparison.OrdinalIgnoreCase))
            {
                Change(members, verb, value);
            }
            else if (path.Equals("displayName", StringComparison.OrdinalIgnoreCase) || path.Equals("externalId", StringComparison.OrdinalIgnoreCase))
            {
                Rename(group, new JsonObject { [path] = value?.DeepClone() });
            }
            else
            {
                return new Refusal("noTarget", "Of a group its displayName, externalId and members can be changed.");
            }
        }

        return null;
    }

    private static void Rename(ProvisionedGroup group, JsonObject said)
    {
        if (WrittenText.Name(said.Text("displayName"), "The name").Value is { Length: > 0 } name)
            group.DisplayName = name;
        if (said.Text("externalId") is { Length: > 0 } external)
            group.ExternalId = external;
    }

    private static void Change(HashSet<string> members, string verb, JsonNode? value)
    {
        var named = (value as JsonArray ?? (value is JsonObject one ? [one.DeepClone()] : [])).OfType<JsonObject>().Select(member => member.Text("value")).OfType<string>().ToList();
        if (verb == "replace" || (verb == "remove" && value is null))
            members.Clear();
        if (verb == "remove")
            members.ExceptWith(named);
        else
            members.UnionWith(named);
    }

    [GeneratedRegex("^members\\[\\s*value\\s+eq\\s+\"(?<id>[^\"]+)\"\\s*\\]$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneMember();
}
