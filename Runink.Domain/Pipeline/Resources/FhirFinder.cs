using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Fhir.Searching;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Resources;

/// <summary>
/// Carries a search out: over the index for what was posted, over the same values made in memory for what came over other doors.
/// The tests are the same expressions in both, so they cannot come to mean different things.
/// </summary>
internal sealed class FhirFinder(CompanionDb db, FhirProjector projector)
{
    public List<FhirHit> Find(FhirQuery query)
    {
        var criteria = query.Criteria.Select(Resolve).ToList();
        var hits = Posted(query.Type, criteria);
        if (FhirProjector.Knows(query.Type))
            hits.AddRange(Written(query.Type, criteria));
        return Sorted(query, hits);
    }

    /// <summary>Chains and references become what they stand for now: patients of ours, or values in the index.</summary>
    private Resolved Resolve(FhirCriterion criterion)
    {
        if (criterion.Ids is { } ids)
            return new Resolved(criterion) { Ids = [.. ids] };
        if (criterion.Chain is { } chain)
        {
            var found = Find(chain);
            return criterion.IsOwner && chain.Type == "Patient"
                ? new Resolved(criterion) { Patients = [.. found.Select(hit => hit.PatientId).OfType<string>()] }
                : new Resolved(criterion) { Where = Pointing(chain.Type!, [.. found.Select(hit => hit.Id)]) };
        }

        if (criterion.Targets is not { } targets)
            return new Resolved(criterion) { Where = criterion.Where };
        var patients = PatientIds(targets.Where(target => target.Type is null or "Patient").Select(target => target.Id).ToList());
        if (!criterion.IsOwner)
            targets = [.. targets, .. Names(patients).Select(id => new FhirTarget("Patient", id))];
        Expression<Func<FhirIndexEntry, bool>>? where = null;
        foreach (var group in targets.Where(target => !criterion.IsOwner || target.Type != "Patient").GroupBy(target => target.Type, StringComparer.Ordinal))
        {
            var one = Pointing(group.Key, [.. group.Select(target => target.Id)]);
            where = where is null ? one : FhirComparison.Or(where, one);
        }

        return new Resolved(criterion) { Patients = criterion.IsOwner ? patients : null, Where = where };
    }

    private static Expression<Func<FhirIndexEntry, bool>> Pointing(string? type, List<string> ids) => type is null
        ? entry => ids.Contains(entry.Text)
        : entry => entry.System == type && ids.Contains(entry.Text);

    /// <summary>Our patients behind ids: our own, or those of posted resources.</summary>
    private HashSet<string> PatientIds(List<string> ids) => ids.Count == 0 ? [] :
    [
        .. db.PatientIdentifiers.Where(known => known.System == FhirReader.PatientIdSystem && ids.Contains(known.Value)).Select(known => known.PatientId),
        .. db.Patients.Where(row => ids.Contains(row.Id)).Select(row => row.Id),
    ];

    /// <summary>All ids under which these patients are referred to.</summary>
    private List<string> Names(HashSet<string> patients) => patients.Count == 0 ? [] :
    [
        .. patients, .. db.PatientIdentifiers.Where(known => known.System == FhirReader.PatientIdSystem && patients.Contains(known.PatientId)).Select(known => known.Value),
    ];

    private List<FhirHit> Posted(string? type, List<Resolved> criteria)
    {
        var rows = db.FhirResources.AsNoTracking().Where(row => !row.Deleted);
        if (type is not null)
            rows = rows.Where(row => row.Type == type);
        foreach (var criterion in criteria)
            rows = Narrow(rows, type, criterion);
        return [.. rows.Select(row => new { row.Type, row.Id, row.LastUpdated, row.PatientId }).AsEnumerable()
            .Where(row => criteria.TrueForAll(criterion => criterion.Of.Updated?.Invoke(row.LastUpdated) ?? true))
            .Select(row => new FhirHit(row.Type, row.Id, row.LastUpdated, row.PatientId))];
    }

    private IQueryable<FhirResource> Narrow(IQueryable<FhirResource> rows, string? type, Resolved criterion)
    {
        if (criterion.Of.Updated is not null)
            return rows;
        if (criterion.Ids is { } ids)
            return rows.Where(row => ids.Contains(row.Id));
        var keys = criterion.Where is { } where
            ? db.FhirIndex.Where(entry => entry.Type == type && entry.Parameter == criterion.Of.Parameter).Where(where).Select(entry => entry.ResourceId)
            : null;
        if (criterion.Patients is { } patients)
        {
            return keys is null
                ? rows.Where(row => row.PatientId != null && patients.Contains(row.PatientId))
                : rows.Where(row => (row.PatientId != null && patients.Contains(row.PatientId)) || keys.Contains(row.Id));
        }

        if (keys is null)
            return rows.Where(row => false);
        if (criterion.Of.IsOwner && criterion.Of.Targets is null && criterion.Of.Chain is null)
            return criterion.Of.Negated ? rows.Where(row => row.PatientId == null && !keys.Contains(row.Id)) : rows.Where(row => row.PatientId != null || keys.Contains(row.Id));
        return criterion.Of.Negated ? rows.Where(row => !keys.Contains(row.Id)) : rows.Where(row => keys.Contains(row.Id));
    }

    private IEnumerable<FhirHit> Written(string? type, List<Resolved> criteria)
    {
        HashSet<string>? patients = null;
        foreach (var some in criteria.Select(criterion => criterion.Patients).OfType<HashSet<string>>())
            patients = patients is null ? some : [.. patients.Intersect(some, StringComparer.Ordinal)];
        var ids = criteria.Find(criterion => criterion.Ids is not null)?.Ids;
        var tests = criteria.Select(criterion => criterion.Test()).ToList();
        var all = Enumerable.Empty<Projected>();
        if (type is null or "Patient")
            all = all.Concat(projector.Patients(db, patients is null ? ids : patients, Codes(criteria, "identifier")));
        if (type is null or "Encounter")
            all = all.Concat(FhirProjector.Encounters(db, patients, ids));
        if (type is null or "Observation")
            all = all.Concat(projector.Observations(db, patients, ids is null ? null : [.. ids.Where(id => id.Split('-').Length == 3)], Codes(criteria, "code") ?? Codes(criteria, "combo-code")));
        foreach (var one in all)
        {
            var updated = one.Resource.Meta!.LastUpdated ?? default;
            var entries = tests.TrueForAll(test => test.NeedsNoIndex) ? [] : Indexed(one);
            if (tests.TrueForAll(test => test.Fits(one, updated, entries)))
                yield return new FhirHit(one.Resource.TypeName, one.Resource.Id!, updated, one.PatientId);
        }
    }

    /// <summary>The index of a written resource; identifiers also under the names that the feeds use.</summary>
    private static List<FhirIndexEntry> Indexed(Projected one)
    {
        var entries = FhirIndexer.Index(one.Resource);
        foreach (var entry in entries.Where(entry => entry.Parameter == "identifier" && entry.System.StartsWith(FhirSystems.Own, StringComparison.Ordinal)).ToList())
        {
            entries.Add(new FhirIndexEntry
            {
                Type = entry.Type, ResourceId = entry.ResourceId, Ordinal = entries.Count, Parameter = entry.Parameter, System = FhirSystems.NameOf(entry.System), Text = entry.Text,
            });
        }

        return entries;
    }

    private static IReadOnlyList<string>? Codes(List<Resolved> criteria, string parameter) =>
        criteria.Find(criterion => criterion.Of.Parameter == parameter && criterion.Of is { Negated: false, Codes: not null })?.Of.Codes;

    /// <summary>By what was asked for, else newest first; what ties is ordered by id, so that pages neither repeat nor lose a row.</summary>
    private List<FhirHit> Sorted(FhirQuery query, List<FhirHit> hits)
    {
        if (query.Sort.Count == 0)
            return [.. hits.OrderByDescending(hit => hit.LastUpdated).ThenBy(hit => hit.Type, StringComparer.Ordinal).ThenBy(hit => hit.Id, StringComparer.Ordinal)];
        var sorted = hits.Order(Comparer<FhirHit>.Create((_, _) => 0));
        foreach (var sort in query.Sort)
        {
            if (sort.Parameter == "_id")
            {
                sorted = sort.Descending ? sorted.ThenByDescending(hit => hit.Id, StringComparer.Ordinal) : sorted.ThenBy(hit => hit.Id, StringComparer.Ordinal);
            }
            else if (sort.Parameter == "_lastUpdated")
            {
                sorted = sort.Descending ? sorted.ThenByDescending(hit => hit.LastUpdated) : sorted.ThenBy(hit => hit.LastUpdated);
            }
            else
            {
                var values = SortValues(query.Type!, sort, hits);
                sorted = sort.Descending
                    ? sorted.ThenBy(hit => values.ContainsKey(hit.Id) ? 0 : 1).ThenByDescending(hit => values.GetValueOrDefault(hit.Id).Number).ThenByDescending(hit => values.GetValueOrDefault(hit.Id).Text, StringComparer.Ordinal)
                    : sorted.ThenBy(hit => values.ContainsKey(hit.Id) ? 0 : 1).ThenBy(hit => values.GetValueOrDefault(hit.Id).Number).ThenBy(hit => values.GetValueOrDefault(hit.Id).Text, StringComparer.Ordinal);
            }
        }

        return [.. sorted.ThenBy(hit => hit.Id, StringComparer.Ordinal)];
    }

    private Dictionary<string, (double Number, string Text)> SortValues(string type, FhirSort sort, List<FhirHit> hits)
    {
        var ids = hits.Select(hit => hit.Id).ToHashSet(StringComparer.Ordinal);
        var posted = db.FhirIndex.Where(entry => entry.Type == type && entry.Parameter == sort.Parameter)
            .Select(entry => new { entry.ResourceId, entry.Low, entry.Text }).AsEnumerable().Where(entry => ids.Contains(entry.ResourceId))
            .Select(entry => (entry.ResourceId, Number: entry.Low ?? 0, entry.Text)).ToList();
        var known = posted.Select(entry => entry.ResourceId).ToHashSet(StringComparer.Ordinal);
        var written = projector.Load(db, type, [.. hits.Where(hit => !known.Contains(hit.Id))]).SelectMany(one => FhirIndexer.Index(one.Resource))
            .Where(entry => entry.Parameter == sort.Parameter).Select(entry => (entry.ResourceId, Number: entry.Low ?? 0, entry.Text));
        return posted.Concat(written).GroupBy(entry => entry.ResourceId, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => sort.Descending ? group.Select(entry => (entry.Number, entry.Text)).Max() : group.Select(entry => (entry.Number, entry.Text)).Min(),
            StringComparer.Ordinal);
    }

    /// <summary>A condition with what its references stand for.</summary>
    private sealed record Resolved(FhirCriterion Of)
    {
        public HashSet<string>? Ids { get; init; }

        public HashSet<string>? Patients { get; init; }

        public Expression<Func<FhirIndexEntry, bool>>? Where { get; init; }

        public MemoryTest Test() => new(this, Where?.Compile(preferInterpretation: true));
    }

    private sealed class MemoryTest(Resolved criterion, Func<FhirIndexEntry, bool>? where)
    {
        public bool NeedsNoIndex => where is null;

        public bool Fits(Projected one, DateTimeOffset updated, List<FhirIndexEntry> entries)
        {
            if (criterion.Of.Updated is { } test)
                return test(updated);
            if (criterion.Ids is { } ids)
                return ids.Contains(one.Resource.Id!);
            if (criterion.Patients is { } patients)
                return patients.Contains(one.PatientId);
            var present = criterion.Of is { IsOwner: true, Targets: null, Chain: null } && one.Resource is not Hl7.Fhir.Model.Patient;
            return (present || (where is not null && entries.Exists(entry => entry.Parameter == criterion.Of.Parameter && where(entry)))) != criterion.Of.Negated;
        }
    }
}
