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
    private FhirDevices devices = new([], "");
    private readonly FhirSlots slots = new(pipeline.Referrals);

    public void Read(WriteScope scope, IReadOnlyList<FhirEntry> entries, Envelope envelope)
    {
        findings.Clear();
        devices = new FhirDevices(entries, envelope.Sender);
        foreach (var entry in entries.Where(entry => entry.Resource is Model.Device))
            DeviceRegistry.Register(scope, devices.Of((Model.Device)entry.Resource!));
        foreach (var entry in entries.Where(entry => entry.Resource is Model.Patient))
            entry.PatientId = Take(scope, reader.ReadPatient((Model.Patient)entry.Resource!, envelope.ReceivedAt), envelope.Id, entry.Path);
        foreach (var entry in entries.Where(entry => entry.Resource is Model.Patient))
            Link(scope, (Model.Patient)entry.Resource!, envelope);
        var said = new Dictionary<string, (FhirEntry First, List<ObservationNotice> Notices)>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry.Type == "Encounter"))
            ReadEncounter(scope, entry, envelope, said);
        foreach (var entry in entries.Where(entry => entry.Type is "Observation" or "Condition" or "MedicationRequest" or "MedicationStatement" or "MedicationAdministration" or "Appointment"))
            ReadValues(scope, entry, envelope, said);
        foreach (var (patientId, (first, notices)) in said.Where(patient => patient.Value.Notices.Count > 0))
            Take(scope, new PatientNotice([Known(patientId)], null, null, notices), envelope.Id, $"{first.Path}.subject");

        foreach (var entry in entries.Where(entry => entry is { PatientId: null, Subject: not null }))
            entry.PatientId = Owner(scope, entry);
        // Orders first: what is based on one may come in the same submission.
        foreach (var entry in entries.Where(entry => entry is { Resource: not null, PatientId: not null }).OrderBy(entry => entry.Type == "ServiceRequest" ? 0 : 1))
            pipeline.Orders.Follow(scope, entry.PatientId!, entry.Resource!, envelope.Id);
        foreach (var entry in entries.Where(entry => entry is { Method: "DELETE", Type: "ServiceRequest", Resource: null, Previous.PatientId: not null }))
            pipeline.Orders.Deleted(scope, entry.Previous!.PatientId!, entry.Id, envelope.Id);
        slots.Read(scope, entries, envelope.Id, findings);
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

    private void ReadEncounter(WriteScope scope, FhirEntry entry, Envelope envelope, Dictionary<string, (FhirEntry, List<ObservationNotice>)> said)
    {
        var before = Before<Model.Encounter>(entry) is { } earlier ? reader.ReadEncounter(earlier, envelope.ReceivedAt) : null;
        var now = entry.Resource is Model.Encounter encounter ? reader.ReadEncounter(encounter, envelope.ReceivedAt) : null;
        var isSame = now?.Identifiers[0] == before?.Identifiers[0];
        if (before is { Encounter: { } left })
        {
            if (!isSame)
                Take(scope, before with { Encounter = left with { Change = EncounterChange.Cancel }, Observations = [] }, envelope.Id, $"{entry.Path}.subject");
            Of(said, entry.Previous!.PatientId!, entry).AddRange(Withdrawn(before.Observations, isSame ? now!.Observations : [], envelope.ReceivedAt));
        }

        if (now is null)
            return;
        entry.PatientId = Take(scope, now with { Observations = [] }, envelope.Id, $"{entry.Path}.subject");
        Of(said, entry.PatientId, entry).AddRange(now.Observations);
    }

    /// <summary>All values of a patient in one submission are one batch.</summary>
    private static List<ObservationNotice> Of(Dictionary<string, (FhirEntry First, List<ObservationNotice> Notices)> said, string patientId, FhirEntry entry)
    {
        if (!said.TryGetValue(patientId, out var known))
            said[patientId] = known = (entry, []);
        return known.Notices;
    }

    /// <summary>What an earlier version said and this one does not say any more.</summary>
    private static List<ObservationNotice> Withdrawn(IReadOnlyList<ObservationNotice> before, IReadOnlyList<ObservationNotice> now, DateTimeOffset at) =>
    [
        .. before.Where(notice => notice.Status != "entered-in-error" && !now.Any(still => still.Key == notice.Key))
            .Select(notice => notice with { Status = "entered-in-error", VersionAt = at }),
    ];

    private void ReadValues(WriteScope scope, FhirEntry entry, Envelope envelope, Dictionary<string, (FhirEntry, List<ObservationNotice>)> said)
    {
        // What belongs to no patient of ours (a device's own reading) says nothing about one.
        var now = entry is { Resource: { } resource, Subject: not null } ? Values(resource, envelope.ReceivedAt) : null;
        var before = Before<Model.Resource>(entry) is { } earlier ? Values(earlier, entry.Previous!.LastUpdated) : null;
        if (now is not null)
            entry.PatientId = Owner(scope, entry);
        if (now is not null && entry.Resource is Model.Observation { Device: not null } measured && devices.Of(scope, measured) is { } device)
            now = [.. now.Select(notice => notice with { Device = device })];
        if (before is not null && entry.Previous!.PatientId is { } owner)
            Of(said, owner, entry).AddRange(Withdrawn(before, owner == entry.PatientId ? now ?? [] : [], envelope.ReceivedAt));

        // An update of an observation corrects what it said before.
        if (now is not null)
            Of(said, entry.PatientId!, entry).AddRange(now.Select(notice => before is not null && entry.Type == "Observation" && notice.Status == "final" ? notice with { Status = "corrected" } : notice));
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
        return fault is null ? patientId! : throw new UnresolvedPatientException(fault with { Place = fault.Device is null ? path : path.Replace(".subject", ".device", StringComparison.Ordinal) });
    }
}
