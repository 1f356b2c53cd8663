using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Work;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Patients;

/// <summary>Where pages and the API read a patient's context. Every read is a line in the ledger.</summary>
public sealed class PatientUseCases(CompanionStore store, PatientSeries series, PhiAccessLog reads, TimeProvider time)
{
    private const int MostRows = 200;

    /// <param name="id">Our id, an MRN, or <c>system|value</c>.</param>
    public async Task<Outcome<PatientView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadPatients) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var named = PatientQueries.Matching(db.PatientIdentifiers, id);
        var found = await db.Patients.Where(row => row.Id == id || named.Contains(row.Id)).Take(2).ToListAsync(cancel);
        if (found is [{ MergedInto: { } survivor }])
            found = await db.Patients.Where(row => row.Id == survivor).ToListAsync(cancel);
        if (caller.UnitsFor(Permission.ReadPatients) is not null && found.Select(row => row.Id).ToList() is var ids)
            found = await db.Patients.SeenBy(db, caller).Where(row => ids.Contains(row.Id)).ToListAsync(cancel);
        if (found is not [var patient])
            return new Refusal("not-found", found.Count == 0 ? "There is no such patient." : "More than one patient has this number. Say system|value.");
        var identifiers = await db.PatientIdentifiers.Where(row => row.PatientId == patient.Id).ToListAsync(cancel);
        var encounters = await db.Encounters.Where(row => row.PatientId == patient.Id && !row.Cancelled).OrderByDescending(row => row.StartedAt).ToListAsync(cancel);
        var escalations = await db.Escalations.Where(row => row.PatientId == patient.Id).OrderByDescending(row => row.OpenedAt).ToListAsync(cancel);
        var referrals = await db.Referrals.Where(row => row.PatientId == patient.Id).OrderByDescending(row => row.OpenedAt).ToListAsync(cancel);
        await reads.NoteAsync(caller, "patient_read", new Subject("patient", patient.Id), cancel);
        var merges = await db.PatientMerges.Where(row => row.SurvivorId == patient.Id).OrderByDescending(row => row.Id).ToListAsync(cancel);
        var measured = await series.ReadAsync(db, patient.Id, cancel);
        var view = new PatientView(
            patient.Card(now), patient.BirthDate,
            [.. identifiers.Select(row => new PatientIdentifierView(row.System, row.Value, row.SourceMessage))],
            [.. encounters.Select(row => new EncounterView(row.Id, row.Type, row.Unit, row.Bed, row.StartedAt, row.EndedAt))],
            measured, Work(escalations, referrals), [])
        {
            DeceasedAt = patient.DeceasedAt,
            Record = await PatientRecord.ReadAsync(db, patient.Id, cancel),
            IdentityReview = await db.IdentityReviews.Where(Domain.Patients.IdentityReview.IsConflict).Where(row => row.PatientId == patient.Id && row.Decision == IdentityDecision.Waiting).Select(row => row.Id).FirstOrDefaultAsync(cancel),
            Told = await PatientNotices.ReadAsync(db, escalations, referrals, cancel),
            Consents = await PatientConsents.ReadAsync(db, patient.Id, now, cancel),
            Devices = await PatientDevices.ReadAsync(db, patient.Id, now, cancel),
            Sources = await PatientSources.ReadAsync(db, patient.Id, cancel),
            Conflicts = await PatientConflicts.ReadAsync(db, caller, patient.Id, measured, merges, cancel),
        };
        return view with { Timeline = await PatientTimeline.ReadAsync(db, view, encounters, escalations, referrals, merges, cancel) };
    }

    /// <summary>Patients with an open encounter first, then the most recently seen; narrowed by name, MRN or birth date.</summary>
    public async Task<Outcome<IReadOnlyList<PatientListRow>>> ListAsync(Caller caller, string? search, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadPatients) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var rows = db.Patients.Found(search).SeenBy(db, caller);
        var open = db.Encounters.Where(encounter => encounter.EndedAt == null && !encounter.Cancelled);
        var found = await rows.Select(patient => new
        {
            patient,
            encounter = open.Where(encounter => encounter.PatientId == patient.Id).OrderByDescending(encounter => encounter.StartedAt).FirstOrDefault(),
            escalations = db.Escalations.Count(row => row.PatientId == patient.Id && row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted),
        }).OrderBy(row => row.encounter == null).ThenByDescending(row => row.patient.LastSeenAt).Take(MostRows).ToListAsync(cancel);
        await reads.NoteListAsync(caller, "patients_listed", new Subject("patients", "list"), found.Select(row => row.patient.Id), cancel);
        return new Outcome<IReadOnlyList<PatientListRow>>(
            [.. found.Select(row => new PatientListRow(row.patient.Card(now), row.encounter?.Card, row.patient.LastSeenAt, row.escalations))], null);
    }

    /// <summary>What is open first.</summary>
    private static IReadOnlyList<PatientLink> Work(List<Escalation> escalations, List<Referral> referrals) =>
    [
        .. escalations.Select(row => new PatientLink("escalation", row.Id, row.TriggerName, row.Status.ToString().ToLowerInvariant(), row.OpenedAt, row.IsOpen))
            .Concat(referrals.Select(row => new PatientLink("referral", row.Id, row.Service, ReferralStates.Of(row.State).Title, row.OpenedAt, ReferralStates.IsOpen(row.State))))
            .OrderByDescending(link => link.IsOpen),
    ];
}
