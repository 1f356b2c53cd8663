using System.Globalization;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Answers to a sender: accepted (AA), broken (AE) or not for us (AR), with an ERR segment that names the place.</summary>
public static class Hl7Ack
{
    /// <summary>Longer names and ids of a sender are cut in an answer; nothing can be matched by them, and nobody reads them.</summary>
    private const int LongestEcho = 250;

    /// <summary>So many findings are told to a sender; all of them are on its feed's page.</summary>
    private const int MostWarnings = 5;

    /// <param name="findings">What was kept and not understood: warnings, because the message is taken. Codes that no trigger reads are nobody's fault.</param>
    public static string Accept(Hl7Message message, string ackId, DateTimeOffset now, IReadOnlyList<IntakeFinding>? findings = null) =>
        Header(message, ackId, now) + $"MSA|AA|{Echo(message)}\r"
        + string.Concat((findings ?? []).Where(finding => finding.IsForSender).Take(MostWarnings).Select(finding => $"ERR||{Location(finding.Place)}|0^Message accepted^HL70357|W||||{Clean(finding.Text)}\r"));

    public static string Refuse(Hl7Message? message, MessageFault fault, string ackId, DateTimeOffset now) =>
        Header(message, ackId, now)
        + $"MSA|{(fault.Permanent ? "AR" : "AE")}|{Echo(message)}|{Clean(fault.Text)}\r"
        + $"ERR||{Location(fault.Place)}|{fault.Code.ToString(CultureInfo.InvariantCulture)}^{ConditionText(fault.Code)}^HL70357|E||||{Clean(fault.Text)}\r";

    /// <summary>The answer of enhanced mode that says whether a message is kept (CA) or not (CE, CR), made from that of original mode.</summary>
    public static string Commit(string answer, bool isCommitted, string ackId)
    {
        var segments = answer.Split('\r', StringSplitOptions.RemoveEmptyEntries);
        var header = segments[0].Split('|');
        header[9] = ackId;
        header[8] = "ACK";
        var msa = segments[1].Split('|');
        msa[1] = $"C{msa[1][1]}";
        return string.Join('|', header) + "\r" + (isCommitted ? $"MSA|CA|{msa[2]}\r" : string.Join('\r', [string.Join('|', msa), .. segments[2..]]) + "\r");
    }

    /// <summary>The answer of enhanced mode that says what became of a message; it asks for no answer of its own.</summary>
    public static string Final(string answer)
    {
        var end = answer.IndexOf('\r', StringComparison.Ordinal);
        var header = answer[..end].Split('|');
        (header[14], header[15]) = ("NE", "NE");
        return string.Join('|', header) + answer[end..];
    }

    private static string Header(Hl7Message? message, string ackId, DateTimeOffset now)
    {
        var header = message?.Header;
        string Field(int number) => header is null ? "" : Echo(header.Raw(number), message!.Delimiters);
        var trigger = header?.Get(9, 2);
        return $"MSH|^~\\&|RUNINK|COMPANION|{Field(3)}|{Field(4)}|{Hl7Time.Format(now)}||ACK{(trigger is null ? "" : $"^{Clean(trigger)}^ACK")}"
            + $"|{ackId}|{(Field(11) is { Length: > 0 } processing ? processing : "P")}|{(Field(12) is { Length: > 0 } version ? version : "2.5.1")}||||||UNICODE UTF-8\r";
    }

    /// <summary>The whole control id as it was sent, with its components and escapes: the sender compares it as a text.</summary>
    private static string Echo(Hl7Message? message) => message is null ? "" : Echo(message.Header.Raw(10), message.Delimiters);

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

    /// <summary>A field of the sender's, whole; where its delimiters are others, its parts are written with those of the answer.</summary>
    internal static string Echo(string field, Hl7Delimiters from)
    {
        if (field.Length > LongestEcho)
            field = field[..LongestEcho];
        return from == Hl7Delimiters.Usual
            ? string.Create(field.Length, field, static (safe, text) =>
            {
                // An answer must not end a segment or a frame where the sender's name has a control character.
                for (var at = 0; at < safe.Length; at++)
                    safe[at] = char.IsControl(text[at]) ? ' ' : text[at];
            })
            : string.Join('~', field.Split(from.Repetition).Select(repetition =>
                string.Join('^', repetition.Split(from.Component).Select(component =>
                    string.Join('&', component.Split(from.Subcomponent).Select(part => Clean(Hl7Escapes.Resolve(part, from))))))));
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
        206 => "Application record locked",
        _ => "Application internal error",
    };
}
