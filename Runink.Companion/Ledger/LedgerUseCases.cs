using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Ledger.Anchors;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Ledger;

/// <summary>Where pages and the API read the ledger, take it along and have it verified.</summary>
public sealed class LedgerUseCases(CompanionStore store, StoreWriter writer, LedgerReader reader, LedgerFacets facets, CheckpointFile checkpoints, TimestampLog stamps)
{
    /// <summary>Rows that one file may hold.</summary>
    public const int MostExported = 10_000;

    internal const string Exported = "ledger_exported";

    private const int MostRows = 500;

    public async Task<Outcome<LedgerPage>> ListAsync(Caller caller, LedgerQuery query, string? cursor, int limit, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadLedger) is { } refusal)
            return refusal;
        if (ByNumber(caller, query) is { } unseen)
            return unseen;
        await using var db = store.Read();
        var narrowed = await LedgerSearch.NarrowAsync(db, query, await facets.ReadAsync(db, cancel), cancel);
        if (narrowed.Refusal is { } unclear)
            return unclear;
        var rows = narrowed.Value.Rows;
        if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
            rows = rows.Where(row => row.Seq < before);
        limit = Math.Clamp(limit, 1, MostRows);
        var page = await rows.OrderByDescending(row => row.Seq).Take(limit + 1).ToListAsync(cancel);
        return new LedgerPage(
            [.. page.Take(limit).Select(Entry)],
            page.Count > limit ? page[limit - 1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Who and what there are rows of, for the choices of a filter.</summary>
    public async Task<Outcome<LedgerFacet>> FacetsAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadLedger) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await facets.ReadAsync(db, cancel);
    }

    /// <summary>All rows that fit, to be taken along. That they were is a row as well.</summary>
    public async Task<Outcome<LedgerExport>> ExportAsync(Caller caller, LedgerQuery query, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadLedger) is { } refusal)
            return refusal;
        if (ByNumber(caller, query) is { } unseen)
            return unseen;
        await using var db = store.Read();
        var narrowed = await LedgerSearch.NarrowAsync(db, query, await facets.ReadAsync(db, cancel), cancel);
        if (narrowed.Refusal is { } unclear)
            return unclear;
        var (rows, patients) = narrowed.Value;
        var found = await rows.OrderByDescending(row => row.Seq).Take(MostExported + 1).ToListAsync(cancel);
        var kept = found.Take(MostExported).Select(Entry).ToList();
        // The patient by our id: the number that was typed belongs to the record, not to the proof.
        await writer.WriteAsync(scope =>
        {
            scope.Record(Exported, new Subject("ledger", "csv"), caller.Actor, Detail.Of(
                ("rows", kept.Count), ("kind", query.Kind), ("about", query.Subject), ("actor", query.Actor), ("patient", patients.FirstOrDefault()),
                ("from", query.From), ("to", query.To)));
            return true;
        }, cancel);
        return new LedgerExport(kept, found.Count > MostExported);
    }

    public async Task<Outcome<LedgerVerification>> VerifyAsync(Caller caller, IProgress<long>? rows, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadLedger) is { } refusal)
            return refusal;
        return await Task.Run<Outcome<LedgerVerification>>(() => LedgerCheck.Run(reader, checkpoints, stamps, null, rows, cancel), cancel);
    }

    /// <summary>Whoever may not see patients could learn by a number whether its owner is here: they follow a patient by our id, which stands in the rows.</summary>
    internal static Refusal? ByNumber(Caller caller, LedgerQuery query) =>
        string.IsNullOrWhiteSpace(query.Patient) || caller.May(Permission.ReadPatients) || (query.Patient.Trim() is { Length: 26 } id && id.All(char.IsAsciiLetterOrDigit)) ? null
            : new Refusal("forbidden", "Your role does not see patients: it finds rows by our id of a patient, as it stands in other rows, and not by a number of theirs.");

    private static LedgerEntry Entry(LedgerRow row) => new(
        row.Seq, row.At, row.Actor, row.Kind, new Subject(row.SubjectType, row.SubjectId), row.Detail, Convert.ToHexStringLower(row.Hash));
}
