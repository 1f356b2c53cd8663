using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Signals;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What is really there for a referral: its files, the patient's record, results and coverage.</summary>
internal static class DossierReader
{
    private const int MostResources = 500;

    /// <summary>Results are looked for this far back where their item does not age.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    private static readonly List<string> Types = ["AllergyIntolerance", "Condition", "Coverage", "DiagnosticReport", "DocumentReference", "MedicationRequest", "MedicationStatement"];

    public static ReferralPlace PlaceOf(CompanionDb db, string patientId, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var payer = Resources(db, patientId, ["Coverage"]).Select(row => PayerOf(row.Resource)).OfType<PayerCoverage>().FirstOrDefault(coverage => coverage.IsOn(day))?.Payer;
        return new ReferralPlace(payer, db.Encounters.AsNoTracking().Where(row => row.PatientId == patientId && row.EndedAt == null && !row.Cancelled).OrderByDescending(row => row.StartedAt).Select(row => row.Unit).FirstOrDefault());
    }

    /// <param name="items">Only what these need is read.</param>
    /// <param name="referral">Null while it is being made.</param>
    public static DossierFacts Read(CompanionDb db, ReferralOpening request, IReadOnlyList<DossierItem> items, DateTimeOffset now, Referral? referral = null)
    {
        var needed = items.SelectMany(item => item.AnyOf).Select(evidence => evidence.Kind).ToHashSet();
        var facts = DossierFacts.Of(db.Patients.AsNoTracking().Any(row => row.Id == request.PatientId && row.Mrn != null), request.Reason, request.HasValues) with
        {
            Consent = referral?.ConsentGate ?? "unknown",
            Attached = referral is null
                ? []
                : [.. db.ReferralDocuments.AsNoTracking().Where(row => row.ReferralId == referral.Id && row.Item != null).Select(row => new { row.Item, row.Name, row.At }).AsEnumerable().Select(row => new DossierDocument(row.Item, row.Name, row.At))],
            Results = needed.Contains(DossierEvidenceKind.Result) ? Results(db, request.PatientId, items, now) : new Dictionary<string, DateTimeOffset>(),
        };
        if (!needed.Overlaps([DossierEvidenceKind.Document, DossierEvidenceKind.Problems, DossierEvidenceKind.Medications, DossierEvidenceKind.Allergies, DossierEvidenceKind.Coverage]))
            return facts;
        var lists = new Dictionary<DossierEvidenceKind, DateTimeOffset>();
        var documents = new List<DossierDocument>();
        var coverages = new List<PayerCoverage>();
        foreach (var (row, resource) in Resources(db, request.PatientId, Types).Where(pair => pair.Resource.Stands()))
        {
            switch (resource)
            {
                case Hl7.Fhir.Model.Condition:
                    lists.TryAdd(DossierEvidenceKind.Problems, row.LastUpdated);
                    break;
                case AllergyIntolerance:
                    lists.TryAdd(DossierEvidenceKind.Allergies, row.LastUpdated);
                    break;
                case MedicationRequest or MedicationStatement:
                    lists.TryAdd(DossierEvidenceKind.Medications, row.LastUpdated);
                    break;
                case DocumentReference document:
                    documents.AddRange(document.Type.Codes().Select(code => new DossierDocument(code, document.Description ?? document.Type.Said() ?? "Document", document.Date ?? row.LastUpdated)));
                    break;
                case DiagnosticReport report:
                    documents.AddRange(report.Code.Codes().Select(code => new DossierDocument(code, report.Code.Said() ?? "Report", (report.Effective as FhirDateTime)?.ToDateTimeOffset(TimeSpan.Zero) ?? report.Issued ?? row.LastUpdated)));
                    break;
                case Coverage when PayerOf(resource) is { } coverage:
                    coverages.Add(coverage);
                    break;
            }
        }

        return facts with { Documents = documents, Lists = lists, Coverages = coverages };
    }

    /// <summary>Newest first.</summary>
    private static IEnumerable<(FhirResource Row, Resource Resource)> Resources(CompanionDb db, string patientId, List<string> types) =>
        db.FhirResources.AsNoTracking().Where(row => row.PatientId == patientId && !row.Deleted && types.Contains(row.Type)).OrderByDescending(row => row.LastUpdated).Take(MostResources).AsEnumerable().Select(row => (row, FhirParser.Stored(row.Json)));

    private static Dictionary<string, DateTimeOffset> Results(CompanionDb db, string patientId, IReadOnlyList<DossierItem> items, DateTimeOffset now)
    {
        var wanted = items.SelectMany(item => item.AnyOf).Where(evidence => evidence.Kind == DossierEvidenceKind.Result).Select(evidence => evidence.Name!).ToHashSet(StringComparer.Ordinal);
        var since = now - Longest;
        var newest = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var signal in db.SignalBatches.AsNoTracking().Where(batch => batch.PatientId == patientId && batch.RecordedAt >= since).AsEnumerable().SelectMany(batch => batch.Signals()))
        {
            if (wanted.Contains(signal.Concept) && signal.Status is not (SignalStatus.EnteredInError or SignalStatus.Unknown) && (!newest.TryGetValue(signal.Concept, out var at) || at < signal.At))
                newest[signal.Concept] = signal.At;
        }

        return newest;
    }

    private static PayerCoverage? PayerOf(Resource resource) =>
        resource is Coverage coverage && coverage.Stands() && coverage.Payor.Select(payor => payor.Display).FirstOrDefault(name => name is not null) is { } payer
            ? new PayerCoverage(payer, Day(coverage.Period?.Start), Day(coverage.Period?.End))
            : null;

    /// <summary>A year or a month stands for its first day at the beginning, and for no end at all at the end: what is not said closes nothing.</summary>
    private static DateOnly? Day(string? text) => text is { Length: >= 10 } && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
