using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store;

namespace Runink.Companion.Ledger;

/// <summary>Who and what the ledger has rows of.</summary>
public sealed record LedgerFacet(IReadOnlyCollection<string> Actors, IReadOnlyCollection<string> Kinds, IReadOnlyCollection<string> SubjectTypes);

/// <summary>
/// Keeps who and what occurs in the ledger. Rows are only ever added, so each look reads those after the last look and the table is
/// read once in the life of the program.
/// </summary>
public sealed class LedgerFacets
{
    private readonly Lock gate = new();
    private readonly SortedSet<string> actors = new(StringComparer.Ordinal);
    private readonly SortedSet<string> kinds = new(StringComparer.Ordinal);
    private readonly SortedSet<string> types = new(StringComparer.Ordinal);
    private long seen;

    public async Task<LedgerFacet> ReadAsync(CompanionDb db, CancellationToken cancel)
    {
        var after = Volatile.Read(ref seen);
        var head = await db.Ledger.OrderByDescending(row => row.Seq).Select(row => row.Seq).FirstOrDefaultAsync(cancel);
        var fresh = head == after ? [] : await db.Ledger.Where(row => row.Seq > after && row.Seq <= head)
            .Select(row => new { row.Actor, row.Kind, row.SubjectType }).Distinct().ToListAsync(cancel);
        lock (gate)
        {
            foreach (var row in fresh)
            {
                actors.Add(row.Actor);
                kinds.Add(row.Kind);
                types.Add(row.SubjectType);
            }

            seen = Math.Max(seen, head);
            return new LedgerFacet([.. actors], [.. kinds], [.. types]);
        }
    }
}
