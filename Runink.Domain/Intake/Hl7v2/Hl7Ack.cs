using System.Globalization;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Answers to a sender: accepted (AA), broken (AE) or not for us (AR), with an ERR segment that names the place.</summary>
public static class Hl7Ack
{
    /// <summary>So many findings are told to a sender; all of them are on its feed's page.</summary>
    private const int MostWarnings = 5;

    /// <param name="findings">What was kept and not understood: warnings, because the message is taken. Codes that no trigger reads are nobody's fault.</param>
    public static string Accept(Hl7Message message, string ackId, DateTimeOffset now, IReadOnlyList<IntakeFinding>? findings = null) =>
        Header(message, ackId, now) + $"MSA|AA|{Echo(message)}\r"
        + string.Concat((findings ?? []).Where(finding => finding.Kind != IntakeFinding.CodeUnknown).Take(MostWarnings).Select(finding => $"ERR||{Location(finding.Place)}|0^Message accepted^HL70357|W||||{Clean(finding.Text)}\r"));

    public static string Refuse(Hl7Message? message, MessageFault fault, string ackId, DateTimeOffset now) =>
        Header(message, ackId, now)
        + $"MSA|{(fault.Permanent ? "AR" : "AE")}|{Echo(message)}|{Clean(fault.Text)}\r"
        + $"ERR||{Location(fault.Place)}|{fault.Code.ToString(CultureInfo.InvariantCulture)}^{ConditionText(fault.Code)}^HL70357|E||||{Clean(fault.Text)}\r";

    private static string Header(Hl7Message? message, string ackId, DateTimeOffset now)
    {
        var header = message?.Header;
        string Field(int number) => header is null ? "" : Translate(header.Raw(number), message!.Delimiters);
        var trigger = header?.Get(9, 2);
        return $"MSH|^~\\&|RUNINK|COMPANION|{Field(3)}|{Field(4)}|{Hl7Time.Format(now)}||ACK{(trigger is null ? "" : $"^{Clean(trigger)}^ACK")}"
            + $"|{ackId}|{(Field(11) is { Length: > 0 } processing ? processing : "P")}|{(Field(12) is { Length: > 0 } version ? version : "2.5.1")}||||||UNICODE UTF-8\r";
    }

    private static string Echo(Hl7Message? message) => message?.Header.Get(10) is { } control ? Clean(control) : "";

    /// <summary>OBX[2]-5.1 as an ERL: segment, sequence, field, repetition, component.</summary>
    private static string Location(string? place)
    {
        if (place is null || place.IndexOf('-', StringComparison.Ordinal) is var dash && dash < 0)
            return place is { Length: 3 } ? place : "";
        var (segment, field) = (place[..dash], place[(dash + 1)..]);
        var bracket = segment.IndexOf('[', StringComparison.Ordinal);
        var sequence = bracket < 0 ? "1" : segment[(bracket + 1)..^1];
        var dot = field.IndexOf('.', StringComparison.Ordinal);
        return $"{(bracket < 0 ? segment : segment[..bracket])}^{sequence}^{(dot < 0 ? field : $"{field[..dot]}^1^{field[(dot + 1)..]}")}";
    }

    /// <summary>The sender's names keep their components, written with the delimiters of the answer.</summary>
    private static string Translate(string field, Hl7Delimiters from)
    {
        if (from == Hl7Delimiters.Usual)
            return field;
        return string.Join('^', field.Split(from.Component).Select(part => Clean(Hl7Escapes.Resolve(part, from))));
    }

    private static string Clean(string text) => Hl7Escapes.Escape(text, Hl7Delimiters.Usual);

    private static string ConditionText(int code) => code switch
    {
        100 => "Segment sequence error",
        101 => "Required field missing",
        102 => "Data type error",
        103 => "Table value not found",
        200 => "Unsupported message type",
        201 => "Unsupported event code",
        202 => "Unsupported processing id",
        203 => "Unsupported version id",
        204 => "Unknown key identifier",
        205 => "Duplicate key identifier",
        _ => "Application internal error",
    };
}
