namespace Runink.Domain.Intake.Hl7v2;

/// <summary>PV1: where the patient is and on which visit.</summary>
internal sealed class Hl7Visit(Hl7Clock clock, string sender)
{
    public EncounterNotice Read(Hl7Segment pv1, Hl7Segment pid, Hl7Segment? evn, Hl7Meaning meaning)
    {
        var started = clock.Read(pv1, 44, "The admission time");
        var ended = clock.Read(pv1, 45, "The discharge time");
        var at = evn is null ? null : clock.Read(evn, 6, "The time of the event") ?? clock.Read(evn, 2, "The time of the event");
        var change = meaning.Encounter;
        return new EncounterNotice(
            change, VisitNumber(pv1, sender) ?? AccountNumber(pid, sender), EncounterType(pv1), pv1.Get(3, 1), pv1.Get(3, 2), pv1.Get(3, 3),
            pv1.Get(10), started, change == EncounterChange.Close ? ended ?? at ?? clock.Sent : ended, at ?? clock.Sent)
        {
            Moves = meaning.Has(Hl7Parts.Moves),
        };
    }

    /// <summary>When the patient died by the discharge disposition (PV1-36, UB codes 20 to 29 and 40 to 42); null when it says something else.</summary>
    public DateTimeOffset? Died(Hl7Segment pv1) =>
        pv1.Get(36) is ['2', >= '0' and <= '9'] or "40" or "41" or "42" ? clock.Read(pv1, 45, "The discharge time") ?? clock.Sent : null;

    public static Identifier? VisitNumber(Hl7Segment pv1, string sender) =>
        pv1.Get(19) is { } value ? new Identifier(pv1.Get(19, 4) ?? $"{sender}/VISIT", value, "VN") : null;

    public static Identifier? AccountNumber(Hl7Segment pid, string sender) =>
        pid.Get(18) is { } value ? new Identifier(pid.Get(18, 4) ?? $"{sender}/ACCOUNT", value, "AN") : null;

    /// <summary>HL7 table 0004, patient class.</summary>
    private static string? EncounterType(Hl7Segment pv1) => pv1.Get(2)?.ToUpperInvariant() switch
    {
        "E" or "EMER" => "ED",
        "I" or "IMP" or "B" or "ACUTE" => "inpatient",
        "O" or "P" or "R" or "AMB" => "outpatient",
        "OBS" or "OBSENC" or "SS" => "observation",
        "V" or "VR" => "virtual",
        "H" or "HH" => "home",
        _ => null,
    };
}
