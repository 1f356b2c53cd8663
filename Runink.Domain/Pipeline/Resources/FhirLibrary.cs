using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Fhir.Searching;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Resources;

/// <summary>
/// All resources that can be read: the posted ones as they were posted, and those written from what came over other doors. Who may
/// read them is decided by the callers.
/// </summary>
public sealed class FhirLibrary(TriggerCatalog catalog, SiteOptions site, FeedProfiles? profiles = null)
{
    private readonly FhirProjector projector = new(catalog.Vocabulary, new Hl7Reader(site.Zone, profiles: profiles));

    /// <summary>Null when there is none and never was; a deleted one is answered as such.</summary>
    public FhirFound? Read(CompanionDb db, string type, string id) =>
        db.FhirResources.AsNoTracking().FirstOrDefault(row => row.Type == type && row.Id == id) is { } posted
            ? FhirFound.Of(posted)
            : projector.Read(db, type, id) is { } written ? Found(written) : null;

    public FhirFound? ReadVersion(CompanionDb db, string type, string id, string version)
    {
        if (Read(db, type, id) is not { } current || current.Version == version)
            return Read(db, type, id);
        return int.TryParse(version, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && db.FhirVersions.AsNoTracking().FirstOrDefault(row => row.Type == type && row.Id == id && row.VersionId == number) is { } earlier
                ? FhirFound.Of(earlier)
                : null;
    }

    /// <summary>Versions, newest first.</summary>
    /// <param name="type">Null for all types.</param>
    /// <param name="id">Null for all resources of the type.</param>
    /// <param name="skip">How many of the newest to leave out.</param>
    public (IReadOnlyList<FhirFound> Versions, int Total) History(CompanionDb db, string? type, string? id, DateTimeOffset? since, int skip, int count)
    {
        var now = db.FhirResources.AsNoTracking().Where(row => (type == null || row.Type == type) && (id == null || row.Id == id) && (since == null || row.LastUpdated >= since));
        var before = db.FhirVersions.AsNoTracking().Where(row => (type == null || row.Type == type) && (id == null || row.Id == id) && (since == null || row.LastUpdated >= since));
        var keys = now.Select(row => new { row.Type, row.Id, row.VersionId, row.LastUpdated })
            .Concat(before.Select(row => new { row.Type, row.Id, row.VersionId, row.LastUpdated }));
        var total = keys.Count();
        var page = keys.OrderByDescending(key => key.LastUpdated).ThenByDescending(key => key.VersionId).ThenBy(key => key.Type).ThenBy(key => key.Id).Skip(skip).Take(count).ToList();
        if (total == 0 && type is not null && id is not null && projector.Read(db, type, id) is { } written)
            return ([Found(written)], 1);
        return ([.. page.Select(key => ReadVersion(db, key.Type, key.Id, key.VersionId.ToString(System.Globalization.CultureInfo.InvariantCulture))).OfType<FhirFound>()], total);
    }

    public IReadOnlyList<FhirHit> Find(CompanionDb db, FhirQuery query) => new FhirFinder(db, projector).Find(query);

    /// <summary>What belongs to a patient: its own resource first, then all that names it.</summary>
    public IReadOnlyList<FhirHit> Everything(CompanionDb db, string patientId)
    {
        var of = new FhirCriterion("patient") { Targets = [new FhirTarget("Patient", patientId)], IsOwner = true };
        var hits = Find(db, new FhirQuery(null, [of]));
        return [.. hits.OrderBy(hit => hit.Type == "Patient" ? 0 : 1).ThenBy(hit => hit.Type, StringComparer.Ordinal).ThenBy(hit => hit.Id, StringComparer.Ordinal)];
    }

    /// <summary>Everything that can be read now, a part at a time: the posted ones type by type, then the others patient by patient.</summary>
    public IEnumerable<FhirFound> All(CompanionDb db)
    {
        const int AtOnce = 100;
        foreach (var type in db.FhirResources.Select(row => row.Type).Distinct().OrderBy(type => type).ToList())
        {
            for (var after = ""; ;)
            {
                var page = db.FhirResources.AsNoTracking().Where(row => row.Type == type && string.Compare(row.Id, after) > 0).OrderBy(row => row.Id).Take(AtOnce).ToList();
                foreach (var row in page.Where(row => !row.Deleted))
                    yield return FhirFound.Of(row);
                if (page.Count < AtOnce)
                    break;
                after = page[^1].Id;
            }
        }

        for (var after = ""; ;)
        {
            var patients = db.Patients.Where(row => string.Compare(row.Id, after) > 0).OrderBy(row => row.Id).Select(row => row.Id).Take(AtOnce).ToList();
            foreach (var written in projector.Patients(db, patients, null).Concat(FhirProjector.Encounters(db, patients, null)).Concat(projector.Observations(db, patients, null)))
                yield return Found(written);
            if (patients.Count < AtOnce)
                break;
            after = patients[^1];
        }
    }

    /// <summary>The content of what was found, in its order; what was deleted meanwhile is left out.</summary>
    public IReadOnlyList<FhirFound> Load(CompanionDb db, IReadOnlyList<FhirHit> hits)
    {
        var loaded = new Dictionary<(string, string), FhirFound>();
        foreach (var type in hits.GroupBy(hit => hit.Type, StringComparer.Ordinal))
        {
            var ids = type.Select(hit => hit.Id).ToList();
            foreach (var row in db.FhirResources.AsNoTracking().Where(row => row.Type == type.Key && ids.Contains(row.Id) && !row.Deleted))
                loaded[(row.Type, row.Id)] = FhirFound.Of(row);
            foreach (var written in projector.Load(db, type.Key, [.. type.Where(hit => !loaded.ContainsKey((hit.Type, hit.Id)))]))
                loaded[(type.Key, written.Resource.Id!)] = Found(written);
        }

        return [.. hits.Select(hit => loaded.GetValueOrDefault((hit.Type, hit.Id))).OfType<FhirFound>()];
    }

    /// <summary>What the matches of a page point to, and what points to them, as the search asks to include.</summary>
    public IReadOnlyList<FhirFound> Included(CompanionDb db, FhirQuery query, IReadOnlyList<FhirFound> page)
    {
        var wanted = new List<FhirHit>();
        foreach (var found in page)
        {
            foreach (var include in query.Includes.Where(include => include.Source == found.Type))
            {
                wanted.AddRange(include.Parameter.Values(FhirParser.Stored(found.Json)).OfType<Hl7.Fhir.Model.ResourceReference>()
                    .Select(reference => reference.Reference?.Split('/')).Where(parts => parts is [var target, ..] && FhirParser.IsType(target) && (include.Target ?? target) == target && parts.Length > 1)
                    .Select(parts => new FhirHit(parts![0], parts[1], default, null)));
            }
        }

        foreach (var include in query.RevIncludes)
        {
            var targets = page.Where(found => include.Target is null || include.Target == found.Type).Select(found => new FhirTarget(found.Type, found.Id)).ToList();
            if (targets.Count > 0)
                wanted.AddRange(Find(db, new FhirQuery(include.Source, [new FhirCriterion(include.Parameter.Name) { Targets = targets, IsOwner = include.Parameter.IsOwner }])).Take(FhirQuery.MostEntries));
        }

        var known = page.Select(found => (found.Type, found.Id)).ToHashSet();
        return Load(db, [.. wanted.DistinctBy(hit => (hit.Type, hit.Id)).Where(hit => !known.Contains((hit.Type, hit.Id)))]);
    }

    private static FhirFound Found(Projected written) => new(
        written.Resource.TypeName, written.Resource.Id!, written.Resource.Meta!.VersionId!, written.Resource.Meta.LastUpdated ?? default, FhirWriter.ToJson(written.Resource));
}
