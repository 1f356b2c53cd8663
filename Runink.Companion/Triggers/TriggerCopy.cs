using System.Text.Encodings.Web;
using System.Text.Json;

namespace Runink.Companion.Triggers;

/// <summary>The text of a trigger under another id and name, everything else as it was written, comments too.</summary>
public static class TriggerCopy
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Rename(string yaml, string id, string name)
    {
        var lines = yaml.ReplaceLineEndings("\n").Split('\n').ToList();
        var head = lines.FindIndex(line => line.StartsWith("trigger:", StringComparison.Ordinal));
        if (head < 0)
            return yaml;
        var first = lines.Skip(head + 1).FirstOrDefault(line => line.Trim() is { Length: > 0 } text && text[0] != '#') ?? "  ";
        var indent = first[..^first.TrimStart().Length];
        lines.RemoveAll(line => line.StartsWith($"{indent}id:", StringComparison.Ordinal) || line.StartsWith($"{indent}name:", StringComparison.Ordinal));
        // A text in JSON's quotes is one in YAML's as well, whatever stands in it.
        lines.InsertRange(head + 1, [$"{indent}id: {id}", $"{indent}name: {JsonSerializer.Serialize(name, Readable)}"]);
        return string.Join('\n', lines);
    }
}
