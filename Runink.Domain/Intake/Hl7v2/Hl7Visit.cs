namespace Runink.Domain.Intake.Hl7v2;

/// <summary>PV1: where the patient is and on which visit.</summary>
internal static class Hl7Visit
{
    public static MessageFault? Read(
        Hl7Segment pv1, Hl7Segment pid, Hl7Segment? evn, EncounterChange change, TimeZoneInfo zone, DateTimeOffset sentAt,
        out EncounterNotice? notice)
    {
        notice = null;
        if (!TryTime(pv1, 44, zone, out var started))
            return new MessageFault(false, pv1.Place(44), 102, "The admission time is not a time stamp.");
        if (!TryTime(pv1, 45, zone, out var ended))
            return new MessageFault(false, pv1.Place(45), 102, "The discharge time is not a time stamp.");

        var at = sentAt;
        if (evn is not null && (evn.Get(6) ?? evn.Get(2)) is { } stamp && Hl7Time.TryParse(stamp, zone, out var occurred))
            at = occurred;
        notice = new EncounterNotice(
            change, VisitNumber(pv1) ?? AccountNumber(pid), EncounterType(pv1.Get(2)), pv1.Get(3, 1), pv1.Get(3, 2), pv1.Get(3, 3),
            pv1.Get(10), started, change == EncounterChange.Close ? ended ?? at : ended, at);
        return null;
    }

    private static Identifier? VisitNumber(Hl7Segment pv1) =>
        pv1.Get(19) is { } value ? new Identifier(pv1.Get(19, 4) ?? "VISIT", value, "VN") : null;

    private static Identifier? AccountNumber(Hl7Segment pid) =>
        pid.Get(18) is { } value ? new Identifier(pid.Get(18, 4) ?? "ACCOUNT", value, "AN") : null;

    /// <summary>HL7 table 0004, patient class.</summary>
    private static string? EncounterType(string? patientClass) => patientClass?.ToUpperInvariant() switch
    {
        "E" or "EMER" => "ED",
        "I" or "IMP" or "B" or "ACUTE" => "inpatient",
        "O" or "P" or "R" or "AMB" => "outpatient",
        "OBS" or "OBSENC" or "SS" => "observation",
        "V" or "VR" => "virtual",
        "H" or "HH" => "home",
        _ => null,
    };

    private static bool TryTime(Hl7Segment pv1, int field, TimeZoneInfo zone, out DateTimeOffset? instant)
    {
        instant = null;
        if (pv1.Get(field) is not { } text)
            return true;
        if (!Hl7Time.TryParse(text, zone, out var parsed))
            return false;
        instant = parsed;
        return true;
    }
}
