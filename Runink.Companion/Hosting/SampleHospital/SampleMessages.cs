using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>Writes what the sample hospital's own systems would send.</summary>
internal static class SampleMessages
{
    public static string Arrival(SamplePatient patient, string controlId, DateTimeOffset now) =>
        Header("ADT", patient.Story.PatientClass == "I" ? "A01" : "A04", controlId, now)
        + $"EVN||{Hl7Time.Format(now)}\r" + Pid(patient) + Pv1(patient, now) + $"IN1|1|{patient.Payer}^Plan||{patient.Payer}||||||||||||||||||||||||||||||||{patient.Mrn}\r";

    public static string Discharge(SamplePatient patient, string controlId, DateTimeOffset now) =>
        Header("ADT", "A03", controlId, now) + $"EVN||{Hl7Time.Format(now)}\r" + Pid(patient) + Pv1(patient, null);

    /// <param name="step">Counts from 0.</param>
    public static string Results(SamplePatient patient, int step, string controlId, DateTimeOffset now)
    {
        var observations = At(patient, step).Select((value, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"OBX|{index + 1}|{(value.Course.Text is null ? "NM" : "ST")}|{value.Course.Code}^{value.Course.Name}^LN||{value.Course.Text ?? value.Value.ToString(CultureInfo.InvariantCulture)}|{(value.Course.Unit.Length == 0 ? "" : $"{value.Course.Unit}^^UCUM")}|||||F|||{Hl7Time.Format(now)}\r"));
        return Header("ORU", "R01", controlId, now) + Pid(patient) + Pv1(patient, null) + $"OBR|1|||VITALS^Vitals and laboratory^L|||{Hl7Time.Format(now)}\r" + string.Concat(observations);
    }

    /// <summary>Arrival as a transaction: the patient by identifier, the encounter beside it.</summary>
    public static string ArrivalBundle(SamplePatient patient, DateTimeOffset now) => Transaction(
        Entry("urn:uuid:patient", "PUT", $"Patient?identifier=urn:sample-hospital:mrn|{patient.Mrn}", new JsonObject
        {
            ["resourceType"] = "Patient",
            ["identifier"] = new JsonArray(new JsonObject
            {
                ["type"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v2-0203", ["code"] = "MR" }) },
                ["system"] = "urn:sample-hospital:mrn",
                ["value"] = patient.Mrn,
            }),
            ["name"] = new JsonArray(new JsonObject { ["family"] = patient.Family, ["given"] = new JsonArray(patient.Given) }),
            ["gender"] = patient.Sex == "F" ? "female" : "male",
            ["birthDate"] = patient.BornOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        }),
        Entry("urn:uuid:encounter", "PUT", $"Encounter?identifier=urn:sample-hospital:visit|{patient.Mrn}", Encounter(patient, "urn:uuid:patient", "in-progress", now, null)));

    public static string DischargeBundle(SamplePatient patient, DateTimeOffset now) => Transaction(
        Entry("urn:uuid:encounter", "PUT", $"Encounter?identifier=urn:sample-hospital:visit|{patient.Mrn}", Encounter(patient, ByMrn(patient), "finished", now.AddHours(-1), now)));

    public static string ResultsBundle(SamplePatient patient, int step, DateTimeOffset now) => Transaction(
        [.. At(patient, step).Select((value, index) => Entry($"urn:uuid:observation-{index.ToString(CultureInfo.InvariantCulture)}", "POST", "Observation", new JsonObject
        {
            ["resourceType"] = "Observation",
            ["status"] = "final",
            ["code"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = value.Course.Code, ["display"] = value.Course.Name }) },
            ["subject"] = new JsonObject { ["reference"] = ByMrn(patient) },
            ["effectiveDateTime"] = FhirTime.Format(now),
            [value.Course.Text is null ? "valueQuantity" : "valueString"] = value.Course.Text is { } text
                ? text
                : new JsonObject { ["value"] = value.Value, ["unit"] = value.Course.Unit, ["system"] = "http://unitsofmeasure.org", ["code"] = value.Course.Unit },
        }))]);

    private static IEnumerable<(SampleCourse Course, decimal Value)> At(SamplePatient patient, int step) =>
        patient.Story.Courses.Where(course => step < course.Values.Length).Select(course => (course, course.Values[step]));

    private static JsonObject Encounter(SamplePatient patient, string subject, string status, DateTimeOffset from, DateTimeOffset? to)
    {
        var period = new JsonObject { ["start"] = FhirTime.Format(from) };
        if (to is { } end)
            period["end"] = FhirTime.Format(end);
        return new JsonObject
        {
            ["resourceType"] = "Encounter",
            ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:sample-hospital:visit", ["value"] = patient.Mrn }),
            ["status"] = status,
            ["class"] = new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActCode", ["code"] = patient.Story.PatientClass switch { "E" => "EMER", "I" => "IMP", _ => "AMB" } },
            ["subject"] = new JsonObject { ["reference"] = subject },
            ["period"] = period,
            ["location"] = new JsonArray(new JsonObject { ["location"] = new JsonObject { ["display"] = patient.Story.Unit } }),
        };
    }

    private static string ByMrn(SamplePatient patient) => $"Patient?identifier=urn:sample-hospital:mrn|{patient.Mrn}";

    private static string Transaction(params JsonNode[] entries) =>
        new JsonObject { ["resourceType"] = "Bundle", ["type"] = "transaction", ["entry"] = new JsonArray(entries) }.ToJsonString();

    private static JsonObject Entry(string fullUrl, string method, string url, JsonObject resource) => new()
    {
        ["fullUrl"] = fullUrl,
        ["resource"] = resource,
        ["request"] = new JsonObject { ["method"] = method, ["url"] = url },
    };

    private static string Header(string type, string trigger, string controlId, DateTimeOffset now) =>
        $"MSH|^~\\&|{(type == "ADT" ? "ADT" : "LAB")}|SAMPLE|RUNINK|COMPANION|{Hl7Time.Format(now)}||{type}^{trigger}|{controlId}|P|2.5.1\r";

    private static string Pid(SamplePatient patient) =>
        $"PID|1||{patient.Mrn}^^^SAMPLE^MR||{patient.Family}^{patient.Given}||{patient.BornOn.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}|{patient.Sex}|||^^^^{patient.Postcode}\r";

    private static string Pv1(SamplePatient patient, DateTimeOffset? admitted)
    {
        var fields = new string[46];
        fields[0] = "PV1";
        fields[2] = patient.Story.PatientClass;
        fields[3] = $"{patient.Story.Unit}^^{Prefix(patient.Story.Unit)}-{patient.Bed.ToString("00", CultureInfo.InvariantCulture)}";
        fields[19] = $"V{patient.Mrn}^^^SAMPLE";
        fields[44] = admitted is { } at ? Hl7Time.Format(at) : "";
        return string.Join('|', fields).TrimEnd('|') + "\r";
    }

    /// <summary>"ED" for Emergency, "4W" for 4 West, "ICU" for ICU.</summary>
    private static string Prefix(string unit) => unit switch
    {
        "Emergency" => "ED",
        "Clinic" => "C",
        _ when unit.Contains(' ', StringComparison.Ordinal) => string.Concat(unit.Split(' ').Select(word => word[0])),
        _ => unit,
    };
}
