using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Hl7v2.Resources;

/// <summary>Tables of HL7 v2 in the codes of FHIR, by HL7's concept maps. Null where the table says nothing of it.</summary>
internal static class Hl7Statuses
{
    /// <summary>Tables 0038 (order status) and, where that is empty, 0119 (order control).</summary>
    public static RequestStatus? Order(string? status, string? control) => status switch
    {
        "A" or "IP" or "SC" => RequestStatus.Active,
        "CM" => RequestStatus.Completed,
        "CA" or "DC" or "RP" => RequestStatus.Revoked,
        "ER" => RequestStatus.EnteredInError,
        "HD" => RequestStatus.OnHold,
        _ => control switch
        {
            "NW" or "OK" or "AF" or "PR" or "RL" or "RO" or "RQ" or "XO" or "XR" or "XX" => RequestStatus.Active,
            "CA" or "CR" or "OC" or "DC" or "DR" or "OD" or "DF" or "UA" => RequestStatus.Revoked,
            "HD" or "HR" or "OH" => RequestStatus.OnHold,
            "FU" => RequestStatus.Completed,
            _ => null,
        },
    };

    public static MedicationRequest.MedicationrequestStatus? Medicine(string? status, string? control) => Order(status, control) switch
    {
        RequestStatus.Active => MedicationRequest.MedicationrequestStatus.Active,
        RequestStatus.Completed => MedicationRequest.MedicationrequestStatus.Completed,
        // Stopped is what was begun; cancelled what was not. v2 tells them apart by the control alone.
        RequestStatus.Revoked => control is "CA" or "OC" or "CR" or "UA" ? MedicationRequest.MedicationrequestStatus.Cancelled : MedicationRequest.MedicationrequestStatus.Stopped,
        RequestStatus.EnteredInError => MedicationRequest.MedicationrequestStatus.EnteredInError,
        RequestStatus.OnHold => MedicationRequest.MedicationrequestStatus.OnHold,
        _ => null,
    };

    /// <summary>Priorities of OBR-5, TQ1-9 and RF1-2.</summary>
    public static RequestPriority? Priority(string? code) => code?.ToUpperInvariant() switch
    {
        "S" or "STAT" or "TS" or "TM" or "TH" => RequestPriority.Stat,
        "A" or "ASAP" => RequestPriority.Asap,
        "U" or "UR" or "URGENT" => RequestPriority.Urgent,
        "R" or "ROUTINE" => RequestPriority.Routine,
        _ => null,
    };

    /// <summary>What happened (S12 to S26), else table 0278 (filler status code).</summary>
    public static Appointment.AppointmentStatus? Visit(string? trigger, string? filler) => trigger switch
    {
        "S15" or "S16" => Appointment.AppointmentStatus.Cancelled,
        "S17" => Appointment.AppointmentStatus.EnteredInError,
        "S26" => Appointment.AppointmentStatus.Noshow,
        _ => filler?.ToUpperInvariant() switch
        {
            "PENDING" => Appointment.AppointmentStatus.Pending,
            "WAITLIST" => Appointment.AppointmentStatus.Waitlist,
            "BOOKED" or "OVERBOOK" => Appointment.AppointmentStatus.Booked,
            "STARTED" => Appointment.AppointmentStatus.CheckedIn,
            "ARRIVED" => Appointment.AppointmentStatus.Arrived,
            "COMPLETE" or "COMPLETED" => Appointment.AppointmentStatus.Fulfilled,
            "CANCELLED" or "CANCELED" or "DISCONTINUED" => Appointment.AppointmentStatus.Cancelled,
            "DELETED" => Appointment.AppointmentStatus.EnteredInError,
            "NOSHOW" or "NO SHOW" => Appointment.AppointmentStatus.Noshow,
            _ => trigger is "S12" or "S13" or "S14" ? Appointment.AppointmentStatus.Booked : null,
        },
    };

    /// <summary>Table 0127 (allergen type).</summary>
    public static AllergyIntolerance.AllergyIntoleranceCategory? Allergen(string? type) => type switch
    {
        "DA" => AllergyIntolerance.AllergyIntoleranceCategory.Medication,
        "FA" => AllergyIntolerance.AllergyIntoleranceCategory.Food,
        "EA" or "PA" or "LA" => AllergyIntolerance.AllergyIntoleranceCategory.Environment,
        "AA" => AllergyIntolerance.AllergyIntoleranceCategory.Biologic,
        _ => null,
    };

    /// <summary>Table 0322 (completion status).</summary>
    public static MedicationAdministration.MedicationAdministrationStatusCodes Given(string? completion, string? action) => (completion, action) switch
    {
        (_, "D") => MedicationAdministration.MedicationAdministrationStatusCodes.EnteredInError,
        ("RE" or "NA", _) => MedicationAdministration.MedicationAdministrationStatusCodes.NotDone,
        _ => MedicationAdministration.MedicationAdministrationStatusCodes.Completed,
    };

    /// <summary>Table 0271 (document completion status).</summary>
    public static CompositionStatus? Document(string? completion) => completion switch
    {
        "DI" or "IN" or "IP" or "PA" or "DO" => CompositionStatus.Preliminary,
        "AU" or "LA" => CompositionStatus.Final,
        _ => null,
    };
}
