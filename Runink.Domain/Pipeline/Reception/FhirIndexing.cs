using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Fhir.Searching;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>
/// The index of a long submission is written after it, in small pieces between which the writer serves others; its sender is
/// answered when all of it is there.
/// </summary>
internal sealed class FhirIndexing(StoreWriter writer)
{
    /// <summary>Submissions with more values than this are indexed in pieces of this size: some ten milliseconds of the writer each.</summary>
    public const int PieceRows = 2000;

    public async Task CompleteAsync(IReadOnlyList<FhirEntry> entries, string messageId)
    {
        var pieces = Pieces(entries).ToList();
        foreach (var piece in pieces)
        {
            // Not to be cancelled: the resources are kept, so they must be found.
            await writer.WriteAsync(
                scope =>
                {
                    foreach (var entry in piece)
                        FhirResourceStore.Complete(scope, entry.Type, entry.Id, entry.Version, entry.Index);
                    if (ReferenceEquals(piece, pieces[^1]))
                        FhirResourceStore.Settle(scope, messageId);
                    return true;
                }, CancellationToken.None);
        }
    }

    /// <summary>Indexes what an earlier run of the program kept and did not come to index.</summary>
    public async Task RecoverAsync(CompanionStore store, CancellationToken cancel)
    {
        await using var db = store.Read();
        foreach (var owed in await db.FhirUnindexed.Select(row => row.MessageId).ToListAsync(cancel))
        {
            var keys = await db.FhirResources.Where(row => row.MessageId == owed && !row.Deleted).Select(row => new { row.Type, row.Id }).ToListAsync(cancel);
            foreach (var key in keys)
            {
                var row = await db.FhirResources.SingleAsync(row => row.Type == key.Type && row.Id == key.Id, cancel);
                var index = FhirIndexer.Index(FhirParser.Stored(row.Json));
                await writer.WriteAsync(
                    scope =>
                    {
                        FhirResourceStore.Reindex(scope, row.Type, row.Id, row.VersionId, index);
                        return true;
                    }, cancel);
            }

            await writer.WriteAsync(
                scope =>
                {
                    FhirResourceStore.Settle(scope, owed);
                    return true;
                }, cancel);
        }
    }

    private static IEnumerable<List<FhirEntry>> Pieces(IReadOnlyList<FhirEntry> entries)
    {
        var piece = new List<FhirEntry>();
        var rows = 0;
        foreach (var entry in entries)
        {
            piece.Add(entry);
            rows += entry.Index.Count;
            if (rows < PieceRows)
                continue;
            yield return piece;
            (piece, rows) = ([], 0);
        }

        if (piece.Count > 0)
            yield return piece;
    }
}
