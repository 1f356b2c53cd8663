using System.Text.Json;

namespace Runink.Domain.Intake.Fhir;

public enum FhirNodeKind { Object, Array, String, Number, Boolean, Null }

/// <summary>A piece of FHIR JSON that knows its line, so that a finding can name the place. Numbers keep their digits.</summary>
public sealed class FhirNode
{
    private const int ManyProperties = 32;

    private readonly List<(string Name, FhirNode Value)> properties = [];
    private readonly List<FhirNode> items = [];

    /// <summary>Only while an object with very many properties is read; walking the list is faster for ordinary ones.</summary>
    private HashSet<string>? names;

    internal FhirNode(FhirNodeKind kind, int line, string? text = null)
    {
        Kind = kind;
        Line = line;
        Text = text;
    }

    public FhirNodeKind Kind { get; }

    public int Line { get; }

    /// <summary>The text of a string, the digits of a number, <c>true</c> or <c>false</c>.</summary>
    public string? Text { get; private set; }

    public IReadOnlyList<(string Name, FhirNode Value)> Properties => properties;

    public IReadOnlyList<FhirNode> Items => items;

    public FhirNode? this[string name]
    {
        get
        {
            foreach (var (key, value) in properties)
            {
                if (key == name)
                    return value;
            }

            return null;
        }
    }

    /// <summary>The text at a path such as <c>code.text</c>; arrays give their first item.</summary>
    public string? Value(string path)
    {
        var node = this;
        foreach (var step in path.Split('.'))
        {
            if (node.Kind == FhirNodeKind.Array)
                node = node.items.Count > 0 ? node.items[0] : null;
            node = node?[step];
            if (node is null)
                return null;
        }

        return node.Kind == FhirNodeKind.Array ? node.items.FirstOrDefault()?.Text : node.Text;
    }

    /// <summary>The items of an array property; none when it is absent.</summary>
    public IReadOnlyList<FhirNode> All(string name) => this[name]?.Items ?? [];

    public string? ResourceType => this["resourceType"]?.Text;

    internal bool TryAdd(string name, FhirNode value)
    {
        if (properties.Count == ManyProperties)
            names = properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        if (names is null ? this[name] is not null : !names.Add(name))
            return false;
        properties.Add((name, value));
        return true;
    }

    internal void Add(FhirNode item) => items.Add(item);

    /// <summary>Sets or replaces a text property, at the place where FHIR writes ids and metadata.</summary>
    public void Set(string name, string text)
    {
        var at = properties.FindIndex(property => property.Name == name);
        var node = new FhirNode(FhirNodeKind.String, Line, text);
        if (at >= 0)
            properties[at] = (name, node);
        else
            properties.Insert(Math.Min(1, properties.Count), (name, node));
    }

    public void SetMeta(string versionId, string lastUpdated)
    {
        var meta = this["meta"];
        if (meta is null)
        {
            meta = new FhirNode(FhirNodeKind.Object, Line);
            properties.Insert(Math.Min(2, properties.Count), ("meta", meta));
        }

        meta.Set("lastUpdated", lastUpdated);
        meta.Set("versionId", versionId);
    }

    /// <summary>Replaces every <c>reference</c> that the map knows, anywhere below this node.</summary>
    public void RewriteReferences(Func<string, string?> map)
    {
        foreach (var (name, value) in properties)
        {
            if (name == "reference" && value is { Kind: FhirNodeKind.String, Text: { } old } && map(old) is { } replacement)
                value.Text = replacement;
            else
                value.RewriteReferences(map);
        }

        foreach (var item in items)
            item.RewriteReferences(map);
    }

    public void Write(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case FhirNodeKind.Object:
                writer.WriteStartObject();
                foreach (var (name, value) in properties)
                {
                    writer.WritePropertyName(name);
                    value.Write(writer);
                }

                writer.WriteEndObject();
                break;
            case FhirNodeKind.Array:
                writer.WriteStartArray();
                foreach (var item in items)
                    item.Write(writer);
                writer.WriteEndArray();
                break;
            case FhirNodeKind.String:
                writer.WriteStringValue(Text);
                break;
            case FhirNodeKind.Number:
                writer.WriteRawValue(Text!);
                break;
            case FhirNodeKind.Boolean:
                writer.WriteBooleanValue(Text == "true");
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
