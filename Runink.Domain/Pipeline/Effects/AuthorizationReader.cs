using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What a payer needs to know of a patient, out of what is kept.</summary>
internal static class AuthorizationReader
{
    private const string Icd10 = "http://hl7.org/fhir/sid/icd-10-cm";

    private const int MostResources = 500;

    /// <summary>Codes of the problems that stand, as ICD-10-CM; the one that came last is first.</summary>
    public static IReadOnlyList<string> Diagnoses(CompanionDb db, string patientId) =>
    [
        .. Resources(db, patientId, "Condition").OfType<Condition>().Where(condition => condition.Stands() && !condition.ClinicalStatus.Codes().Any(code => code is "resolved" or "inactive" or "remission"))
            .SelectMany(condition => condition.Code?.Coding ?? []).Where(coding => coding.System == Icd10 && coding.Code is { } code && AuthorizationAsk.DiagnosisCode().IsMatch(code)).Select(coding => coding.Code!).Distinct(StringComparer.Ordinal),
    ];

    public static Outcome<AuthorizationParty> Party(CompanionDb db, Referral referral, Payer payer, string npi, SiteOptions site, DateOnly day)
    {
        var patient = db.Patients.AsNoTracking().First(row => row.Id == referral.PatientId);
        var coverages = CoveredBy(db, referral.PatientId, payer, day);
        if (coverages.Count == 0)
            return new Refusal("not-allowed-now", $"No coverage by {payer.Name} is known that is active on {day:yyyy-MM-dd}.");
        var members = coverages.Select(coverage => (Number: MemberOf(coverage), coverage)).Where(one => one.Number is not null).GroupBy(one => one.Number!, StringComparer.OrdinalIgnoreCase).ToList();
        if (members.Count != 1)
            return new Refusal("not-allowed-now", members.Count == 0 ? $"The coverage by {payer.Name} has no member number." : $"{payer.Name} covers the patient under {members.Count} member numbers: a person has to say which.");
        if (patient.Family is null || patient.BirthDate is null)
            return new Refusal("not-allowed-now", "A payer finds nobody without a family name and a birth date.");
        return new AuthorizationParty(
            patient.Family, patient.Given, patient.BirthDate, patient.Sex, patient.Mrn, members[0].Key, IsSelf(members[0].First().coverage), site.Name, npi, referral.RecipientName);
    }

    /// <summary>Who covers the patient on a day, as the coverage calls it: the newest of those that are active.</summary>
    public static IEnumerable<string> PayersOn(CompanionDb db, string patientId, DateOnly day) =>
        Resources(db, patientId, "Coverage").OfType<Coverage>().Where(coverage => coverage.Stands() && IsOn(coverage, day)).Select(NameOf).OfType<string>();

    private static List<Coverage> CoveredBy(CompanionDb db, string patientId, Payer payer, DateOnly day) =>
        [.. Resources(db, patientId, "Coverage").OfType<Coverage>().Where(coverage => coverage.Stands() && IsOn(coverage, day) && payer.Covers.Any(name => string.Equals(name, NameOf(coverage)?.Trim(), StringComparison.OrdinalIgnoreCase)))];

    private static string? NameOf(Coverage coverage) => coverage.Payor.Select(payor => payor.Display).FirstOrDefault(name => name is not null);

    private static string? MemberOf(Coverage coverage) =>
        (coverage.SubscriberId ?? coverage.Identifier.Find(number => number.Type.Codes().Contains("MB"))?.Value)?.Trim() is { Length: > 0 and <= 80 } number ? number : null;

    /// <summary>HL7 v2 table 0063, X12's individual relationship and FHIR's word for who holds the policy; nobody says otherwise where nothing is said.</summary>
    private static bool IsSelf(Coverage coverage) => coverage.Relationship is not { } said || said.Codes().Concat([said.Text ?? ""]).Any(code => code.ToUpperInvariant() is "SELF" or "SEL" or "18");

    private static bool IsOn(Coverage coverage, DateOnly day) => !(Day(coverage.Period?.Start) > day) && !(Day(coverage.Period?.End) < day);

    /// <summary>Newest first.</summary>
    private static IEnumerable<Resource> Resources(CompanionDb db, string patientId, string type) =>
        db.FhirResources.AsNoTracking().Where(row => row.PatientId == patientId && !row.Deleted && row.Type == type).OrderByDescending(row => row.LastUpdated).Take(MostResources).Select(row => row.Json).AsEnumerable().Select(FhirParser.Stored);

    private static DateOnly? Day(string? text) => text is { Length: >= 10 } && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
