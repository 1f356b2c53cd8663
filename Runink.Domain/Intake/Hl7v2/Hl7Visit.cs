namespace Runink.Domain.Intake.Hl7v2;

/// <summary>PV1: where the patient is and on which visit.</summary>
internal sealed class Hl7Visit(Hl7Clock clock, string sender)
{
    public EncounterNotice Read(Hl7Segment pv1, Hl7Segment? pv2, Hl7Segment pid, Hl7Segment? evn, string? trigger, Hl7Meaning meaning)
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
            Planned = meaning.Has(Hl7Parts.Registers) ? Planned(pv2, trigger) : null,
        };
    }

    /// <summary>A16 announces a discharge, A25 calls it off, and PV2-9 says in any message of the register when it is expected.</summary>
    private PlannedDischarge? Planned(Hl7Segment? pv2, string? trigger)
    {
        bool? pending = trigger switch { "A16" => true, "A25" => false, _ => null };
        var end = pv2 is null ? null : clock.Read(pv2, 9, "The expected discharge time");
        // A day without a time is its end.
        if (end is not null && pv2!.Get(9) is { Length: <= 8 })
            end = end.Value.AddDays(1).AddMinutes(-1);
        var says = end is not null || pending == false || pv2?.IsNull(9) == true;
        return says || pending is not null ? new PlannedDischarge(pending, says, end) : null;
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
