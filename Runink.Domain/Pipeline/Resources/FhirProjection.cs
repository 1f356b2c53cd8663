using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hl7.Fhir.Model;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Patients;
using Runink.Domain.Signals;
using Encounter = Runink.Domain.Patients.Encounter;
using Model = Hl7.Fhir.Model;
using Quantity = Hl7.Fhir.Model.Quantity;
using Patient = Runink.Domain.Patients.Patient;

namespace Runink.Domain.Pipeline.Resources;

/// <summary>
/// Writes what came over other doors than FHIR as resources. It says what was sent and no more: one code for a value, the unit and
/// the comparator as they came, and of what nobody said that it is not known.
/// </summary>
internal static class FhirProjection
{
    private const string AbsentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    public static Model.Patient Patient(Patient patient, IEnumerable<PatientIdentifier> identifiers) => Stamped(
        new Model.Patient
        {
            Id = patient.Id,
            Identifier = [.. identifiers.Where(known => known.System != FhirReader.PatientIdSystem).Select(known => new Model.Identifier(FhirSystems.Of(known.System), known.Value))],
            Name = patient.Family is null && patient.Given is null ? [] : [new HumanName { Family = patient.Family, Given = patient.Given?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [] }],
            GenderElement = patient.Sex is { } sex ? new Code<AdministrativeGender> { JsonValue = sex } : null,
            BirthDateElement = patient.BirthDate is { } born ? BirthDate(born, patient.BornAt) : null,
            Deceased = patient.DeceasedAt is { } died ? new FhirDateTime(FhirTime.Format(died)) : null,
        },
        patient.LastSeenAt);

    private static Date BirthDate(DateOnly day, DateTimeOffset? at)
    {
        var born = new Date(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (at is { } instant)
            born.AddExtension(FhirReader.BirthTime, new FhirDateTime(FhirTime.Format(instant)));
        return born;
    }

    public static Model.Encounter Encounter(Encounter encounter) => Stamped(
        new Model.Encounter
        {
            Id = encounter.Id,
            Status = encounter.Cancelled ? Model.Encounter.EncounterStatus.Cancelled : encounter.IsOpen ? Model.Encounter.EncounterStatus.InProgress : Model.Encounter.EncounterStatus.Finished,
            Class = Class(encounter.Type),
            Identifier = encounter.Visit?.Split('|', 2) is [var system, var value] ? [new Model.Identifier(FhirSystems.Of(system), value)] : [],
            Subject = new ResourceReference($"Patient/{encounter.PatientId}"),
            Period = new Period { Start = FhirTime.Format(encounter.StartedAt), End = encounter.EndedAt is { } ended ? FhirTime.Format(ended) : null },
            Location = encounter.Unit is null ? [] : [new Model.Encounter.LocationComponent { Location = new ResourceReference { Display = string.Join(' ', new[] { encounter.Unit, encounter.Bed }.OfType<string>()) } }],
        },
        encounter.StartedAt);

    /// <param name="sent">The value as its message has it; null when the message cannot be read any more.</param>
    /// <param name="superseded">A later message has corrected or withdrawn it.</param>
    public static Observation Observation(string id, Signal signal, ObservationNotice? sent, bool superseded, string patientId, string? encounterId, Vocabulary vocabulary)
    {
        var concept = vocabulary.Find(signal.Concept);
        return Stamped(
            new Observation
            {
                Id = id,
                Status = superseded ? ObservationStatus.EnteredInError : signal.Status switch
                {
                    SignalStatus.Final => ObservationStatus.Final,
                    SignalStatus.Preliminary => ObservationStatus.Preliminary,
                    SignalStatus.Corrected => ObservationStatus.Corrected,
                    SignalStatus.EnteredInError => ObservationStatus.EnteredInError,
                    SignalStatus.Unknown => ObservationStatus.Unknown,
                },
                Code = Code(signal, sent, concept),
                Subject = new ResourceReference($"Patient/{patientId}"),
                Encounter = encounterId is null ? null : new ResourceReference($"Encounter/{encounterId}"),
                Effective = new FhirDateTime(FhirTime.Format(signal.At)),
                IssuedElement = new Instant(signal.RecordedAt),
                Value = Value(signal, concept),
                Interpretation = [.. (sent?.Flags ?? []).Select(Interpretation)],
                ReferenceRange = sent?.ReferenceRange is { } range ? [new Observation.ReferenceRangeComponent { Text = range }] : [],
                Note = [.. new[] { sent?.Note, superseded ? "A later message has corrected or withdrawn this value." : null }.OfType<string>().Select(text => new Annotation { Text = new Markdown(PlainText.Of(text)) })],
            },
            signal.RecordedAt);
    }

    /// <summary>The version of a resource that is written anew each time: a mark of its content.</summary>
    private static T Stamped<T>(T resource, DateTimeOffset updated) where T : Resource
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FhirWriter.ToJson(resource))))[..16];
        resource.Meta = new Meta { VersionId = mark, LastUpdated = new DateTimeOffset(updated.UtcTicks - (updated.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero) };
        return resource;
    }

    /// <summary>The codes that were sent for this value; without them the concept's name, and its code when it has just one.</summary>
    private static CodeableConcept Code(Signal signal, ObservationNotice? sent, Concept? concept)
    {
        if (sent is { Codes.Count: > 0 })
        {
            return new CodeableConcept
            {
                Coding = [.. sent.Codes.Select(code => new Model.Coding(FhirSystems.Of(code.System), code.Code, string.IsNullOrWhiteSpace(code.Display) ? null : code.Display))],
                Text = concept?.Label,
            };
        }

        return concept is not null
            ? new CodeableConcept { Coding = concept.Codes is [var only] ? [new Model.Coding(FhirSystems.Of(only.System), only.Code)] : [], Text = concept.Label }
            : signal.Concept.Split('|', 2) is [var system, var code]
                ? new CodeableConcept { Coding = [new Model.Coding(FhirSystems.Of(system), code)] }
                : new CodeableConcept { Text = signal.Concept };
    }

    /// <summary>HL7 table 0078, whose codes FHIR has taken over; what a laboratory writes beside them is its own text.</summary>
    private static CodeableConcept Interpretation(string flag) => flag is "N" or "H" or "L" or "HH" or "LL" or "HU" or "LU" or "A" or "AA" or "U" or "D" or "B" or "W" or "S" or "R" or "I" or "POS" or "NEG" or "IND" or "DET" or "ND" or "<" or ">"
        ? new CodeableConcept("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", flag)
        : new CodeableConcept { Text = flag };

    private static DataType Value(Signal signal, Concept? concept)
    {
        var text = signal.Value.Trim();
        var comparator = text switch
        {
            ['<', '=', ..] => Quantity.QuantityComparator.LessOrEqual,
            ['>', '=', ..] => Quantity.QuantityComparator.GreaterOrEqual,
            ['<', ..] => Quantity.QuantityComparator.LessThan,
            ['>', ..] => Quantity.QuantityComparator.GreaterThan,
            _ => (Quantity.QuantityComparator?)null,
        };
        // Digits alone do not make a quantity: a SNOMED code has digits too.
        var measured = concept?.IsNumeric ?? signal.Unit is not null;
        if (measured && decimal.TryParse(text.TrimStart('<', '>', '=').Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var isUcum = signal.Unit is { } unit && Ucum.IsCode(unit);
            return new Quantity
            {
                Value = number, Comparator = comparator, Unit = signal.Unit,
                System = isUcum ? "http://unitsofmeasure.org" : null, Code = isUcum ? signal.Unit : null,
            };
        }

        return concept?.Kind == ConceptKind.Code
            ? new CodeableConcept { Text = signal.Value }
            : new FhirString(signal.Unit is null ? signal.Value : $"{signal.Value} {signal.Unit}");
    }

    /// <summary>An encounter must have a class; where no message said one, it says that it is not known.</summary>
    private static Model.Coding Class(string? type) => type switch
    {
        "ED" => new Model.Coding(ActCode, "EMER"),
        "inpatient" => new Model.Coding(ActCode, "IMP"),
        "observation" => new Model.Coding(ActCode, "OBSENC"),
        "outpatient" => new Model.Coding(ActCode, "AMB"),
        "virtual" => new Model.Coding(ActCode, "VR"),
        "home" => new Model.Coding(ActCode, "HH"),
        _ => new Model.Coding { Extension = [new Extension(AbsentReason, new Code("unknown"))] },
    };
}
