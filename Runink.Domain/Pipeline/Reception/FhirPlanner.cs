using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Fhir.Searching;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>
/// Gives resources their ids and versions, resolves references, writes and indexes them: all that can be done before the writer is
/// asked, on what the store says meanwhile. The writer then only looks whether that still holds.
/// </summary>
internal sealed class FhirPlanner(CompanionDb db, FhirLibrary library, Foundation.UlidSource ids, string own, DateTimeOffset now)
{
    public void Plan(IReadOnlyList<FhirEntry> entries)
    {
        var byCondition = new Dictionary<(string, string), FhirEntry>();
        foreach (var entry in entries.Where(entry => entry.RequestedId is null))
            Identify(entry, byCondition);
        foreach (var entry in entries.Where(entry => entry.RequestedId is not null))
            entry.Id = entry.RequestedId!;
        ReadPrevious(entries);
        foreach (var entry in entries.Where(entry => !entry.Existed))
            Version(entry);
        RefuseOverlaps(entries);
        var links = new FhirLinks(entries, own, (type, query, path) => One(type, query, path)?.Id, PatientBy);
        foreach (var entry in entries.Where(entry => entry is { Existed: false, IsDeletion: false }))
        {
            links.Link(entry);
            entry.Json = FhirWriter.ToJson(entry.Resource!);
            entry.Index = FhirIndexer.Index(entry.Resource!);
        }
    }

    /// <summary>Whether a condition that matched nothing would match something by now.</summary>
    public bool Matches(FhirEntry entry) => One(entry.Type, entry.Condition!, entry.Path) is not null;

    /// <summary>The values that are asked for when a condition is on an identifier alone; null when it is on more.</summary>
    public static IReadOnlyList<string>? Identifiers(string type, string condition, string own, DateTimeOffset now) =>
        FhirQuery.Parse(type, FhirQuery.Split(condition), own, now).Query?.Criteria is [{ Parameter: "identifier", Negated: false, Codes: { } codes }] ? codes : null;

    private void Identify(FhirEntry entry, Dictionary<(string, string), FhirEntry> byCondition)
    {
        var condition = entry.Condition;
        if (condition is not null && entry.Method == "POST" && byCondition.TryGetValue((entry.Type, condition), out var same))
        {
            (entry.Id, entry.Existed) = (same.Id, true);
            return;
        }

        var found = condition is null ? null : One(entry.Type, condition, entry.Path);
        if (condition is not null)
            byCondition.TryAdd((entry.Type, condition), entry);
        entry.Existed = found is not null && entry.Method == "POST" || found is null && entry.IsDeletion;
        if (found is null && entry.Method == "PATCH")
            throw new FhirFaultException(404, new MessageFault(false, entry.Path, 204, $"No {entry.Type} matches the condition."));
        if (found is not null && entry.Method == "PUT" && entry.Resource!.Id is { } said && said != found.Id)
            throw new FhirFaultException(400, new MessageFault(false, $"{entry.Path}.id", 200, "The condition matches a resource with another id."));
        entry.Id = found?.Id ?? (entry.Method == "PUT" ? entry.Resource?.Id : null) ?? ids.Next();
    }

    private FhirHit? One(string type, string condition, string path)
    {
        var (query, fault) = FhirQuery.Parse(type, FhirQuery.Split(condition), own, now);
        if (query is null)
            throw new FhirFaultException(400, fault! with { Place = path });
        if (query.Criteria.Count == 0)
            throw new FhirFaultException(400, new MessageFault(false, path, 102, "A condition names at least one search parameter."));
        var found = library.Find(db, query);
        return found.Count > 1
            ? throw new FhirFaultException(412, new MessageFault(false, path, 205, $"More than one {type} matches the condition."))
            : found.Count == 1 ? found[0] : null;
    }

    private void ReadPrevious(IReadOnlyList<FhirEntry> entries)
    {
        foreach (var type in entries.Where(entry => entry.RequestedId is not null || entry.Condition is not null).GroupBy(entry => entry.Type, StringComparer.Ordinal))
        {
            var wanted = type.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).ToList();
            var rows = db.FhirResources.AsNoTracking().Where(row => row.Type == type.Key && wanted.Contains(row.Id)).ToDictionary(row => row.Id, StringComparer.Ordinal);
            foreach (var entry in type)
                entry.Previous = rows.GetValueOrDefault(entry.Id);
        }
    }

    private void Version(FhirEntry entry)
    {
        var current = entry.Previous is { Deleted: false } previous ? previous : null;
        if (entry.IfMatch is { } expected && expected != (current?.VersionId ?? 0) && !IsMarked(entry))
            throw new FhirFaultException(412, new MessageFault(false, entry.Path, 205, $"The resource is at version {current?.VersionId ?? 0}, not at the expected one."));
        entry.Version = (entry.Previous?.VersionId ?? 0) + 1;
        if (entry.IsDeletion)
        {
            if (current is null && entry.Previous is null && library.Read(db, entry.Type, entry.Id) is not null)
                throw new FhirFaultException(409, new MessageFault(false, entry.Path, 205, "It came over another door and can be taken back there only."));
            entry.Existed = current is null;
            return;
        }

        if (entry.Method == "PATCH")
            Patch(entry, current);
        entry.Resource!.Id = entry.Id;
        entry.Resource.Meta ??= new Meta();
        entry.Resource.Meta.VersionId = entry.Version.ToString(CultureInfo.InvariantCulture);
        entry.Resource.Meta.LastUpdated = now;
    }

    /// <summary>Whether the client expects what came over another door, just as it stands.</summary>
    private bool IsMarked(FhirEntry entry) => entry is { Previous: null, Tag: { } tag } && library.Read(db, entry.Type, entry.Id)?.Version == tag;

    private static void Patch(FhirEntry entry, FhirResource? current)
    {
        if (current is null)
            throw new FhirFaultException(entry.Previous is null ? 404 : 410, new MessageFault(false, entry.Path, 204, $"There is no {entry.Type} with this id to patch."));
        var (json, problem) = FhirPatch.Apply(current.Json, entry.Patch ?? "");
        if (json is null)
            throw new FhirFaultException(422, new MessageFault(false, entry.Path, 102, problem!));
        var parsed = FhirParser.Parse(Encoding.UTF8.GetBytes(json));
        if (parsed.Resource is null)
            throw new FhirFaultException(422, parsed.Faults[0]);
        if (parsed.Resource.TypeName != entry.Type || parsed.Resource.Id != entry.Id)
            throw new FhirFaultException(422, new MessageFault(false, entry.Path, 200, "A patch cannot change the type or the id."));
        entry.Resource = parsed.Resource;
    }

    private static void RefuseOverlaps(IReadOnlyList<FhirEntry> entries)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var entry in entries.Where(entry => !entry.Existed))
        {
            if (!seen.Add((entry.Type, entry.Id)))
                throw new FhirFaultException(400, new MessageFault(false, entry.Path, 205, $"{entry.Type}/{entry.Id} is written twice."));
        }
    }

    /// <summary>The id by which one of ours is referred to.</summary>
    private string? PatientBy(string? system, string value)
    {
        // Without a system it is known as such only: the same number under another system may be somebody else.
        var scope = system ?? FhirReader.UnknownSystem;
        var known = db.PatientIdentifiers.AsNoTracking().Where(row => row.Value == value && row.System == scope && row.System != FhirReader.PatientIdSystem)
            .Select(row => row.PatientId).Distinct().Take(2).ToList();
        if (known is not [var id])
            return null;
        return db.FhirResources.AsNoTracking().Where(row => row.Type == "Patient" && row.PatientId == id && !row.Deleted).Select(row => row.Id).FirstOrDefault() ?? id;
    }
}
