using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <param name="Difference">both, gained, lost or moved.</param>
/// <param name="Text">What the worklist would have shown.</param>
public sealed record ShadowRow(
    string Patient, string PatientLabel, string Difference, DateTimeOffset? InForceAt, DateTimeOffset? ShadowAt, decimal? HoursLater, string? Text);

/// <summary>
/// A version in shadow beside the one in force, since it began. Whoever may not see patients is told no patient; counts below eleven are null and the others rounded to tens.
/// </summary>
/// <param name="HeldAtStart">Patients for whom it held already when it began; they are in no other number.</param>
public sealed record ShadowView(
    string TriggerId, int Version, DateTimeOffset Since, string Author, int? VersionInForce, int? Fired, int? FiredInForce, int? Unknown, int? Suppressed,
    int? HeldAtStart, IReadOnlyList<ShadowRow> Patients)
{
    /// <summary>How many patients differ how: both, gained, lost, moved.</summary>
    public required IReadOnlyDictionary<string, int?> Differences { get; init; }
}

/// <summary>Where versions are watched in shadow. They record what they would have done, and act on nobody.</summary>
public sealed class ShadowUseCases(CompanionStore store, ShadowCommandHandler work, HospitalFacts facts, PhiAccessLog reads, TimeProvider time)
{
    /// <summary>Null when no version of the trigger is in shadow.</summary>
    public async Task<Outcome<ShadowView?>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var versions = await db.TriggerVersions.Where(version => version.TriggerId == id).ToListAsync(cancel);
        if (versions.Find(version => version.Status == TriggerVersionStatus.Shadow) is not { } shadow)
            return new Outcome<ShadowView?>(null, null);
        var findings = await db.ShadowFindings.Where(finding => finding.TriggerId == id && finding.Version == shadow.Version).ToListAsync(cancel);
        var live = await db.Escalations.Where(row => row.TriggerId == id && !row.IsUnknown && row.OpenedAt >= shadow.At).Select(row => new { row.PatientId, row.OpenedAt }).ToListAsync(cancel);
        var sees = caller.May(Permission.ReadPatients);
        if (sees && caller.UnitsFor(Permission.ReadPatients) is not null)
        {
            var seen = (await db.Patients.SeenBy(db, caller).Select(patient => patient.Id).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
            findings.RemoveAll(finding => !seen.Contains(finding.PatientId));
            live.RemoveAll(row => !seen.Contains(row.PatientId));
        }

        var compared = ShadowComparison.Compare(findings, live.Select(row => (row.PatientId, row.OpenedAt)));
        var ids = compared.Select(row => row.PatientId).ToList();
        var patients = sees ? await db.Patients.Where(patient => ids.Contains(patient.Id)).ToDictionaryAsync(patient => patient.Id, cancel) : [];
        if (sees && ids.Count > 0)
            await reads.NoteAsync(caller, "shadow_read", new Subject("trigger", id), cancel);
        var now = time.GetUtcNow();
        return new ShadowView(
            id, shadow.Version, shadow.At, shadow.Author, versions.Find(version => version.Status == TriggerVersionStatus.Published)?.Version,
            Of(ShadowFindingKind.Fired), Told(live.Count), Of(ShadowFindingKind.Unknown), Of(ShadowFindingKind.Suppressed), Of(ShadowFindingKind.HeldAtStart),
            sees
                ? [.. compared.Select(row => new ShadowRow(
                    row.PatientId, patients[row.PatientId].Card(now).Initials, row.Difference.ToString().ToLowerInvariant(), row.InForceAt, row.ShadowAt, row.HoursLater, row.Text))]
                : [])
        {
            Differences = compared.CountBy(row => row.Difference.ToString().ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => Told(pair.Value), StringComparer.Ordinal),
        };

        int? Told(int count) => sees ? count : SmallCells.Told(count);
        int? Of(ShadowFindingKind kind) => Told(findings.Count(finding => finding.Kind == kind));
    }

    /// <summary>Lets the draft run in shadow; without a draft, an older version.</summary>
    public async Task<Outcome<ShadowView?>> StartAsync(Caller caller, string id, int? version, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var yaml = await db.TriggerDrafts.Where(draft => draft.TriggerId == id).Select(draft => draft.Yaml).FirstOrDefaultAsync(cancel)
            ?? await db.TriggerVersions.Where(row => row.TriggerId == id && row.Version == version && row.Status != TriggerVersionStatus.Published && row.Status != TriggerVersionStatus.Shadow)
                .Select(row => row.Yaml).FirstOrDefaultAsync(cancel);
        if (yaml is null)
            return new Refusal("not-allowed-now", "There is no draft to watch in shadow, and this version is in force, in shadow, or not there.");
        var started = await work.StartAsync(id, yaml, caller.Actor, await facts.ReadAsync(cancel), cancel);
        return started.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    public async Task<Outcome<ShadowView?>> StopAsync(Caller caller, string id, int version, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        var stopped = await work.StopAsync(id, version, caller.Actor, cancel);
        return stopped.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }
}
