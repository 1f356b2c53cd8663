using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;
using Model = Hl7.Fhir.Model;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>
/// What written resources mean for patients: patients first, then where they are, then all of a patient's values at once. What an
/// earlier version said and this one does not say any more is taken back, as a correction does.
/// </summary>
internal sealed class FhirClinicalReading(MessagePipeline pipeline, FhirReader reader)
{
    private readonly List<IntakeFinding> findings = [];

    public void Read(WriteScope scope, IReadOnlyList<FhirEntry> entries, Envelope envelope)
    {
        findings.Clear();
        foreach (var entry in entries.Where(entry => entry.Resource is Model.Patient))
            entry.PatientId = Take(scope, reader.ReadPatient((Model.Patient)entry.Resource!, envelope.ReceivedAt), envelope.Id, entry.Path);
        foreach (var entry in entries.Where(entry => entry.Resource is Model.Patient))
            Link(scope, (Model.Patient)entry.Resource!, envelope);
        foreach (var entry in entries.Where(entry => entry.Type == "Encounter"))
            ReadEncounter(scope, entry, envelope);

        var said = new Dictionary<string, (FhirEntry First, List<ObservationNotice> Notices)>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry.Type is "Observation" or "Condition" or "MedicationRequest" or "MedicationStatement" or "MedicationAdministration" or "Appointment"))
            ReadValues(scope, entry, envelope, said);
        foreach (var (patientId, (first, notices)) in said.Where(patient => patient.Value.Notices.Count > 0))
            Take(scope, new PatientNotice([Known(patientId)], null, null, notices), envelope.Id, $"{first.Path}.subject");

        foreach (var entry in entries.Where(entry => entry is { PatientId: null, Subject: not null }))
            entry.PatientId = Owner(scope, entry);
        MessageReception.Remark(scope, envelope.Id, findings);
    }

    /// <summary>Patient.link: "replaced-by" and "replaces" make two records one; "refer" and "seealso" do not.</summary>
    private void Link(WriteScope scope, Model.Patient patient, Envelope envelope)
    {
        foreach (var link in patient.Link)
        {
            if (FhirReader.Reference(link.Other, "Patient") is not { } other || link.Type is not (Model.Patient.LinkType.ReplacedBy or Model.Patient.LinkType.Replaces))
                continue;
            var (prior, surviving) = link.Type == Model.Patient.LinkType.ReplacedBy ? (patient.Id!, other) : (other, patient.Id!);
            var merge = new IdentityNotice(IdentityAct.Merge, [Known(prior)], [Known(surviving)], null, null, "Patient.link");
            pipeline.Identities.Before(scope, new ClinicalMessage("FHIR Patient.link", "fhir", null, []) { Identities = [merge] }, envelope.Id);
        }
    }

    private static Identifier Known(string patientId) => new(FhirReader.PatientIdSystem, patientId, "FHIR");

    private void ReadEncounter(WriteScope scope, FhirEntry entry, Envelope envelope)
    {
        var before = Before<Model.Encounter>(entry) is { } earlier ? reader.ReadEncounter(earlier, envelope.ReceivedAt) : null;
        var now = entry.Resource is Model.Encounter encounter ? reader.ReadEncounter(encounter, envelope.ReceivedAt) : null;
        var isSame = now?.Identifiers[0] == before?.Identifiers[0];
        if (before is { Encounter: { } left } && !isSame)
            Take(scope, before with { Encounter = left with { Change = EncounterChange.Cancel }, Observations = Withdrawn(before.Observations, [], envelope.ReceivedAt) }, envelope.Id, $"{entry.Path}.subject");
        if (now is not null)
            entry.PatientId = Take(scope, isSame ? now with { Observations = [.. Withdrawn(before!.Observations, now.Observations, envelope.ReceivedAt), .. now.Observations] } : now, envelope.Id, $"{entry.Path}.subject");
    }

    /// <summary>What an earlier version said and this one does not say any more.</summary>
    private static List<ObservationNotice> Withdrawn(IReadOnlyList<ObservationNotice> before, IReadOnlyList<ObservationNotice> now, DateTimeOffset at) =>
    [
        .. before.Where(notice => notice.Status != "entered-in-error" && !now.Any(still => still.Key == notice.Key))
            .Select(notice => notice with { Status = "entered-in-error", VersionAt = at }),
    ];

    private void ReadValues(WriteScope scope, FhirEntry entry, Envelope envelope, Dictionary<string, (FhirEntry, List<ObservationNotice>)> said)
    {
        if (entry is { Resource: not null, Type: not "Observation", Subject: null })
            return;
        var now = entry.Resource is { } resource ? Values(resource, envelope.ReceivedAt) : null;
        var before = Before<Model.Resource>(entry) is { } earlier ? Values(earlier, entry.Previous!.LastUpdated) : null;
        if (now is not null)
            entry.PatientId = Owner(scope, entry);
        if (before is not null && entry.Previous!.PatientId is { } owner)
            Of(owner).AddRange(Withdrawn(before, owner == entry.PatientId ? now! : [], envelope.ReceivedAt));

        // An update of an observation corrects what it said before.
        if (now is not null)
            Of(entry.PatientId!).AddRange(now.Select(notice => before is not null && entry.Type == "Observation" && notice.Status == "final" ? notice with { Status = "corrected" } : notice));

        List<ObservationNotice> Of(string patientId)
        {
            if (!said.TryGetValue(patientId, out var known))
                said[patientId] = known = (entry, []);
            return known.Item2;
        }
    }

    private IReadOnlyList<ObservationNotice> Values(Model.Resource resource, DateTimeOffset at) =>
        resource is Model.Observation observation ? reader.ReadObservation(observation, at)?.Observations ?? [] : reader.ReadLists(resource, at);

    private static T? Before<T>(FhirEntry entry) where T : Model.Resource => entry.Previous is { Deleted: false } row ? FhirParser.Stored(row.Json) as T : null;

    private string Owner(WriteScope scope, FhirEntry entry) =>
        pipeline.Registry.Lookup(scope, Known(entry.Subject!))
        ?? throw new UnresolvedPatientException(new MessageFault(false, $"{entry.Path}.subject", 204, $"{entry.Subject} is not a patient known here."));

    private string Take(WriteScope scope, PatientNotice notice, string messageId, string path)
    {
        if (NoticeLimits.Check(notice) is { } tooLong)
            throw new UnresolvedPatientException(tooLong with { Place = $"{path}.{tooLong.Place}" });
        var (patientId, fault) = pipeline.Patients.Take(scope, NoticeLimits.Plain(notice), messageId, findings);
        return fault is null ? patientId! : throw new UnresolvedPatientException(fault with { Place = path });
    }
}
