using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Authorizing.X12;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>
/// Puts together what a payer is asked. Of the record goes along what the service's own rules ask for, and of problems those that are given as
/// diagnoses; what is specially protected waits for consent, as for everybody outside.
/// </summary>
public sealed class AuthorizationPlans(ReferralCommandHandler referrals, DossierCompiler dossiers, Payers payers, SiteOptions site)
{
    private const int LargestFiles = 5 * 1024 * 1024;

    private const string NotForPayers = "The payer does not need it for this decision", NoFiles = "A 278 carries no documents: send them by portal or fax", NotAnItem = "Attached for nothing that the service asks for", Large = "Larger than what goes along: send it by portal or fax";

    public Payers Payers => payers;

    public SiteOptions Site => site;

    /// <param name="ask">Null for what is usually asked.</param>
    public Outcome<AuthorizationPlan> Of(CompanionDb db, Referral referral, AuthorizationAsk? ask, DateTimeOffset now)
    {
        if (payers.Find(referral.Payer) is not { } payer)
            return new Refusal("not-allowed-now", referral.Payer is { } covered ? $"{covered} is no payer that the settings name: ask it by telephone, fax or portal, and write down what it says." : "It is not known who pays: ask by telephone, fax or portal, and write down what was said.");
        if (payer.Channel == PayerChannel.Hand)
            return new Refusal("not-allowed-now", $"{payer.Name} is asked by a person: telephone, fax or portal. Write down what it says.");
        var today = LocalTimes.Day(now, site.Zone);
        var known = AuthorizationReader.Diagnoses(db, referral.PatientId);
        ask ??= AuthorizationAsk.Usual(known, today);
        var party = AuthorizationReader.Party(db, referral, payer, payers.Npi, site, ask.From);
        if (party.Refusal is { } unknown)
            return unknown;
        if (payer.Channel == PayerChannel.X12 && !party.Value!.IsSubscriber)
            return new Refusal("not-allowed-now", $"Somebody else holds the policy, and a 278 names that person too, whom we do not know: ask {payer.Name} by telephone, fax or portal.");
        var dossier = dossiers.Compile(db, referral, referrals.Needs(referral), now);
        if (dossier.Refusal is { } withdrawn)
            return withdrawn;
        var (entries, supporting) = payer.Channel == PayerChannel.Pas ? Supporting(db, referral, dossier.Value!, ask) : (Withheld(dossier.Value!), []);
        var isUrgent = referral.Priority == "urgent";
        return new AuthorizationPlan(payer, ask, party.Value!, entries, isUrgent)
        {
            Known = known,
            Write = (trace, control) => payer.Channel == PayerChannel.Pas
                ? FhirWriter.ToJson(PasBundle.Submit(trace, ask, party.Value!, payer, isUrgent, referral.Service, referral.Reason, supporting, now))
                : ServicesReviewRequest.Write(trace, control, ask, party.Value!, payer, isUrgent, referral.Reason, now),
        };
    }

    private static List<DossierEntry> Withheld(ReferralDossier dossier) => [.. dossier.Entries.Where(entry => entry.Withheld is null).Select(entry => entry with { Withheld = NoFiles })];

    private (List<DossierEntry> Entries, List<Resource> Resources) Supporting(CompanionDb db, Referral referral, ReferralDossier dossier, AuthorizationAsk ask)
    {
        var wanted = referrals.Needs(referral).SelectMany(item => item.AnyOf).Select(evidence => evidence.Kind).ToHashSet();
        var resources = dossier.Document.Entry.Select(entry => entry.Resource).OfType<Resource>().Where(resource => IsNeeded(resource, wanted, ask)).ToList();
        // The compiler tells its entries in the order of their sections; what it withheld stays withheld.
        var entries = dossier.Entries.Where(entry => entry.Section is not (DossierCompiler.Files or "Coverage")).GroupBy(entry => entry.Section).SelectMany(section => Told(section.Key, [.. section], [.. dossier.Document.Entry.Select(entry => entry.Resource).OfType<Resource>().Where(resource => SectionOf(resource) == section.Key)], resources)).ToList();
        var left = LargestFiles;
        foreach (var file in db.ReferralDocuments.AsNoTracking().Where(row => row.ReferralId == referral.Id).OrderBy(row => row.Id).Select(row => new { row.Id, row.Name, row.Item, row.At, row.Bytes, row.ContentType, row.IsReport }))
        {
            var why = file.Item is null ? NotAnItem : file.Bytes > left ? Large : null;
            entries.Add(new DossierEntry(DossierCompiler.Files, file.Name, file.At, why));
            if (why is not null)
                continue;
            left -= file.Bytes;
            var content = db.ReferralDocuments.AsNoTracking().Where(row => row.Id == file.Id).Select(row => row.Content).First();
            resources.Add(new DocumentReference
            {
                Status = DocumentReferenceStatus.Current, Type = new CodeableConcept { Text = file.Item }, Date = file.At, Description = file.Name,
                Content = [new DocumentReference.ContentComponent { Attachment = new Attachment { ContentType = file.ContentType, Title = file.Name, Data = content } }],
            });
        }

        return (entries, resources);
    }

    private static IEnumerable<DossierEntry> Told(string section, List<DossierEntry> entries, List<Resource> there, List<Resource> going)
    {
        var shown = entries.Where(entry => entry.Withheld is null).ToList();
        for (var at = 0; at < shown.Count; at++)
            yield return at < there.Count && going.Contains(there[at]) ? shown[at] : new DossierEntry(section, "An entry", null, NotForPayers);
        foreach (var entry in entries.Where(entry => entry.Withheld is not null))
            yield return entry;
    }

    private static bool IsNeeded(Resource resource, HashSet<DossierEvidenceKind> wanted, AuthorizationAsk ask) => resource switch
    {
        Condition condition => condition.Code?.Coding.Exists(coding => coding.Code is { } code && ask.Diagnoses.Contains(code)) == true,
        MedicationRequest or MedicationStatement => wanted.Contains(DossierEvidenceKind.Medications),
        AllergyIntolerance => wanted.Contains(DossierEvidenceKind.Allergies),
        Observation or DocumentReference or DiagnosticReport => true,
        _ => false,
    };

    private static string? SectionOf(Resource resource) => resource switch
    {
        Condition => "Problems",
        MedicationRequest or MedicationStatement => "Medicines",
        AllergyIntolerance => "Allergies",
        Observation => "Results",
        DocumentReference or DiagnosticReport => "Documents and reports",
        Coverage => "Coverage",
        _ => null,
    };
}
