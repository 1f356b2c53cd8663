using Hl7.Fhir.Model;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Resources;

/// <param name="Section">Problems, Medicines, Allergies, Results, Documents and reports, Coverage or Files.</param>
/// <param name="Withheld">Why it stays here; null when it goes along. What is withheld is named by its kind only.</param>
public sealed record DossierEntry(string Section, string Title, DateTimeOffset? At, string? Withheld = null);

/// <summary>What goes to a recipient, what does not and why, and all of it as one FHIR document.</summary>
public sealed record ReferralDossier(PatientLine Patient, Referral Referral, IReadOnlyList<DossierEntry> Entries, Bundle Document);

/// <summary>Who it is about, as the first page says it.</summary>
public sealed record PatientLine(string Name, string? Mrn, DateOnly? BirthDate, string? Sex);

/// <summary>
/// Puts together what a recipient needs: who, why, problems, medicines and allergies, and of results, documents and coverage what the rules of the
/// service ask for. What its sender marked as restricted or as one of the specially protected kinds goes along only with the patient's consent.
/// </summary>
public sealed class DossierCompiler(FhirLibrary library, TriggerCatalog catalog, SiteOptions site)
{
    /// <summary>HL7 confidentiality above normal, and ActCode sensitivities (v3 value sets Confidentiality and InformationSensitivityPolicy).</summary>
    private static readonly HashSet<string> Protected = new(StringComparer.Ordinal) { "R", "V", "ETH", "ETHUD", "OPIOIDUD", "SUD", "HIV", "PSY", "PSYTHPN", "BH", "SDV", "SEX", "STD", "GDIS", "DVD" };

    /// <summary>The section of files that were attached to the referral.</summary>
    public const string Files = "Files";

    private const string NotAskedFor = "The service does not ask for it", NoConsent = "Marked as specially protected; the patient's consent is not recorded";

    private static readonly (string Title, string Loinc, string[] Types)[] Sections =
    [
        ("Problems", "11450-4", ["Condition"]), ("Medicines", "10160-0", ["MedicationRequest", "MedicationStatement"]), ("Allergies", "48765-2", ["AllergyIntolerance"]),
        ("Results", "30954-2", ["Observation"]), ("Documents and reports", "55107-7", ["DocumentReference", "DiagnosticReport"]), ("Coverage", "48768-6", ["Coverage"]),
    ];

    /// <summary>The LOINC code by which others know a section; null for the files.</summary>
    public static string? LoincOf(string section) => Array.Find(Sections, one => one.Title == section).Loinc;

    public Outcome<ReferralDossier> Compile(CompanionDb db, Referral referral, IReadOnlyList<DossierItem> items, DateTimeOffset now)
    {
        if (referral.ConsentGate == "withdrawn")
            return new Refusal("not-allowed-now", "The patient withdrew consent: nothing is put together for anybody outside.");
        var patient = db.Patients.First(row => row.Id == referral.PatientId);
        var all = library.Load(db, library.Everything(db, patient.Id)).Select(found => FhirParser.Stored(found.Json)).Where(resource => resource.Stands()).ToList();
        var wanted = items.SelectMany(item => item.AnyOf).ToList();
        var entries = new List<DossierEntry>();
        var kept = new List<(string Section, string Loinc, List<Resource> Resources)>();
        foreach (var (title, loinc, types) in Sections)
        {
            var section = new List<Resource>();
            var there = all.Where(resource => types.Contains(resource.TypeName)).ToList();
            var needed = Needed(there, wanted).ToList();
            foreach (var resource in needed)
            {
                var isProtected = resource.Meta?.Security.Any(label => label.Code is { } code && Protected.Contains(code)) == true && referral.ConsentGate != "active";
                entries.Add(isProtected ? new DossierEntry(title, "A protected entry", null, NoConsent) : new DossierEntry(title, Words(resource), At(resource)));
                if (!isProtected)
                    section.Add(resource);
            }

            entries.AddRange(Enumerable.Repeat(new DossierEntry(title, "An entry", null, NotAskedFor), there.Count - needed.Count));
            kept.Add((title, loinc, section));
        }

        entries.AddRange(db.ReferralDocuments.Where(row => row.ReferralId == referral.Id).OrderBy(row => row.Id).Select(row => new { row.Name, row.At }).AsEnumerable().Select(row => new DossierEntry(Files, row.Name, row.At)));
        var subject = all.OfType<Patient>().FirstOrDefault() ?? new Patient { Id = patient.Id };
        return new ReferralDossier(new PatientLine(patient.Name, patient.Mrn, patient.BirthDate, patient.Sex), referral, entries, Write(referral, subject, kept, entries, now));
    }

    /// <summary>Of results the newest of each kind, of documents those that are asked for by their code; coverage where it is asked for.</summary>
    private IEnumerable<Resource> Needed(IReadOnlyList<Resource> resources, List<DossierEvidence> wanted)
    {
        var documents = wanted.Where(evidence => evidence.Kind == DossierEvidenceKind.Document).Select(evidence => evidence.Name!).ToHashSet(StringComparer.Ordinal);
        var results = wanted.Where(evidence => evidence.Kind == DossierEvidenceKind.Result).SelectMany(evidence => catalog.Vocabulary.Find(evidence.Name!)?.Codes.Select(code => code.Code) ?? []).ToHashSet(StringComparer.Ordinal);
        return resources.Where(resource => resource switch
        {
            Observation observation => observation.Code.Codes().Any(results.Contains),
            DocumentReference document => document.Type.Codes().Any(documents.Contains),
            DiagnosticReport report => report.Code.Codes().Any(documents.Contains),
            Hl7.Fhir.Model.Coverage => wanted.Exists(evidence => evidence.Kind == DossierEvidenceKind.Coverage),
            _ => true,
        }).GroupBy(resource => resource is Observation observation ? string.Join('|', observation.Code.Codes().Order(StringComparer.Ordinal)) : resource.Id!).Select(group => group.MaxBy(At)!);
    }

    private Bundle Write(Referral referral, Patient subject, IReadOnlyList<(string Section, string Loinc, List<Resource> Resources)> sections, IReadOnlyList<DossierEntry> entries, DateTimeOffset now)
    {
        var about = new ResourceReference($"Patient/{subject.Id}");
        var order = new ServiceRequest
        {
            Id = referral.Id, Status = RequestStatus.Active, Intent = RequestIntent.Order, Subject = about, AuthoredOn = referral.OpenedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            Code = new CodeableConcept { Text = referral.Service }, Priority = referral.Priority == "urgent" ? RequestPriority.Urgent : referral.Priority == "soon" ? RequestPriority.Asap : RequestPriority.Routine,
            ReasonCode = referral.Reason is { } why ? [new CodeableConcept { Text = why }] : [],
        };
        var composition = new Composition
        {
            Id = $"{referral.Id}-dossier", Status = CompositionStatus.Final, Type = new CodeableConcept("http://loinc.org", "57133-1", "Referral note"), Title = $"Referral to {referral.Service}", Subject = about,
            Date = now.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), Author = [new ResourceReference { Display = site.Name }],
            Section =
            [
                Section("Reason for referral", "42349-1", [order], referral.Reason ?? "Not said"),
                .. sections.Where(section => section.Resources.Count > 0).Select(section => Section(section.Section, section.Loinc, section.Resources, string.Join("; ", section.Resources.Select(Words)))),
                .. sections.Where(section => section.Resources.Count == 0 && entries.Any(entry => entry.Section == section.Section && entry.Withheld is not null)).Select(section => Withheld(section.Section, section.Loinc)),
            ],
        };
        var bundle = new Bundle { Type = Bundle.BundleType.Document, Timestamp = now, Identifier = new Identifier("urn:ietf:rfc:3986", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{site.BaseUrl.TrimEnd('/')}/referrals/{referral.Id}/dossier/{now.UtcTicks}")) };
        foreach (var resource in new Resource[] { composition, subject, order }.Concat(sections.SelectMany(section => section.Resources)))
            bundle.Entry.Add(new Bundle.EntryComponent { FullUrl = $"{site.BaseUrl.TrimEnd('/')}/fhir/{resource.TypeName}/{resource.Id}", Resource = resource });
        return bundle;
    }

    private static Composition.SectionComponent Section(string title, string loinc, IReadOnlyList<Resource> resources, string words) => new()
    {
        Title = title, Code = new CodeableConcept("http://loinc.org", loinc),
        Text = new Narrative { Status = Narrative.NarrativeStatus.Generated, Div = $"<div xmlns=\"http://www.w3.org/1999/xhtml\">{System.Net.WebUtility.HtmlEncode(PlainText.Line(words))}</div>" },
        Entry = [.. resources.Select(resource => new ResourceReference($"{resource.TypeName}/{resource.Id}"))],
    };

    /// <summary>There is something, and none of it goes along.</summary>
    private static Composition.SectionComponent Withheld(string title, string loinc) => new()
    {
        Title = title, Code = new CodeableConcept("http://loinc.org", loinc),
        EmptyReason = new CodeableConcept("http://terminology.hl7.org/CodeSystem/list-empty-reason", "withheld", "Information Withheld"),
    };

    private static string Words(Resource resource) => resource switch
    {
        Condition condition => condition.Code.Said() ?? "Problem",
        AllergyIntolerance allergy => allergy.Code.Said() ?? "Allergy",
        MedicationRequest request => (request.Medication as CodeableConcept).Said() ?? (request.Medication as ResourceReference)?.Display ?? "Medicine",
        MedicationStatement statement => (statement.Medication as CodeableConcept).Said() ?? (statement.Medication as ResourceReference)?.Display ?? "Medicine",
        Observation observation => $"{observation.Code.Said() ?? "Result"} {Value(observation.Value)}".TrimEnd(),
        DocumentReference document => document.Description ?? document.Type.Said() ?? "Document",
        DiagnosticReport report => report.Code.Said() ?? "Report",
        Hl7.Fhir.Model.Coverage coverage => coverage.Payor.Select(payor => payor.Display).FirstOrDefault(name => name is not null) ?? "Coverage",
        _ => resource.TypeName,
    };

    private static string? Value(DataType? value) => value switch
    {
        Hl7.Fhir.Model.Quantity { Value: { } number } quantity => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number:0.####} {quantity.Unit}"),
        CodeableConcept concept => concept.Said(),
        FhirString text => text.Value,
        _ => null,
    };

    private static DateTimeOffset? At(Resource resource) => resource switch
    {
        Observation { Effective: FhirDateTime { Value: { Length: >= 10 } } at } => at.ToDateTimeOffset(TimeSpan.Zero),
        DiagnosticReport { Effective: FhirDateTime { Value: { Length: >= 10 } } at } => at.ToDateTimeOffset(TimeSpan.Zero),
        DocumentReference document => document.Date,
        _ => resource.Meta?.LastUpdated,
    };
}
