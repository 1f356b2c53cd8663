using System.Globalization;
using Runink.Domain.Delivery;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Companion.Delivery.Mllp;

/// <summary>An escalation as an HL7 v2.5.1 message: an unsolicited result of text (ORU^R01), or a document with its content (MDM^T02).</summary>
internal static class Hl7Escalation
{
    public static string Of(MllpEndpointOptions options, OutboxMessage message, OutsidePatient about, EscalationNotice notice, string? due)
    {
        var made = Stamp(message.CreatedAt);
        var opened = Stamp(about.Escalation.OpenedAt);
        var lines = new[] { notice.Headline(), about.Escalation.Narrative, due is null ? null : $"Acknowledge by {due}.", notice.Link }.OfType<string>();
        var type = options.MessageType == "MDM^T02" ? "MDM^T02^MDM_T02" : "ORU^R01^ORU_R01";
        List<string> segments =
        [
            $"MSH|^~\\&|{Text(options.SendingApplication)}|{Text(options.SendingFacility)}|{Text(options.ReceivingApplication)}|{Text(options.ReceivingFacility)}|{made}||{type}|{message.Id}|P|2.5.1||||||UNICODE UTF-8",
            .. options.MessageType == "MDM^T02" ? [$"EVN||{made}"] : Array.Empty<string>(),
            $"PID|1||{Text(about.Number.Value)}^^^{Authority(about.Number.System)}^{Text(about.Number.Type.Length == 0 ? "MR" : about.Number.Type)}||{Text(about.Patient.Family ?? "")}^{Text(about.Patient.Given ?? "")}||{about.Patient.BirthDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}|{Text(about.Patient.Sex ?? "U")}",
            Visit(about),
            options.MessageType == "MDM^T02"
                ? $"TXA|1|CN^Consultation^HL70270|TX|{opened}||||||||{message.Id}^RUNINK||||{message.Id}|AU||AV"
                : $"OBR|1||{message.Id}^RUNINK|escalation^Care escalation^99RUNINK|||{opened}|||||||||||||||{made}||OTH|F",
            .. lines.Select((line, index) => $"OBX|{(index + 1).ToString(CultureInfo.InvariantCulture)}|TX|escalation^Care escalation^99RUNINK||{Text(line)}||||||F|||{opened}"),
        ];
        return string.Join('\r', segments) + "\r";
    }

    private static string Visit(OutsidePatient about)
    {
        var @class = about.Encounter?.Type switch { "ED" => "E", "inpatient" => "I", "observation" => "O", "outpatient" or "virtual" or "home" => "O", _ => "N" };
        var place = about.Encounter?.Unit is { } unit ? $"{Text(unit)}^^{Text(about.Encounter.Bed ?? "")}" : "";
        var number = about.Encounter?.Visit?.Split('|', 2) is [var system, var value] ? $"{Text(value)}^^^{Authority(system)}" : "";
        return $"PV1|1|{@class}|{place}||||||||||||||||{number}";
    }

    /// <summary>The other way round than it was read.</summary>
    private static string Authority(string system) =>
        system.StartsWith("urn:oid:", StringComparison.Ordinal) ? $"&{Text(system["urn:oid:".Length..])}&ISO"
        : system.StartsWith("urn:uuid:", StringComparison.Ordinal) ? $"&{Text(system["urn:uuid:".Length..])}&UUID"
        : Text(system);

    private static string Text(string text) => Hl7Escapes.Escape(text, Hl7Delimiters.Usual);

    private static string Stamp(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "+0000";
}
