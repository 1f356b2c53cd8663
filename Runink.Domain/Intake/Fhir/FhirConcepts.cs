using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir;

/// <summary>What a resource calls things, and whether it still stands.</summary>
public static class FhirConcepts
{
    /// <summary>In words where there are any, else the first code; null when it says nothing.</summary>
    public static string? Said(this CodeableConcept? concept) =>
        concept?.Text ?? concept?.Coding.Select(coding => coding.Display).FirstOrDefault(display => display is not null) ?? concept?.Coding.FirstOrDefault()?.Code;

    public static IEnumerable<string> Codes(this CodeableConcept? concept) => concept?.Coding.Select(coding => coding.Code).OfType<string>() ?? [];

    /// <summary>
    /// Whether what it says may be relied on now: not entered in error, refuted or cancelled, a document that was not replaced, a report that is
    /// finished, a coverage in force.
    /// </summary>
    public static bool Stands(this Resource resource) => resource switch
    {
        Condition condition => !IsWrong(condition.VerificationStatus),
        AllergyIntolerance allergy => !IsWrong(allergy.VerificationStatus),
        MedicationRequest request => request.Status is not (MedicationRequest.MedicationrequestStatus.EnteredInError or MedicationRequest.MedicationrequestStatus.Cancelled),
        MedicationStatement statement => statement.Status is not (MedicationStatement.MedicationStatusCodes.EnteredInError or MedicationStatement.MedicationStatusCodes.NotTaken),
        Observation observation => observation.Status is not (ObservationStatus.EnteredInError or ObservationStatus.Cancelled),
        DocumentReference document => document.Status == DocumentReferenceStatus.Current,
        DiagnosticReport report => report.Status is DiagnosticReport.DiagnosticReportStatus.Final or DiagnosticReport.DiagnosticReportStatus.Amended or DiagnosticReport.DiagnosticReportStatus.Corrected or DiagnosticReport.DiagnosticReportStatus.Appended,
        Coverage coverage => coverage.Status == FinancialResourceStatusCodes.Active,
        _ => true,
    };

    private static bool IsWrong(CodeableConcept? status) => status.Codes().Any(code => code is "entered-in-error" or "refuted");
}
