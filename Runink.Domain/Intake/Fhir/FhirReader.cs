using System.Globalization;
using Hl7.Fhir.Utility;
using Model = Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir;

/// <summary>What Patient, Encounter and Observation resources say. They have been validated before.</summary>
/// <param name="zone">The site's time zone, for dates without a time.</param>
public sealed class FhirReader(TimeZoneInfo zone)
{
    /// <summary>System of the identifier under which a resource's own id is kept.</summary>
    public const string PatientIdSystem = "fhir:Patient";

    /// <summary>System of identifiers that came without one.</summary>
    public const string UnknownSystem = "unknown";

    /// <summary>Encounter.plannedEndDate of R5, as R4 carries it.</summary>
    private const string PlannedEnd = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.plannedEndDate";

    public const string BirthTime = "http://hl7.org/fhir/StructureDefinition/patient-birthTime";

    public const string EncounterIdSystem = "fhir:Encounter";

    public PatientNotice ReadPatient(Model.Patient patient, DateTimeOffset receivedAt)
    {
        var identifiers = patient.Identifier.Where(identifier => identifier.Value is not null).Select(ReadIdentifier).ToList();
        identifiers.Add(new Identifier(PatientIdSystem, patient.Id!, "FHIR"));
        var name = patient.Name.OrderBy(name => name.Use switch
        {
            Model.HumanName.NameUse.Official => 0,
            Model.HumanName.NameUse.Usual or null => 1,
            _ => 2,
        }).FirstOrDefault();
        var given = name is null ? null : string.Join(' ', name.Given.Where(part => part is not null));
        DateOnly? birth = patient.BirthDate is { } born && FhirTime.TryParseDate(born, out var date) ? date : null;
        var died = patient.Deceased switch
        {
            Model.FhirDateTime death => Time(death.Value),
            Model.FhirBoolean { Value: true } => receivedAt,
            _ => null,
        };
        return new PatientNotice(
            identifiers,
            new Demographics(name?.Family ?? name?.Text, given is { Length: > 0 } ? given : null, birth, patient.Gender?.GetLiteral(), died)
            {
                BornAt = BornAt(patient, birth),
                Home = FhirContact.Home(patient.Address),
                Phone = FhirContact.Phone(patient.Telecom),
                Cleared = patient.Deceased is Model.FhirBoolean { Value: false } ? [nameof(Demographics.DeceasedAt)] : [],
            },
            null, []) { Registers = true };
    }

    /// <summary>
    /// The standard's extension patient-birthTime. It must be of the day in birthDate, which is that day somewhere on earth: servers
    /// write the time by UTC. A local midnight stands for a day of which no more is known.
    /// </summary>
    private DateTimeOffset? BornAt(Model.Patient patient, DateOnly? day) =>
        day is { } born && (patient.BirthDateElement?.Extension.Find(one => one.Url == BirthTime)?.Value as Model.FhirDateTime)?.Value is { Length: > 10 } said
        && Time(said) is { } at && (at - new DateTimeOffset(born, TimeOnly.MinValue, TimeSpan.Zero)).TotalHours is >= -14 and < 36
        && !(said.StartsWith(patient.BirthDate!, StringComparison.Ordinal) && said[10..].StartsWith("T00:00:00", StringComparison.Ordinal)) ? at : null;

    /// <summary>Null when the encounter says no patient.</summary>
    public PatientNotice? ReadEncounter(Model.Encounter encounter, DateTimeOffset receivedAt)
    {
        if (Reference(encounter.Subject, "Patient") is not { } patient)
            return null;
        var started = Time(encounter.Period?.Start);
        var ended = Time(encounter.Period?.End);
        var change = encounter.Status switch
        {
            Model.Encounter.EncounterStatus.Finished => EncounterChange.Close,
            Model.Encounter.EncounterStatus.Cancelled or Model.Encounter.EncounterStatus.EnteredInError => EncounterChange.Cancel,
            Model.Encounter.EncounterStatus.Planned => EncounterChange.Update,
            // Who is still here goes at the end of the period: that is expected, not done.
            _ => ended is null || ended > receivedAt ? EncounterChange.Open : EncounterChange.Close,
        };
        var said = (encounter.Extension.Find(one => one.Url == PlannedEnd)?.Value as Model.FhirDateTime)?.Value ?? (change == EncounterChange.Open ? encounter.Period?.End : null);
        // A day without a time is its end.
        var expected = said?.Length == 10 ? Time(said)?.AddDays(1).AddMinutes(-1) : Time(said);
        var location = encounter.Location.FirstOrDefault(place => place.Status is null or Model.Encounter.EncounterLocationStatus.Active);
        var stay = new EncounterNotice(
            change, new Identifier(EncounterIdSystem, encounter.Id!, "VN"), EncounterType(encounter.Class?.Code),
            location?.Location?.Display, null, null, encounter.ServiceType?.Text,
            started, change == EncounterChange.Close ? ended ?? receivedAt : ended > receivedAt ? null : ended, started ?? receivedAt)
        {
            Planned = expected is null ? null : new PlannedDischarge(null, SaysEnd: true, expected),
        };
        var key = $"fhir|Encounter/{encounter.Id}";
        return new PatientNotice([new Identifier(PatientIdSystem, patient, "FHIR")], null, stay, change switch
        {
            EncounterChange.Open => [.. EncounterEvents.Begun(stay, key, receivedAt)],
            EncounterChange.Close => [.. EncounterEvents.Begun(stay, key, receivedAt), .. EncounterEvents.Ended(stay, key, receivedAt)],
            _ => [],
        });
    }

    /// <summary>What a condition, a medicine or an appointment means for the lists and events that triggers read; empty for other types.</summary>
    public IReadOnlyList<ObservationNotice> ReadLists(Model.Resource resource, DateTimeOffset receivedAt) =>
        [.. FhirLists.Read(resource, $"fhir|{resource.TypeName}/{resource.Id}", receivedAt, Time)];

    /// <summary>Null when the observation says no patient. Components become observations of their own.</summary>
    public PatientNotice? ReadObservation(Model.Observation observation, DateTimeOffset receivedAt)
    {
        if (Reference(observation.Subject, "Patient") is not { } patient)
            return null;
        var at = observation.Effective switch
        {
            Model.FhirDateTime moment => Time(moment.Value),
            Model.Instant instant => instant.Value,
            Model.Period period => Time(period.Start) ?? Time(period.End),
            _ => null,
        };
        at ??= observation.Issued ?? receivedAt;
        var status = observation.Status switch
        {
            Model.ObservationStatus.Final => "final",
            Model.ObservationStatus.Amended or Model.ObservationStatus.Corrected => "corrected",
            Model.ObservationStatus.Registered or Model.ObservationStatus.Preliminary => "preliminary",
            Model.ObservationStatus.Cancelled or Model.ObservationStatus.EnteredInError => "entered-in-error",
            _ => "unknown",
        };
        var observations = observation.Component.Select(part => (part.Code, part.Value, part.ReferenceRange, part.Interpretation))
            .Prepend((observation.Code, observation.Value, observation.ReferenceRange, observation.Interpretation))
            .Select((part, index) => (part.Code, index, read: ReadValue(part.Value), part.ReferenceRange, part.Interpretation))
            .Where(part => part.read.Value is not null)
            .Select(part => new ObservationNotice(Codes(part.Code), part.read.Value!, part.read.Unit, at.Value, status)
            {
                Key = $"fhir|{observation.Id}|{Codes(part.Code).FirstOrDefault()?.Code}|{(part.index == 0 ? "" : "component")}",
                VersionAt = receivedAt,
                Synonyms = part.read.Synonyms,
                Place = "Observation.value",
                Item = ItemOf(observation.BasedOn),
                ReferenceRange = Range(part.ReferenceRange),
                Flags = [.. part.Interpretation.Select(said => said.Coding.FirstOrDefault(coding => coding.Code is not null)?.Code ?? said.Text).OfType<string>()],
            })
            .ToList();
        return new PatientNotice([new Identifier(PatientIdSystem, patient, "FHIR")], null, null, observations);
    }

    /// <summary>The order's number, or else where it lies.</summary>
    private static string? ItemOf(List<Model.ResourceReference> basedOn) =>
        basedOn.Find(order => order.Type == "ServiceRequest" || order.Identifier is not null || order.Reference?.Contains("ServiceRequest/", StringComparison.Ordinal) == true) is { } order
            ? order.Identifier?.Value ?? order.Reference
            : null;

    /// <summary>The one range that is said. Of several, by sex, age or trimester, none: which is meant is for who knows the patient.</summary>
    private static string? Range(List<Model.Observation.ReferenceRangeComponent> ranges) => ranges is not [var only] ? null
        : (only.Low?.Value, only.High?.Value) switch
        {
            ({ } low, { } high) when Unit(only.Low) == Unit(only.High) => string.Create(CultureInfo.InvariantCulture, $"{low}-{high}{Unit(only.Low)}"),
            ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $">={low}{Unit(only.Low)}"),
            (null, { } high) => string.Create(CultureInfo.InvariantCulture, $"<={high}{Unit(only.High)}"),
            _ => only.Text,
        };

    private static string? Unit(Model.Quantity? quantity) => (quantity?.Code ?? quantity?.Unit) is { } unit ? " " + unit : null;

    /// <summary>The id in a reference such as <c>Patient/123</c>. Addresses of our own have been made relative before; other servers' are not ours.</summary>
    public static string? Reference(Model.ResourceReference? reference, string type) =>
        reference?.Reference?.Split('/') is [var named, { Length: > 0 } id, ..] && named == type ? id : null;

    private static Identifier ReadIdentifier(Model.Identifier identifier) => new(
        identifier.System ?? UnknownSystem, identifier.Value!, identifier.Type?.Coding.FirstOrDefault()?.Code);

    private DateTimeOffset? Time(string? text) => text is not null && FhirTime.TryParse(text, zone, out var instant) ? instant : null;

    private static List<Coding> Codes(Model.CodeableConcept? concept)
    {
        var codes = (concept?.Coding ?? [])
            .Where(coding => coding.Code is not null)
            .Select(coding => new Coding(coding.System ?? "local", coding.Code!, coding.Display))
            .ToList();
        if (codes.Count == 0 && concept?.Text is { } text)
            codes.Add(new Coding("local", text, text));
        return codes;
    }

    private static (string? Value, string? Unit, IReadOnlyList<string> Synonyms) ReadValue(Model.DataType? value)
    {
        switch (value)
        {
            case Model.Quantity { Value: { } number } quantity:
                return (quantity.Comparator?.GetLiteral() + number.ToString(CultureInfo.InvariantCulture), quantity.Code ?? quantity.Unit, []);
            case Model.CodeableConcept concept:
                string[] words = [.. concept.Coding.SelectMany(coding => new[] { coding.Code, coding.Display }).Append(concept.Text).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
                return words.Length == 0 ? (null, null, []) : (words[0], null, words[1..]);
            case Model.FhirString text:
                return (text.Value, null, []);
            case Model.FhirBoolean truth:
                return (truth.Value switch { true => "true", false => "false", null => null }, null, []);
            case Model.Integer whole:
                return (whole.Value?.ToString(CultureInfo.InvariantCulture), null, []);
            case Model.FhirDateTime moment:
                return (moment.Value, null, []);
            default:
                return (null, null, []);
        }
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
