namespace Runink.Domain.Intake.Fhir;

/// <summary>What Patient, Encounter and Observation resources say. They have been validated before.</summary>
/// <param name="zone">The site's time zone, for dates without a time.</param>
public sealed class FhirReader(TimeZoneInfo zone)
{
    /// <summary>System of the identifier under which a resource's own id is kept.</summary>
    public const string PatientIdSystem = "fhir:Patient";

    public const string EncounterIdSystem = "fhir:Encounter";

    public PatientNotice ReadPatient(FhirNode patient)
    {
        var identifiers = patient.All("identifier").Where(identifier => identifier.Value("value") is not null).Select(ReadIdentifier).ToList();
        identifiers.Add(new Identifier(PatientIdSystem, patient.Value("id")!, "FHIR"));
        var name = patient.All("name").OrderBy(name => name.Value("use") is "official" ? 0 : name.Value("use") is "usual" or null ? 1 : 2).FirstOrDefault();
        var given = name is null ? null : string.Join(' ', name.All("given").Select(part => part.Text).OfType<string>());
        DateOnly? birth = patient.Value("birthDate") is { } born && FhirTime.TryParseDate(born, out var date) ? date : null;
        DateTimeOffset? died = patient.Value("deceasedDateTime") is { } death && FhirTime.TryParse(death, zone, out var instant) ? instant : null;
        return new PatientNotice(
            identifiers,
            new Demographics(name?.Value("family") ?? name?.Value("text"), given is { Length: > 0 } ? given : null, birth, patient.Value("gender"), died),
            null, []);
    }

    /// <summary>Null when the encounter says no patient.</summary>
    public PatientNotice? ReadEncounter(FhirNode encounter, DateTimeOffset receivedAt)
    {
        if (Reference(encounter, "subject", "Patient") is not { } patient)
            return null;
        var started = Time(encounter.Value("period.start"));
        var ended = Time(encounter.Value("period.end"));
        var change = encounter.Value("status") switch
        {
            "finished" => EncounterChange.Close,
            "cancelled" or "entered-in-error" => EncounterChange.Cancel,
            "planned" => EncounterChange.Update,
            _ => ended is null ? EncounterChange.Open : EncounterChange.Close,
        };
        var location = encounter.All("location").FirstOrDefault(place => place.Value("status") is null or "active");
        return new PatientNotice(
            [new Identifier(PatientIdSystem, patient, "FHIR")], null,
            new EncounterNotice(
                change, new Identifier(EncounterIdSystem, encounter.Value("id")!, "VN"), EncounterType(encounter.Value("class.code")),
                location?.Value("location.display"), null, null, encounter.Value("serviceType.text"),
                started, ended ?? (change == EncounterChange.Close ? receivedAt : null), started ?? receivedAt),
            []);
    }

    /// <summary>Null when the observation says no patient. Components become observations of their own.</summary>
    public PatientNotice? ReadObservation(FhirNode observation, DateTimeOffset receivedAt)
    {
        if (Reference(observation, "subject", "Patient") is not { } patient)
            return null;
        var at = Time(observation.Value("effectiveDateTime")) ?? Time(observation.Value("effectiveInstant"))
            ?? Time(observation.Value("effectivePeriod.start")) ?? Time(observation.Value("issued")) ?? receivedAt;
        var status = observation.Value("status") switch
        {
            "final" => "final",
            "amended" or "corrected" => "corrected",
            "registered" or "preliminary" => "preliminary",
            "cancelled" or "entered-in-error" => "entered-in-error",
            _ => "unknown",
        };
        var observations = new[] { observation }.Concat(observation.All("component"))
            .Select(part => (part, value: ReadValue(part)))
            .Where(read => read.value.Value is not null)
            .Select(read => new ObservationNotice(Codes(read.part), read.value.Value!, read.value.Unit, at, status))
            .ToList();
        return new PatientNotice([new Identifier(PatientIdSystem, patient, "FHIR")], null, null, observations);
    }

    /// <summary>The id in a reference such as <c>Patient/123</c> or <c>https://host/fhir/Patient/123</c>.</summary>
    public static string? Reference(FhirNode resource, string element, string type)
    {
        var reference = resource.Value($"{element}.reference");
        var marker = type + "/";
        var at = reference?.LastIndexOf(marker, StringComparison.Ordinal) ?? -1;
        return at < 0 || (at > 0 && reference![at - 1] != '/') ? null : reference![(at + marker.Length)..].Split('/')[0];
    }

    private static Identifier ReadIdentifier(FhirNode identifier) => new(
        identifier.Value("system") ?? "unknown", identifier.Value("value")!, identifier.Value("type.coding.code"));

    private DateTimeOffset? Time(string? text) => text is not null && FhirTime.TryParse(text, zone, out var instant) ? instant : null;

    private static List<Coding> Codes(FhirNode part)
    {
        var codes = (part["code"]?.All("coding") ?? [])
            .Where(coding => coding.Value("code") is not null)
            .Select(coding => new Coding(coding.Value("system") ?? "local", coding.Value("code")!, coding.Value("display")))
            .ToList();
        if (codes.Count == 0 && part.Value("code.text") is { } text)
            codes.Add(new Coding("local", text, text));
        return codes;
    }

    private static (string? Value, string? Unit) ReadValue(FhirNode part)
    {
        if (part["valueQuantity"] is { } quantity && quantity.Value("value") is { } number)
            return (quantity.Value("comparator") + number, quantity.Value("code") ?? quantity.Value("unit"));
        var text = part.Value("valueCodeableConcept.coding.code") ?? part.Value("valueCodeableConcept.text") ?? part.Value("valueString")
            ?? part.Value("valueBoolean") ?? part.Value("valueInteger") ?? part.Value("valueDateTime");
        return (text, null);
    }

    /// <summary>http://terminology.hl7.org/CodeSystem/v3-ActCode</summary>
    private static string? EncounterType(string? code) => code switch
    {
        "EMER" => "ED",
        "IMP" or "ACUTE" or "NONAC" => "inpatient",
        "OBSENC" => "observation",
        "AMB" or "SS" or "PRENC" => "outpatient",
        "VR" => "virtual",
        "HH" => "home",
        _ => null,
    };
}
