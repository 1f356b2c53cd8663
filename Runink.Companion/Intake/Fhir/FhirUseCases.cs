using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Fhir;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Fhir.Searching;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake.Fhir;

/// <summary>Reads, searches and writes resources for who may, and records each look.</summary>
public sealed class FhirUseCases(
    CompanionStore store, FhirLibrary library, FhirTransactionProcessor processor, FhirPages pages, UlidSource ids, TimeProvider time, PhiAccessLog reads,
    IEnumerable<FhirReadSource> sources, IEnumerable<FhirWriteSource> takers)
{
    private static readonly string[] OfReads = ["_format", "_pretty", "_summary", "_elements"];
    private static readonly string[] OfHistories = ["_format", "_pretty", "_count", "_since", "_page"];

    public string Capabilities(string own) => FhirCapabilities.Write(time.GetUtcNow(), own);

    /// <summary>Creates, updates, patches, deletes, or carries a bundle out.</summary>
    public async Task<FhirReply> SubmitAsync(Caller caller, FhirRequest request, byte[] body, CancellationToken cancel)
    {
        if (takers.FirstOrDefault(taker => taker.Type == request.Type) is { } own)
            return await own.WriteAsync(caller, request, body, cancel);
        if (caller.Lacks(Permission.SendMessages) is { } refusal)
            return FhirReply.Refuse(403, "forbidden", refusal.Message);
        if (request.Type is { } type && !FhirParser.IsWritable(type))
            return FhirReply.Refuse(405, "not-supported", $"{type} is written by this server alone.");
        // Whoever only sends is not shown what was there before: neither in a bundle's answers, nor what a condition found, nor what a patch was put upon.
        var onlySends = Refused(caller, null) is not null;
        if (onlySends && request.Prefer == FhirReturn.Representation)
            request = request with { Prefer = FhirReturn.Unsaid };
        var reply = await processor.AcceptAsync(new Envelope(ids.Next(), "fhir", caller.Name, time.GetUtcNow(), body), request, cancel);
        if (onlySends && reply.Status == 200 && request.Type is not null && request.Method is ("POST" or "PATCH"))
            return reply with { Body = "" };
        return reply.Status >= 400 || request.Type is null || reply.Body.Length == 0 ? reply : request.Prefer switch
        {
            FhirReturn.Minimal => reply with { Body = "" },
            FhirReturn.OperationOutcome => reply with { Body = FhirOutcome.Fine(reply.Status == 201 ? "Created." : "Taken in.") },
            _ => reply,
        };
    }

    /// <param name="version">Null for the current one.</param>
    public async Task<FhirReply> ReadAsync(Caller caller, string type, string id, string? version, IEnumerable<KeyValuePair<string, string>> asked, CancellationToken cancel)
    {
        foreach (var beside in sources.Where(source => source.Type == type && source.Beside is not null && version is null))
        {
            // Who may not read those, or asks for another, is answered as ever.
            if (await beside.ReadAsync(caller, id, cancel) is { Status: < 400 } found)
                return found;
        }

        if (sources.FirstOrDefault(source => source.Type == type && source.Beside is null) is { } own)
            return version is null or "1" ? await own.ReadAsync(caller, id, cancel) : FhirReply.Refuse(404, "not-found", "It has one version.");
        if (Refused(caller, type) is { } refused)
            return refused;
        var (shape, fault) = Shape(asked, OfReads);
        if (shape is null)
            return FhirReply.Refuse(400, fault!);
        await using var db = store.Read();
        var patient = type == "Patient" ? id : await db.FhirResources.Where(row => row.Type == type && row.Id == id).Select(row => row.PatientId).FirstOrDefaultAsync(cancel);
        await reads.NoteAsync(caller, "fhir_read", new Subject(type, id), cancel, patient);
        return (version is null ? library.Read(db, type, id) : library.ReadVersion(db, type, id, version)) switch
        {
            null => FhirReply.Refuse(404, "not-found", $"There is no {type} with this id{(version is null ? "" : " and version")}."),
            { Deleted: true } gone => FhirReply.Refuse(410, "deleted", $"The {type} has been deleted.") with { Version = gone.Version, LastModified = gone.LastUpdated },
            var found => new FhirReply(200, FhirBundleWriter.Shape(found.Json, shape.Summary, shape.Elements), null, found.Version, found.LastUpdated),
        };
    }

    public async Task<FhirReply> HistoryAsync(Caller caller, string? type, string? id, IEnumerable<KeyValuePair<string, string>> asked, string own, CancellationToken cancel)
    {
        if (Refused(caller, type) is { } refused)
            return refused;
        var parameters = asked.ToList();
        if (parameters.Find(pair => !OfHistories.Contains(pair.Key, StringComparer.Ordinal)) is { Key: { } unknown })
            return FhirReply.Refuse(400, "not-supported", $"A history does not understand {unknown}.");
        var count = Value("_count") is { } many ? int.TryParse(many, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, FhirQuery.MostEntries) : -1 : FhirQuery.DefaultCount;
        var skip = Value("_page") is { } page ? int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : -1 : 0;
        DateTimeOffset? since = null;
        if (Value("_since") is { } text)
        {
            if (!FhirTime.TryParse(text, TimeZoneInfo.Utc, out var instant))
                return FhirReply.Refuse(400, "invalid", "_since is an instant.");
            since = instant;
        }

        if (count < 0 || skip < 0)
            return FhirReply.Refuse(400, "invalid", "_count is a number that is not negative.");
        await using var db = store.Read();
        await reads.NoteAsync(caller, "fhir_history", new Subject(type ?? "all", id ?? "all"), cancel);
        var (versions, total) = library.History(db, type, id, since, skip, count);
        if (total == 0 && id is not null && since is null)
            return FhirReply.Refuse(404, "not-found", $"There is no {type} with this id.");
        var path = own + string.Join('/', new[] { type, id, "_history" }.OfType<string>());
        var filter = since is { } after ? $"&_since={Uri.EscapeDataString(FhirTime.Format(after))}" : "";
        List<(string, string)> links = [("self", $"{path}?_count={count}{filter}")];
        if (skip + count < total && count > 0)
            links.Add(("next", $"{path}?_count={count}&_page={skip + count}{filter}"));
        return new FhirReply(200, FhirBundleWriter.History(own, versions, total, links));

        string? Value(string key) => parameters.Find(pair => pair.Key == key) is { Value: { Length: > 0 } value } ? value : null;
    }

    public async Task<FhirReply> SearchAsync(Caller caller, string? type, IEnumerable<KeyValuePair<string, string>> asked, string own, CancellationToken cancel)
    {
        var parameters = asked.ToList();
        if (sources.FirstOrDefault(source => source.Type == type && (source.Beside is null || parameters.Exists(pair => pair.Key == "_source" && pair.Value == source.Beside))) is { } made)
            return await made.SearchAsync(caller, new FhirAskedFor(parameters, own), cancel);
        if (Refused(caller, type) is { } refused)
            return refused;
        var (query, fault) = FhirQuery.Parse(type, parameters, own, time.GetUtcNow());
        if (query is null)
            return FhirReply.Refuse(400, fault!);
        await using var db = store.Read();
        var self = $"{own}{type}{Written(parameters)}";
        var hits = query.Page is null ? library.Find(db, query) : [];
        // The first page names all who were found: those that follow show no others.
        var patients = hits.Select(hit => hit.PatientId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        await reads.NoteListAsync(caller, "fhir_search", new Subject(type ?? "all", patients is [var only] ? only : "all"), patients, cancel);
        return query.Page is { } page
            ? Turn(db, caller, page, self, own)
            : Page(db, caller, query, hits, null, 0, self, own);
    }

    /// <summary>An operation of a type that a feature makes.</summary>
    public Task<FhirReply> OperateAsync(Caller caller, string type, string? id, string operation, IEnumerable<KeyValuePair<string, string>> asked, string own, CancellationToken cancel) =>
        sources.First(source => source.Type == type).Operations[operation](caller, id, new FhirAskedFor([.. asked], own), cancel);

    /// <summary>The patient and all that belongs to it.</summary>
    public async Task<FhirReply> EverythingAsync(Caller caller, string id, IEnumerable<KeyValuePair<string, string>> asked, string own, CancellationToken cancel)
    {
        if (Refused(caller, "Patient") is { } refused)
            return refused;
        var parameters = asked.ToList();
        var (shape, fault) = Shape(parameters, [.. OfReads, "_count", "_page"]);
        if (shape is null)
            return FhirReply.Refuse(400, fault!);
        await using var db = store.Read();
        await reads.NoteAsync(caller, "fhir_everything", new Subject("Patient", id), cancel);
        var self = $"{own}Patient/{id}/$everything{Written(parameters)}";
        if (shape.Page is { } page)
            return Turn(db, caller, page, self, own);
        return library.Read(db, "Patient", id) is null or { Deleted: true }
            ? FhirReply.Refuse(404, "not-found", "There is no Patient with this id.")
            : Page(db, caller, shape, library.Everything(db, id), null, 0, self, own);
    }

    private FhirReply Turn(CompanionDb db, Caller caller, string page, string self, string own)
    {
        if (page.Split('-') is not [var token, var at] || !int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var from) || pages.Find(token, caller.Id) is not { } list || from > list.Hits.Count)
            return FhirReply.Refuse(410, "expired", "This page is not kept any more. Search again.");
        return Page(db, caller, list.Query, list.Hits, token, from, self, own);
    }

    private FhirReply Page(CompanionDb db, Caller caller, FhirQuery query, IReadOnlyList<FhirHit> hits, string? token, int from, string self, string own)
    {
        List<(string, string)> links = [("self", self)];
        if (query.Summary == FhirSummary.Count || query.Count == 0)
            return new FhirReply(200, FhirBundleWriter.SearchSet(own, query, [], [], hits.Count, links));
        var page = hits.Skip(from).Take(query.Count).ToList();
        if (from + page.Count < hits.Count)
        {
            token ??= pages.Keep(new FhirPageList(caller.Id, query, hits));
            links.Add(("next", Turned(self, token, from + page.Count)));
        }

        if (from > 0 && token is not null)
            links.Add(("previous", Turned(self, token, Math.Max(0, from - query.Count))));
        var matches = library.Load(db, page);
        var included = query.Includes.Count + query.RevIncludes.Count == 0 ? [] : library.Included(db, query, matches);
        return new FhirReply(200, FhirBundleWriter.SearchSet(own, query, matches, included, query.WantsTotal ? hits.Count : null, links));
    }

    private static string Turned(string self, string token, int from) => $"{self.Split('?')[0]}?_page={token}-{from.ToString(CultureInfo.InvariantCulture)}";

    private static string Written(List<KeyValuePair<string, string>> parameters) => parameters.Count == 0
        ? ""
        : "?" + string.Join('&', parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>What shapes an answer that is no search.</summary>
    private (FhirQuery? Query, MessageFault? Fault) Shape(IEnumerable<KeyValuePair<string, string>> asked, string[] known)
    {
        var parameters = asked.ToList();
        return parameters.Find(pair => !known.Contains(pair.Key, StringComparer.Ordinal)) is { Key: { } unknown }
            ? (null, new MessageFault(false, unknown, 200, $"The parameter {unknown} is not understood here."))
            : FhirQuery.Parse("Patient", parameters, "", time.GetUtcNow());
    }

    private static FhirReply? Refused(Caller caller, string? type)
    {
        if (caller.Lacks(Permission.ReadPatients) is { } refusal)
            return FhirReply.Refuse(403, "forbidden", refusal.Message);
        if (caller.UnitsFor(Permission.ReadPatients) is not null)
            return FhirReply.Refuse(403, "forbidden", "This door shows the whole hospital, and your role holds on some units only.");
        return type is not null && !FhirParser.IsType(type) ? FhirReply.Refuse(404, "not-supported", $"{(type.Length > 80 ? type[..80] : type)} is not a resource type of FHIR R4.") : null;
    }
}
