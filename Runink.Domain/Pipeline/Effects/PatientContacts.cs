using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What the record says of how a patient is reached.</summary>
/// <param name="Language">ISO 639-1 of what the patient prefers to speak; null when that is not known.</param>
/// <param name="NoMessages">The patient wants to be called instead.</param>
public sealed record PatientContacts(IReadOnlyList<PatientContact> Addresses, string? Language, bool NoMessages)
{
    public static PatientContacts Read(CompanionDb db, string patientId)
    {
        var stored = db.FhirResources.AsNoTracking().FirstOrDefault(row => row.Type == "Patient" && row.PatientId == patientId && !row.Deleted) is { } row ? FhirParser.Stored(row.Json) as Patient : null;
        var contacts = (stored?.Telecom ?? []).Where(point => point is { Value: not null, Use: not ContactPoint.ContactPointUse.Old } && point.System is ContactPoint.ContactPointSystem.Email or ContactPoint.ContactPointSystem.Phone or ContactPoint.ContactPointSystem.Sms)
            .Select(point => new PatientContact(point.System == ContactPoint.ContactPointSystem.Email ? "email" : "phone", point.Value!, point.Rank, point.System == ContactPoint.ContactPointSystem.Sms || point.Use == ContactPoint.ContactPointUse.Mobile)).ToList();
        if (stored is null && db.Patients.AsNoTracking().Where(patient => patient.Id == patientId).Select(patient => patient.Phone).FirstOrDefault() is { } phone)
            contacts.Add(new PatientContact("phone", phone, null, false));
        var spoken = stored?.Communication ?? [];
        var language = (spoken.FirstOrDefault(one => one.Preferred == true) ?? (spoken.Count == 1 ? spoken[0] : null))?.Language?.Coding.FirstOrDefault()?.Code?.Split('-')[0].ToLowerInvariant();
        return new PatientContacts(contacts, language, WantsNoMessages(db, patientId));
    }

    /// <summary>It holds for whoever was joined with this patient as well.</summary>
    public static bool WantsNoMessages(CompanionDb db, string patientId) =>
        db.ContactPreferences.Any(one => one.NoMessages && (one.PatientId == patientId || db.Patients.Any(prior => prior.Id == one.PatientId && prior.MergedInto == patientId)));

    /// <summary>Whether nobody at a service speaks with the patient; false while one of the two is not known.</summary>
    public bool NeedsInterpreterAt(Referrals.Routing.HealthcareService? service) =>
        Language is not null && service is { Languages.Length: > 0 } && !Referrals.Routing.HealthcareService.Words(service.Languages).Contains(Language, StringComparer.OrdinalIgnoreCase);
}
