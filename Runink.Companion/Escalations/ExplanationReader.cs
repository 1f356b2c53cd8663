using System.Globalization;
using System.Text.Json;
using Runink.Domain.Signals;

namespace Runink.Companion.Escalations;

/// <summary>Reads the public shape of an explanation. What is missing in it is left out of the drawing, never guessed.</summary>
internal static class ExplanationReader
{
    private sealed record Node(string Id, string? Parent, int Line, int Column, int Length, string Text, string? Value)
    {
        public bool IsTest => Value is "true" or "false" or "unknown";
    }

    public static Explanation? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Explanation Read(JsonElement root)
    {
        var inputs = Items(root, "inputs").Select(Input).ToList();
        var nodes = Items(root, "nodes").Select(ToNode).OfType<Node>().ToList();
        return new(
            Text(root, "verdict") ?? "unknown", Text(root, "sentence"),
            Lines(Text(root, "source") ?? "", nodes, inputs), inputs,
            [.. Items(root, "wouldChange").Select(item => Scalar(item) ?? Text(item, "text") ?? item.ToString())]);
    }

    private static List<SourceLine> Lines(string source, List<Node> nodes, List<ExplanationInput> inputs)
    {
        var children = nodes.ToLookup(node => node.Parent ?? "");
        var tests = nodes.Where(node => node.IsTest && node.Length > 0 && !Below(node, children).Any(child => child.IsTest)).ToList();
        if (tests.Count == 0)
            return [];
        var text = source.ReplaceLineEndings("\n").Split('\n');
        var (first, last) = (tests.Min(test => test.Line), Math.Min(text.Length, tests.Max(test => test.Line)));
        var drawn = Enumerable.Range(first, Math.Max(0, last - first + 1)).Where(line => text[line - 1].Trim().Length > 0).ToList();
        var indent = drawn.Select(line => text[line - 1].Length - text[line - 1].TrimStart().Length).DefaultIfEmpty(0).Min();
        return [.. drawn.Select(line => new SourceLine(line, Pieces(text[line - 1], indent,
            [.. tests.Where(test => test.Line == line).OrderBy(test => test.Column)], children, inputs)))];
    }

    private static List<SourcePiece> Pieces(
        string line, int indent, List<Node> tests, ILookup<string, Node> children, List<ExplanationInput> inputs)
    {
        var pieces = new List<SourcePiece>();
        var at = Math.Min(indent, line.Length);
        foreach (var test in tests)
        {
            var (from, to) = (Math.Clamp(test.Column - 1, at, line.Length), Math.Clamp(test.Column - 1 + test.Length, at, line.Length));
            pieces.AddRange(TriggerText.Pieces(line[at..from], at == indent));
            pieces.Add(new(line[from..to], test.Value![..1], Note(test, children, inputs)));
            at = to;
        }

        pieces.AddRange(TriggerText.Pieces(line[at..], at == indent));
        return pieces;
    }

    /// <summary>What stood in the names of a test: "3.4 mmol/L · 10:22". Literals say nothing new and are left out.</summary>
    private static string? Note(Node test, ILookup<string, Node> children, List<ExplanationInput> inputs)
    {
        var known = Below(test, children)
            .Where(node => node is { Value: { } value, Text: var text } && value != text && !text.StartsWith('"') && !char.IsAsciiDigit(text.FirstOrDefault()))
            .DistinctBy(node => node.Text).Take(2)
            .Select(node => inputs.Find(input => input.Name == node.Text) is { At: { } time } ? $"{node.Value} · {Shared.Controls.When.Clock(time)}" : node.Value);
        var note = string.Join(", ", known);
        return note.Length > 0 ? note : test.Value == "unknown" ? "not known" : null;
    }

    private static IEnumerable<Node> Below(Node node, ILookup<string, Node> children) =>
        children[node.Id].SelectMany(child => Below(child, children).Prepend(child));

    private static Node? ToNode(JsonElement item) => !item.TryGetProperty("span", out var span) ? null : new(
        Text(item, "id") ?? "", Text(item, "parent"), Int(span, "line"), Int(span, "column"), Int(span, "length"), Text(item, "text") ?? "", Text(item, "value"));

    private static ExplanationInput Input(JsonElement item)
    {
        var canonical = item.TryGetProperty("canonical", out var unit) && unit.ValueKind == JsonValueKind.Object ? $"{Text(unit, "value")} {UnitText.ForPeople(Text(unit, "unit"))}".Trim() : null;
        var value = $"{Text(item, "value")} {UnitText.ForPeople(Text(item, "unit"))}".Trim();
        return new(
            Text(item, "label") ?? Text(item, "name") ?? "", value.Length == 0 ? "none" : value, canonical == value ? null : canonical,
            DateTimeOffset.TryParse(Text(item, "clinicalTime"), CultureInfo.InvariantCulture, out var at) ? at : null,
            Text(item, "age"), Text(item, "status") ?? "", Text(item, "messageId"));
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? Scalar(value) : null;

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static int Int(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
