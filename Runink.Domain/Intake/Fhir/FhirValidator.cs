using System.Globalization;
using System.Text.RegularExpressions;

namespace Runink.Domain.Intake.Fhir;

/// <summary>Holds a resource against the schema: unknown or missing elements, wrong shapes, malformed primitives.</summary>
public static partial class FhirValidator
{
    private const int MostFindings = 50;

    private static readonly string[] Times = ["HH:mm:ss", "HH:mm:ss.FFFFFFF"];

    public static IReadOnlyList<MessageFault> Validate(FhirNode resource, string path)
    {
        var findings = new List<MessageFault>();
        CheckResource(resource, path, findings);
        return findings;
    }

    private static void CheckResource(FhirNode node, string path, List<MessageFault> findings)
    {
        if (node.Kind != FhirNodeKind.Object)
        {
            Report(findings, path, node, 102, "A resource is a JSON object.");
            return;
        }

        if (node["resourceType"] is not { Kind: FhirNodeKind.String, Text: { } type })
        {
            Report(findings, path, node, 101, "resourceType is missing.");
            return;
        }

        if (!FhirResourceTypes.Contains(type))
            Report(findings, $"{path}.resourceType", node, 103, $"{type} is not a resource type of FHIR R4.");
        else if (FhirSchema.Find(type) is not null)
            CheckElements(node, type, path, findings);
        else if (node["id"] is { } id)
            CheckPrimitive(id, "id", $"{path}.id", findings);
    }

    private static void CheckElements(FhirNode node, string type, string path, List<MessageFault> findings)
    {
        var schema = FhirSchema.Find(type)!;
        foreach (var (name, value) in node.Properties)
        {
            if (findings.Count >= MostFindings)
                return;
            if (name == "resourceType" && path.IndexOf("Bundle.entry", StringComparison.Ordinal) <= 0 && FhirResourceTypes.Contains(type))
                continue;
            // "_birthDate" carries the extensions of a primitive.
            if (name is ['_', .. var primitive] && schema.ContainsKey(primitive))
                continue;
            if (!schema.TryGetValue(name, out var element))
                Report(findings, $"{path}.{name}", value, 102, $"{type} has no element {name}.");
            else
                CheckElement(value, element, $"{path}.{name}", findings);
        }

        foreach (var element in schema.Values.Where(element => element.Required && node[element.Name] is null && node["_" + element.Name] is null))
            Report(findings, $"{path}.{element.Name}", node, 101, $"{type}.{element.Name} is required.");
    }

    private static void CheckElement(FhirNode value, FhirElement element, string path, List<MessageFault> findings)
    {
        if (!element.Many)
        {
            CheckValue(value, element, path, findings);
            return;
        }

        if (value.Kind != FhirNodeKind.Array)
        {
            Report(findings, path, value, 102, $"{element.Name} repeats, so it must be an array.");
            return;
        }

        if (value.Items.Count == 0)
            Report(findings, path, value, 102, "An array must not be empty.");
        for (var i = 0; i < value.Items.Count; i++)
            CheckValue(value.Items[i], element, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", findings);
    }

    private static void CheckValue(FhirNode value, FhirElement element, string path, List<MessageFault> findings)
    {
        if (element.Type == "any")
            return;
        if (element.Type == "Resource")
        {
            CheckResource(value, path, findings);
        }
        else if (char.IsUpper(element.Type[0]))
        {
            if (value.Kind != FhirNodeKind.Object)
                Report(findings, path, value, 102, $"{element.Name} must be an object of type {element.Type}.");
            else if (value.Properties.Count == 0)
                Report(findings, path, value, 102, "An object must not be empty.");
            else
                CheckElements(value, element.Type, path, findings);
        }
        else if (value.Kind == FhirNodeKind.Null && path.EndsWith(']'))
        {
            // null holds the place of a primitive whose extensions stand in the sibling array.
        }
        else if (CheckPrimitive(value, element.Type, path, findings) && element.Values.Count > 0 && !element.Values.Contains(value.Text, StringComparer.Ordinal))
        {
            Report(findings, path, value, 103, $"'{Shorten(value.Text)}' is not one of {string.Join(", ", element.Values)}.");
        }
    }

    private static bool CheckPrimitive(FhirNode value, string type, string path, List<MessageFault> findings)
    {
        var fits = type switch
        {
            "boolean" => value.Kind == FhirNodeKind.Boolean,
            "decimal" => value.Kind == FhirNodeKind.Number,
            "integer" => value.Kind == FhirNodeKind.Number && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "unsignedInt" or "positiveInt" => value.Kind == FhirNodeKind.Number && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (type == "unsignedInt" || number > 0),
            _ when value.Kind != FhirNodeKind.String => false,
            "id" => Id().IsMatch(value.Text!),
            "code" => Code().IsMatch(value.Text!),
            "date" => FhirTime.IsDate(value.Text!),
            "dateTime" => FhirTime.TryParse(value.Text!, TimeZoneInfo.Utc, out _),
            "instant" => value.Text!.Contains('T', StringComparison.Ordinal) && FhirTime.TryParse(value.Text!, TimeZoneInfo.Utc, out _),
            "time" => TimeOnly.TryParseExact(value.Text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "uri" => !value.Text!.AsSpan().ContainsAny(' ', '\t', '\n') && value.Text!.Length > 0,
            "base64Binary" => true,
            _ => value.Text!.Length > 0,
        };
        if (!fits)
            Report(findings, path, value, 102, value.Text is null ? $"Expected a {type}." : $"'{Shorten(value.Text)}' is not a valid {type}.");
        return fits;
    }

    private static string? Shorten(string? text) => text is { Length: > 40 } ? text[..40] + "…" : text;

    private static void Report(List<MessageFault> findings, string path, FhirNode node, int code, string text)
    {
        if (findings.Count < MostFindings)
            findings.Add(new MessageFault(false, path, code, text, node.Line));
    }

    [GeneratedRegex(@"^[A-Za-z0-9\-\.]{1,64}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex(@"^[^\s]+(\s[^\s]+)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
