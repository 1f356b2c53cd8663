using System.Text;
using System.Text.Json;
using System.Xml;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;

namespace Runink.Domain.Intake.Fhir;

public enum FhirFormat { Json, Xml }

/// <param name="Malformed">The text is no JSON or XML at all, as against a resource that breaks a rule of R4.</param>
public sealed record FhirParsing(Resource? Resource, IReadOnlyList<MessageFault> Faults, bool Malformed = false);

/// <summary>
/// Reads every type of R4 strictly, by Firely's model: unknown and missing elements, wrong shapes, malformed primitives, codes of
/// required bindings, unsafe narrative. All faults of a body in one pass, each with path, line and position.
/// </summary>
public static class FhirParser
{
    private const int MostFindings = 50;

    private static readonly FhirJsonDeserializer StrictJson = new(new DeserializerSettings().UsingMode(DeserializationMode.Strict, NarrativeValidationKind.FhirXhtml));
    private static readonly FhirXmlDeserializer StrictXml = new(new DeserializerSettings().UsingMode(DeserializationMode.Strict, NarrativeValidationKind.FhirXhtml));
    private static readonly FhirJsonDeserializer Trusting = new(new DeserializerSettings().UsingMode(DeserializationMode.Ostrich, NarrativeValidationKind.None));

    public static FhirParsing Parse(ReadOnlySpan<byte> body, FhirFormat format = FhirFormat.Json)
    {
        if (body.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (body.TrimStart(" \t\r\n"u8).IsEmpty)
            return Malformed("The body is empty.", 1);
        return format == FhirFormat.Xml ? ParseXml(body) : ParseJson(body);
    }

    /// <summary>What was once read strictly and kept by us.</summary>
    public static Resource Stored(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        return Trusting.TryDeserializeResource(ref reader, out var resource, out _) || resource is not null
            ? resource!
            : throw new InvalidOperationException("A stored resource cannot be read.");
    }

    /// <summary>Whether R4 has such a type of resource.</summary>
    /// <summary>What the ledger tells nobody else may write; a subscription is taken by itself, and is more than a resource that is kept.</summary>
    public static bool IsWritable(string? type) => IsType(type) && type is not ("AuditEvent" or "Subscription");

    public static bool IsType(string? type) => type is not null && ModelInfo.IsKnownResource(type) && type is not ("Resource" or "DomainResource");

    private static FhirParsing ParseJson(ReadOnlySpan<byte> body)
    {
        if (body.TrimStart(" \t\r\n"u8)[0] is (byte)'[' or (byte)'"' or >= (byte)'0' and <= (byte)'9' or (byte)'t' or (byte)'f' or (byte)'n')
            return Malformed("A resource is a JSON object.", 1);
        if (body.IndexOf("\\u0000"u8) is var nul and >= 0 && (nul == 0 || body[nul - 1] != (byte)'\\'))
            return Malformed("A text holds the character U+0000, which FHIR does not have.", body[..nul].Count((byte)'\n') + 1);
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!StrictJson.TryDeserializeResource(ref reader, out var resource, out var issues) && Faults(issues) is { Count: > 0 } faults)
                return new FhirParsing(null, faults, resource is null);
            // Reading on shows what stands behind the resource: there must be nothing.
            reader.Read();
            return Checked(resource!, body.IndexOf("modifierExtension"u8) >= 0 || body.IndexOf("implicitRules"u8) >= 0);
        }
        catch (JsonException problem)
        {
            return Malformed($"This is not JSON: {Reason(problem)}", (int)(problem.LineNumber ?? 0) + 1);
        }
        catch (Exception problem) when (problem is NotSupportedException or InvalidCastException)
        {
            return Malformed("It names a type of which there are no resources.", body[..(int)Math.Min(reader.TokenStartIndex, body.Length)].Count((byte)'\n') + 1);
        }
        catch (IndexOutOfRangeException)
        {
            // The library looks at the first letter of every name.
            return Malformed("An element has no name.", body[..(int)Math.Min(reader.TokenStartIndex, body.Length)].Count((byte)'\n') + 1);
        }
        catch (InvalidOperationException)
        {
            // The reader finds broken UTF-8 and lone surrogates only when a text is taken out, and says so in its own way.
            return Malformed("A text is not valid Unicode.", body[..(int)Math.Min(reader.TokenStartIndex, body.Length)].Count((byte)'\n') + 1);
        }
    }

    private static FhirParsing ParseXml(ReadOnlySpan<byte> body)
    {
        try
        {
            using var text = new MemoryStream(body.ToArray());
            using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true, XmlResolver = null });
            return !StrictXml.TryDeserializeResource(reader, out var resource, out var issues) && Faults(issues) is { Count: > 0 } faults
                ? new FhirParsing(null, faults, resource is null)
                : Checked(resource!, body.IndexOf("modifierExtension"u8) >= 0 || body.IndexOf("implicitRules"u8) >= 0);
        }
        catch (XmlException problem)
        {
            return Malformed($"This is not XML: {problem.Message}", Math.Max(1, problem.LineNumber));
        }
        catch (InvalidOperationException problem)
        {
            return Malformed($"This is not a resource in XML: {problem.Message}", 1);
        }
        catch (Exception problem) when (problem is NotSupportedException or InvalidCastException)
        {
            return Malformed("This is not a resource in XML: a value stands where an element belongs.", 1);
        }
    }

    private static FhirParsing Checked(Resource resource, bool mayModify)
    {
        var faults = mayModify ? FhirModifiers.Check(resource) : [];
        return new FhirParsing(faults.Count == 0 ? resource : null, faults);
    }

    private static List<MessageFault> Faults(IEnumerable<CodedException> issues)
    {
        var faults = new List<MessageFault>();
        var empty = new List<MessageFault>();
        foreach (var issue in issues)
        {
            if (faults.Count >= MostFindings)
                break;
            if (IsLooseUrn(issue) || IsEmptyResource(issue))
                continue;
            // "Empty elements are invalid" only repeats what the other finding of the same place says.
            (issue.ErrorCode is "PVAL129" or "JSON120" ? empty : faults).Add(Fault(issue));
        }

        return faults.Count > 0 ? faults : empty;
    }

    /// <summary>
    /// The names that senders give to entries of a bundle (<c>urn:uuid:patient-1</c>) are URIs, though no UUIDs; they are replaced by
    /// addresses anyway.
    /// </summary>
    private static bool IsLooseUrn(CodedException issue) =>
        issue is ExtendedCodedException { BaseErrorMessage: { } text } && text.StartsWith("string 'urn:uuid:", StringComparison.Ordinal)
        && text.EndsWith("' is not a correct literal for a uri.", StringComparison.Ordinal) && !text["string '".Length..text.LastIndexOf('\'')].Any(char.IsWhiteSpace);

    /// <summary>Elements must not be empty; a resource that only says its type may be.</summary>
    private static bool IsEmptyResource(CodedException issue) =>
        issue is ExtendedCodedException { ErrorCode: "PVAL129" or "JSON120", InstancePath: { } path } && (path == "$this" || path.EndsWith(".resource", StringComparison.Ordinal));

    private static MessageFault Fault(CodedException issue)
    {
        var code = issue.ErrorCode switch { "PVAL105" or "JSON103" => 101, "PVAL116" or "PVAL130" => 103, _ => 102 };
        if (issue is not ExtendedCodedException placed)
            return new MessageFault(false, null, code, issue.Message);
        var text = placed.BaseErrorMessage is { Length: > 0 } said ? said : issue.Message;
        var at = placed.Position is { } position ? $"{text} (position {position.ToString(System.Globalization.CultureInfo.InvariantCulture)})" : text;
        return new MessageFault(false, placed.InstancePath is { Length: > 0 } path ? path : null, code, at, (int?)placed.LineNumber);
    }

    private static FhirParsing Malformed(string text, int line) => new(null, [new MessageFault(false, null, 102, text, line)], Malformed: true);

    private static string Reason(JsonException problem) => problem.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
}
