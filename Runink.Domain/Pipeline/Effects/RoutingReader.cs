using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Who of the directory could see the patient of a referral.</summary>
internal static class RoutingReader
{
    public static IReadOnlyList<RoutingCandidate> Read(CompanionDb db, IntakeRulesCatalog rules, Referral referral, DateTimeOffset now)
    {
        // Databases compare letters each in a way of its own; a directory has some hundred rows.
        var names = (rules.Find(referral.Service)?.Names ?? [referral.Service]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var services = db.HealthcareServices.AsNoTracking().AsEnumerable().Where(service => names.Contains(service.Specialty)).ToList();
        if (services.Count == 0)
            return [];
        var ids = services.Select(service => service.Id).ToList();
        var history = db.RecipientChoices.AsNoTracking().Where(choice => ids.Contains(choice.ServiceId)).GroupBy(choice => choice.ServiceId)
            .Select(group => new
            {
                group.Key, Accepted = group.Count(choice => choice.AcceptedAt != null), Declined = group.Count(choice => choice.DeclinedAt != null && choice.AcceptedAt == null),
                Waiting = group.Count(choice => choice.SeenAt == null && choice.DeclinedAt == null),
            }).ToDictionary(row => row.Key, row => new RecipientHistory(row.Accepted + row.Declined, row.Accepted, row.Waiting), StringComparer.Ordinal);
        var decliners = db.RecipientChoices.AsNoTracking().Where(choice => choice.ReferralId == referral.Id && choice.DeclinedAt != null).Select(choice => choice.ServiceId).ToHashSet(StringComparer.Ordinal);
        return RecipientRanking.Of(services, FactsOf(db, referral, now), id => history.GetValueOrDefault(id, RecipientHistory.None), decliners, now);
    }

    private static RoutingFacts FactsOf(CompanionDb db, Referral referral, DateTimeOffset now)
    {
        var patient = db.Patients.AsNoTracking().First(row => row.Id == referral.PatientId);
        return new RoutingFacts(DossierReader.PlaceOf(db, patient.Id, now).Payer ?? referral.Payer, patient.Postcode, Language(db, patient.Id), Domain.Patients.Patient.Age(patient.BirthDate, now));
    }

    /// <summary>The language that is preferred, or the only one; null when it is not said in a code.</summary>
    private static string? Language(CompanionDb db, string patientId) =>
        db.FhirResources.AsNoTracking().FirstOrDefault(row => row.Type == "Patient" && row.PatientId == patientId && !row.Deleted) is { } row && FhirParser.Stored(row.Json) is Patient { Communication: [_, ..] spoken }
        && (spoken.FirstOrDefault(one => one.Preferred == true) ?? (spoken.Count == 1 ? spoken[0] : null))?.Language?.Coding.FirstOrDefault()?.Code is { Length: >= 2 } code
            ? code.Split('-')[0].ToLowerInvariant()
            : null;
}
