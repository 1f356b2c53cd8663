using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Patients;
using Runink.Domain.Signals;

namespace Runink.Companion.Intake.Fhir;

/// <summary>Writes what we know as FHIR resources.</summary>
internal static class FhirProjection
{
    public static string Patient(Patient patient, IReadOnlyList<PatientIdentifier> identifiers)
    {
        var name = new JsonObject();
        if (patient.Family is not null)
            name["family"] = patient.Family;
        if (patient.Given is not null)
            name["given"] = new JsonArray([.. patient.Given.Split(' ').Select(part => (JsonNode)part)]);
        var resource = Resource("Patient", patient.Id, patient.LastSeenAt);
        resource["identifier"] = new JsonArray([.. identifiers.Where(known => known.System != FhirReader.PatientIdSystem).Select(known => (JsonNode)new JsonObject { ["system"] = System(known.System), ["value"] = known.Value })]);
        if (resource["identifier"]!.AsArray().Count == 0)
            resource.Remove("identifier");
        if (name.Count > 0)
            resource["name"] = new JsonArray(name);
        if (patient.Sex is not null)
            resource["gender"] = patient.Sex;
        if (patient.BirthDate is { } born)
            resource["birthDate"] = born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (patient.DeceasedAt is { } died)
            resource["deceasedDateTime"] = FhirTime.Format(died);
        return resource.ToJsonString();
    }

    public static string Encounter(Encounter encounter)
    {
        var resource = Resource("Encounter", encounter.Id, encounter.StartedAt);
        resource["status"] = encounter.Cancelled ? "cancelled" : encounter.IsOpen ? "in-progress" : "finished";
        resource["class"] = new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActCode", ["code"] = Class(encounter.Type) };
        resource["subject"] = new JsonObject { ["reference"] = $"Patient/{encounter.PatientId}" };
        resource["period"] = new JsonObject { ["start"] = FhirTime.Format(encounter.StartedAt) };
        if (encounter.EndedAt is { } ended)
            resource["period"]!["end"] = FhirTime.Format(ended);
        if (encounter.Unit is not null)
            resource["location"] = new JsonArray(new JsonObject { ["location"] = new JsonObject { ["display"] = string.Join(' ', new[] { encounter.Unit, encounter.Bed }.OfType<string>()) } });
        return resource.ToJsonString();
    }

    /// <param name="index">The value's place in its message; part of its id.</param>
    public static string Observation(Signal signal, int index, string patientId, string? encounterId, Vocabulary vocabulary)
    {
        var concept = vocabulary.Find(signal.Concept);
        var resource = Resource("Observation", $"{signal.SourceMessage}-{index.ToString(CultureInfo.InvariantCulture)}", signal.RecordedAt);
        resource["status"] = signal.Status switch
        {
            SignalStatus.Final => "final",
            SignalStatus.Preliminary => "preliminary",
            SignalStatus.Corrected => "corrected",
            SignalStatus.EnteredInError => "entered-in-error",
            SignalStatus.Unknown => "unknown",
        };
        var codings = concept is not null
            ? concept.Codes.Select(code => Coding(code.System, code.Code, concept.Label))
            : signal.Concept.Split('|', 2) is [var system, var code] ? [Coding(system, code, null)] : [];
        resource["code"] = new JsonObject { ["coding"] = new JsonArray([.. codings]), ["text"] = concept?.Label ?? signal.Concept };
        resource["subject"] = new JsonObject { ["reference"] = $"Patient/{patientId}" };
        if (encounterId is not null)
            resource["encounter"] = new JsonObject { ["reference"] = $"Encounter/{encounterId}" };
        resource["effectiveDateTime"] = FhirTime.Format(signal.At);
        resource["issued"] = FhirTime.Format(signal.RecordedAt);
        if (Interval.Parse(signal.Value) is { IsPoint: true } number)
        {
            var quantity = new JsonObject { ["value"] = number.Low };
            if (signal.Unit is not null)
                (quantity["unit"], quantity["system"], quantity["code"]) = (signal.Unit, "http://unitsofmeasure.org", signal.Unit);
            resource["valueQuantity"] = quantity;
        }
        else
        {
            resource["valueString"] = signal.Value;
        }

        return resource.ToJsonString();
    }

    private static JsonObject Resource(string type, string id, DateTimeOffset updated) => new()
    {
        ["resourceType"] = type,
        ["id"] = id,
        ["meta"] = new JsonObject { ["versionId"] = "1", ["lastUpdated"] = FhirTime.Format(updated) },
    };

    private static JsonNode Coding(string system, string code, string? display)
    {
        var coding = new JsonObject { ["system"] = System(system), ["code"] = code };
        if (display is not null)
            coding["display"] = display;
        return coding;
    }

    private static string System(string system) => system.ToUpperInvariant() switch
    {
        "LN" or "LOINC" => "http://loinc.org",
        "SCT" or "SNOMED" or "SNOMEDCT" => "http://snomed.info/sct",
        "RXNORM" => "http://www.nlm.nih.gov/research/umls/rxnorm",
        _ when system.Contains(':', StringComparison.Ordinal) => system,
        _ => $"urn:runink:system:{Uri.EscapeDataString(system)}",
    };

    private static string Class(string? type) => type switch
    {
        "ED" => "EMER",
        "inpatient" => "IMP",
        "observation" => "OBSENC",
        "virtual" => "VR",
        "home" => "HH",
        _ => "AMB",
    };
}
