using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir;

/// <summary>Writes OperationOutcome resources.</summary>
public static class FhirOutcome
{
    public static string Write(IEnumerable<MessageFault> faults, string? code = null) => FhirWriter.ToJson(Of(faults, code));

    public static string Write(string code, string text) => Write([new MessageFault(false, null, 0, text)], code);

    /// <summary>Says that it went well, for clients that prefer an outcome to the resource.</summary>
    public static string Fine(string text) => FhirWriter.ToJson(new OperationOutcome
    {
        Issue = [new OperationOutcome.IssueComponent { Severity = OperationOutcome.IssueSeverity.Information, Code = OperationOutcome.IssueType.Informational, Diagnostics = text }],
    });

    /// <summary>What the first issue of an answer says and where, for people; empty when it is no outcome.</summary>
    public static string FirstWords(string json)
    {
        if (!json.Contains("\"OperationOutcome\"", StringComparison.Ordinal) || FhirParser.Stored(json) is not OperationOutcome { Issue: [var first, ..] })
            return "";
        return first.Expression.FirstOrDefault() is { } place ? $"{place}: {first.Diagnostics}" : first.Diagnostics ?? "";
    }

    public static OperationOutcome Of(IEnumerable<MessageFault> faults, string? code = null) => new()
    {
        Issue = [.. faults.Select(fault => new OperationOutcome.IssueComponent
        {
            Severity = OperationOutcome.IssueSeverity.Error,
            CodeElement = new Code<OperationOutcome.IssueType> { JsonValue = code ?? IssueType(fault.Code) },
            Diagnostics = fault.Line is { } line ? $"Line {line.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {fault.Text}" : fault.Text,
            Expression = fault.Place is null ? [] : [fault.Place],
        })],
    };

    /// <summary>http://hl7.org/fhir/issue-type</summary>
    private static string IssueType(int condition) => condition switch
    {
        101 => "required",
        102 => "structure",
        103 => "code-invalid",
        200 => "not-supported",
        204 => "not-found",
        205 => "conflict",
        206 => "deleted",
        _ => "processing",
    };
}
