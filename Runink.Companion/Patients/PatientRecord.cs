using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Patients;
using Runink.Domain.Store;

namespace Runink.Companion.Patients;

/// <summary>What is on record of a patient beside stays and values, whichever door it came by. What was entered in error is left out.</summary>
internal static class PatientRecord
{
    private const int MostEntries = 20;
    private const int MostResources = 500;

    private static readonly (string Title, string[] Types)[] Groups =
    [
        ("Allergies", ["AllergyIntolerance"]), ("Conditions", ["Condition"]), ("Medicines", ["MedicationRequest", "MedicationStatement"]), ("Appointments", ["Appointment"]),
        ("Orders", ["ServiceRequest"]), ("Documents", ["DocumentReference"]), ("Vaccinations", ["Immunization"]), ("Procedures", ["Procedure"]), ("Contacts", ["RelatedPerson"]), ("Coverage", ["Coverage"]),
    ];

    private static readonly List<string> Types = [.. Groups.SelectMany(group => group.Types)];

    public static async Task<IReadOnlyList<RecordGroup>> ReadAsync(CompanionDb db, string patientId, CancellationToken cancel)
    {
        var rows = await db.FhirResources.Where(row => row.PatientId == patientId && !row.Deleted && Types.Contains(row.Type))
            .OrderByDescending(row => row.LastUpdated).Take(MostResources).ToListAsync(cancel);
        var entries = rows.Select(row => (row.Type, Entry: Entry(row))).Where(pair => pair.Entry is { Status: not "entered-in-error" }).ToLookup(pair => pair.Type, pair => pair.Entry!, StringComparer.Ordinal);
        return
        [
            .. Groups.Select(group => (group.Title, All: group.Types.SelectMany(type => entries[type]).OrderBy(entry => entry.IsOver).ThenByDescending(entry => entry.When, StringComparer.Ordinal).ToList()))
                .Where(group => group.All.Count > 0).Select(group => new RecordGroup(group.Title, group.All[..Math.Min(MostEntries, group.All.Count)], Math.Max(0, group.All.Count - MostEntries))),
        ];
    }

    private static RecordEntry? Entry(FhirResource row)
    {
        var entry = FhirParser.Stored(row.Json) switch
        {
            AllergyIntolerance allergy => Of(
                allergy.Code.Said(), string.Join(", ", allergy.Reaction.SelectMany(reaction => reaction.Manifestation).Select(FhirConcepts.Said).OfType<string>().Append(allergy.Criticality == AllergyIntolerance.AllergyIntoleranceCriticality.High ? "high risk" : null).OfType<string>()),
                Code(allergy.VerificationStatus) is "entered-in-error" or "refuted" ? "entered-in-error" : Code(allergy.ClinicalStatus), When(allergy.Onset) ?? allergy.RecordedDate, over: ["inactive", "resolved"]),
            Condition condition => Of(
                condition.Code.Said(), null, Code(condition.VerificationStatus) is "entered-in-error" or "refuted" ? "entered-in-error" : Code(condition.ClinicalStatus), When(condition.Onset) ?? condition.RecordedDate, over: ["inactive", "remission", "resolved"]),
            MedicationRequest request => Of(
                Medicine(request.Medication), request.DosageInstruction.Select(Dose).FirstOrDefault(), Literal(request.StatusElement), request.AuthoredOn, over: ["completed", "stopped", "cancelled"]),
            MedicationStatement statement => Of(Medicine(statement.Medication), statement.Dosage.Select(Dose).FirstOrDefault(), Literal(statement.StatusElement), When(statement.Effective), over: ["completed", "stopped", "not-taken"]),
            Appointment appointment => Of(
                appointment.ServiceType.Select(FhirConcepts.Said).FirstOrDefault(word => word is not null) ?? appointment.AppointmentType.Said() ?? appointment.ReasonCode.Select(FhirConcepts.Said).FirstOrDefault(word => word is not null) ?? "Appointment",
                string.Join(", ", appointment.Participant.Select(part => part.Actor?.Display).OfType<string>()), Literal(appointment.StatusElement), appointment.StartElement?.ToString(), over: ["cancelled", "noshow", "fulfilled"]),
            ServiceRequest order => Of(order.Code.Said() ?? "Order", string.Join(", ", order.ReasonCode.Select(FhirConcepts.Said).OfType<string>().Prepend(Literal(order.PriorityElement)).OfType<string>()), Literal(order.StatusElement), When(order.Occurrence) ?? order.AuthoredOn, over: ["completed", "revoked"]),
            DocumentReference document => Of(document.Description ?? document.Type.Said() ?? "Document", string.Join(", ", document.Author.Select(author => author.Display).OfType<string>()), Literal(document.StatusElement), document.DateElement?.ToString(), over: ["superseded"]),
            Immunization vaccination => Of(vaccination.VaccineCode.Said(), vaccination.LotNumber is { } lot ? $"lot {lot}" : null, Literal(vaccination.StatusElement), When(vaccination.Occurrence), over: ["not-done"]),
            Procedure procedure => Of(procedure.Code.Said(), null, Literal(procedure.StatusElement), When(procedure.Performed), over: ["stopped", "not-done"]),
            RelatedPerson contact => Of(Name(contact), string.Join(", ", contact.Relationship.Select(FhirConcepts.Said).Concat(contact.Telecom.Select(point => point.Value)).OfType<string>()), null, null, over: []),
            Coverage coverage => Of(coverage.Payor.Select(payor => payor.Display).FirstOrDefault(name => name is not null), string.Join(", ", new[] { coverage.SubscriberId is { } member ? $"member {member}" : null, coverage.Period?.End is { } end ? $"until {end}" : null }.OfType<string>()), Literal(coverage.StatusElement), null, over: ["cancelled"]),
            _ => null,
        };
        return entry is null ? null : entry with { Resource = $"{row.Type}/{row.Id}" };
    }

    private static RecordEntry? Of(string? text, string? detail, string? status, string? when, string[] over) =>
        text is null ? null : new RecordEntry(text, string.IsNullOrEmpty(detail) ? null : detail, status, when, status is not null && over.Contains(status), "");

    private static string? Code(CodeableConcept? concept) => concept?.Coding.FirstOrDefault()?.Code;

    private static string? Medicine(DataType? medication) => medication is ResourceReference reference ? reference.Display : (medication as CodeableConcept).Said();

    private static string? Dose(Dosage dosage) => dosage.Text ?? (dosage.DoseAndRate.Select(rate => rate.Dose).OfType<Quantity>().FirstOrDefault() is { Value: { } number } dose
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number:0.####} {dose.Unit}").TrimEnd() : null);

    private static string? Name(RelatedPerson contact) => contact.Name.FirstOrDefault() is { } name ? string.Join(' ', name.Given.Append(name.Family).OfType<string>()) : null;

    private static string? When(DataType? moment) => moment switch { FhirDateTime at => at.Value, Period period => period.Start, _ => null };

    private static string? Literal<T>(Code<T>? code) where T : struct, Enum => code?.JsonValue as string;
}
