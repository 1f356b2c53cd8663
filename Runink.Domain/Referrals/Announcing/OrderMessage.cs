using System.Globalization;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Domain.Referrals.Announcing;

/// <summary>
/// A referral in HL7 v2.5.1, after IHE PCC 360X: OMG^O19 with NW asks for it, OSU^O51 with SC says how it stands. ORC-2 is the number of whoever
/// ordered it, ORC-3 of whoever carries it out; ours is one of the two.
/// </summary>
public static class OrderMessage
{
    private const string Us = "RUNINK";

    /// <param name="id">MSH-10, the key of the delivery.</param>
    public static string Of(string id, DateTimeOffset made, MessageHeading heading, AnnouncedPatient patient, AnnouncedReferral referral)
    {
        var isRequest = referral is { News: ReferralNews.Requested, Audience: AnnouncementAudience.Recipient };
        var type = isRequest ? "OMG^O19^OMG_O19" : "OSU^O51^OSU_O51";
        string[] segments =
        [
            $"MSH|^~\\&|{Text(heading.SendingApplication)}|{Text(heading.SendingFacility)}|{Text(heading.ReceivingApplication)}|{Text(heading.ReceivingFacility)}|{Hl7Writing.Stamp(made)}||{type}|{id}|P|2.5.1||||||UNICODE UTF-8",
            $"PID|1||{Text(patient.Number)}^^^{Hl7Writing.Authority(patient.System)}^{Text(patient.Type.Length == 0 ? "MR" : patient.Type)}||{Text(patient.Family ?? "")}^{Text(patient.Given ?? "")}||{patient.BirthDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}|{Text(patient.Sex ?? "U")}",
            Order(referral, isRequest),
            .. isRequest ? Request(referral) : [],
        ];
        return string.Join('\r', segments) + "\r";
    }

    private static string Order(AnnouncedReferral referral, bool isRequest)
    {
        var fields = new string[26];
        (fields[0], fields[1]) = ("ORC", isRequest ? "NW" : "SC");
        var ours = $"{Text(referral.Id)}^{Us}";
        if (referral.Audience == AnnouncementAudience.Recipient)
            fields[2] = ours;
        else
            (fields[2], fields[3]) = (referral.Order is { } order ? $"{Text(order.Value)}{(order.System is { } system ? $"^{Hl7Writing.Entity(FhirSystems.NameOf(system))}" : "")}" : "", ours);
        fields[9] = Hl7Writing.Stamp(referral.At);
        if (!isRequest)
        {
            fields[5] = OrderStatus.Of(referral.News);
            fields[25] = $"{NewsWords.Code(referral.News)}^{Text(NewsWords.Of(referral.News))}^{OrderStatus.ModifierSystem}";
        }

        if (referral.Visit is { } visit)
            fields[15] = Hl7Writing.Stamp(visit);
        if (referral.Text is { } text)
            fields[16] = $"^{Text(text)}";
        return string.Join('|', fields).TrimEnd('|');
    }

    /// <summary>For what: SNOMED CT's referral, in the words of the service that is asked for; how urgent, and why.</summary>
    private static string[] Request(AnnouncedReferral referral) =>
    [
        $"TQ1|1||||||||{referral.Priority switch { "urgent" => "S", "soon" => "A", _ => "R" }}",
        $"OBR|1|{Text(referral.Id)}^{Us}||3457005^{Text(referral.Service)}^SCT{(referral.Reason is { } reason ? $"{new string('|', 27)}^{Text(reason)}" : "")}",
    ];

    private static string Text(string text) => Hl7Writing.Text(text);
}
