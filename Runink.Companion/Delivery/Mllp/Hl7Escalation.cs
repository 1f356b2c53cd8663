using System.Globalization;
using Runink.Domain.Delivery;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Companion.Delivery.Mllp;

/// <summary>An escalation as an HL7 v2.5.1 message: an unsolicited result of text (ORU^R01), or a document with its content (MDM^T02).</summary>
internal static class Hl7Escalation
{
    public static string Of(MllpEndpointOptions options, OutboxMessage message, OutsidePatient about, EscalationNotice notice, string? due)
    {
        var made = Hl7Writing.Stamp(message.CreatedAt);
        var opened = Hl7Writing.Stamp(about.Escalation.OpenedAt);
        var lines = new[] { notice.Headline(), about.Escalation.Narrative, due is null ? null : $"Acknowledge by {due}.", notice.Link }.OfType<string>();
        var type = options.MessageType == "MDM^T02" ? "MDM^T02^MDM_T02" : "ORU^R01^ORU_R01";
        List<string> segments =
        [
            $"MSH|^~\\&|{Hl7Writing.Text(options.SendingApplication)}|{Hl7Writing.Text(options.SendingFacility)}|{Hl7Writing.Text(options.ReceivingApplication)}|{Hl7Writing.Text(options.ReceivingFacility)}|{made}||{type}|{message.Id}|P|2.5.1||||||UNICODE UTF-8",
            .. options.MessageType == "MDM^T02" ? [$"EVN||{made}"] : Array.Empty<string>(),
            $"PID|1||{Hl7Writing.Text(about.Number.Value)}^^^{Hl7Writing.Authority(about.Number.System)}^{Hl7Writing.Text(about.Number.Type.Length == 0 ? "MR" : about.Number.Type)}||{Hl7Writing.Text(about.Patient.Family ?? "")}^{Hl7Writing.Text(about.Patient.Given ?? "")}||{about.Patient.BirthDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}|{Hl7Writing.Text(about.Patient.Sex ?? "U")}",
            Visit(about),
            options.MessageType == "MDM^T02"
                ? $"TXA|1|CN^Consultation^HL70270|TX|{opened}||||||||{message.Id}^RUNINK||||{message.Id}|AU||AV"
                : $"OBR|1||{message.Id}^RUNINK|escalation^Care escalation^99RUNINK|||{opened}|||||||||||||||{made}||OTH|F",
            .. lines.Select((line, index) => $"OBX|{(index + 1).ToString(CultureInfo.InvariantCulture)}|TX|escalation^Care escalation^99RUNINK||{Hl7Writing.Text(line)}||||||F|||{opened}"),
        ];
        return string.Join('\r', segments) + "\r";
    }

    private static string Visit(OutsidePatient about)
    {
        var @class = about.Encounter?.Type switch { "ED" => "E", "inpatient" => "I", "observation" => "O", "outpatient" or "virtual" or "home" => "O", _ => "N" };
        var place = about.Encounter?.Unit is { } unit ? $"{Hl7Writing.Text(unit)}^^{Hl7Writing.Text(about.Encounter.Bed ?? "")}" : "";
        var number = about.Encounter?.Visit?.Split('|', 2) is [var system, var value] ? $"{Hl7Writing.Text(value)}^^^{Hl7Writing.Authority(system)}" : "";
        return $"PV1|1|{@class}|{place}||||||||||||||||{number}";
    }
}
