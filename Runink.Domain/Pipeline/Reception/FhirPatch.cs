using System.Text.Json;
using System.Text.Json.Nodes;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>JSON Patch (RFC 6902): add, remove, replace, move, copy and test.</summary>
internal static class FhirPatch
{
    /// <returns>The patched document, or what is wrong.</returns>
    public static (string? Json, string? Problem) Apply(string json, string patch)
    {
        try
        {
            var root = JsonNode.Parse(json)!;
            if (JsonNode.Parse(patch) is not JsonArray operations)
                return (null, "A JSON Patch is an array of operations.");
            foreach (var operation in operations)
            {
                if (Apply(ref root, operation as JsonObject) is { } problem)
                    return (null, problem);
            }

            return (root.ToJsonString(), null);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return (null, "This is not a JSON Patch document.");
        }
    }

    private static string? Apply(ref JsonNode root, JsonObject? operation)
    {
        if (operation?["op"]?.GetValue<string>() is not { } name || operation["path"]?.GetValue<string>() is not { } path)
            return "Each operation has op and path.";
        switch (name)
        {
            case "test":
                return Find(root, path, out var found) && JsonNode.DeepEquals(found, operation["value"]) ? null : $"The test of {path} failed.";
            case "remove":
                return Remove(root, path, out _) ? null : $"There is no {path}.";
            case "add":
                return Add(ref root, path, operation["value"]?.DeepClone()) ? null : $"Nothing can be added at {path}.";
            case "replace":
                return Find(root, path, out _) && (path.Length == 0 || Remove(root, path, out _)) && Add(ref root, path, operation["value"]?.DeepClone()) ? null : $"There is no {path}.";
            case "move":
                return operation["from"]?.GetValue<string>() is { } source && Remove(root, source, out var moved) && Add(ref root, path, moved) ? null : $"Nothing can be moved to {path}.";
            case "copy":
                return operation["from"]?.GetValue<string>() is { } origin && Find(root, origin, out var copied) && Add(ref root, path, copied?.DeepClone()) ? null : $"Nothing can be copied to {path}.";
            default:
                return $"{name} is not an operation of JSON Patch.";
        }
    }

    private static bool Find(JsonNode root, string path, out JsonNode? found)
    {
        found = root;
        foreach (var step in Steps(path))
        {
            if (found is JsonObject properties && properties.TryGetPropertyValue(step, out var property))
                found = property;
            else if (found is JsonArray items && Index(step, items.Count - 1) is { } index)
                found = items[index];
            else
                return false;
        }

        return true;
    }

    private static bool Remove(JsonNode root, string path, out JsonNode? removed)
    {
        removed = null;
        if (Steps(path) is not [.. var above, var last] || !Find(root, Path(above), out var parent) || !Find(root, path, out removed))
            return false;
        if (parent is JsonObject properties)
            return properties.Remove(last);
        ((JsonArray)parent!).RemoveAt(Index(last, int.MaxValue)!.Value);
        return true;
    }

    private static bool Add(ref JsonNode root, string path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            root = value ?? root;
            return value is not null;
        }

        if (Steps(path) is not [.. var above, var last] || !Find(root, Path(above), out var parent))
            return false;
        switch (parent)
        {
            case JsonObject properties:
                properties[last] = value;
                return true;
            case JsonArray items when last == "-":
                items.Add(value);
                return true;
            case JsonArray items when Index(last, items.Count) is { } index:
                items.Insert(index, value);
                return true;
            default:
                return false;
        }
    }

    private static int? Index(string step, int most) =>
        int.TryParse(step, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index <= most ? index : null;

    private static string[] Steps(string path) => path.Length == 0
        ? []
        : [.. path.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static string Path(string[] steps) =>
        string.Concat(steps.Select(step => "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
}
