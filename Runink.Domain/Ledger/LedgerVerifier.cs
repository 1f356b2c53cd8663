using Runink.Domain.Foundation;

namespace Runink.Domain.Ledger;

/// <summary>Walks the rows in order and holds them against their hashes and the last checkpoint kept outside the store.</summary>
public static class LedgerVerifier
{
    public static LedgerVerification Verify(IEnumerable<LedgerRow> rows, LedgerCheckpoint? checkpoint, IProgress<long>? progress = null)
    {
        var previous = LedgerChain.Genesis;
        long count = 0;
        foreach (var row in rows)
        {
            count++;
            if (row.Seq != count)
                return Broken(count, $"Row {count} is missing.");
            var hash = LedgerChain.Hash(previous, row.Seq, row.At, row.Actor, row.Kind, new Subject(row.SubjectType, row.SubjectId), row.Detail);
            if (!hash.AsSpan().SequenceEqual(row.Hash))
                return Broken(row.Seq, $"Row {row.Seq} does not fit its hash: it, or the row before it, was changed.");
            if (checkpoint?.Seq == row.Seq && checkpoint.Hash != Convert.ToHexStringLower(row.Hash))
                return Broken(row.Seq, $"The chain was rewritten: row {row.Seq} differs from the signed checkpoint.");
            previous = row.Hash;
            if (count % 10_000 == 0)
                progress?.Report(count);
        }

        progress?.Report(count);
        return checkpoint is { } signed && signed.Seq > count
            ? Broken(count + 1, $"The end was cut: the signed checkpoint knows row {signed.Seq}, the ledger ends at {count}.")
            : new LedgerVerification(true, count, null, checkpoint?.Seq, null);

        LedgerVerification Broken(long seq, string finding) => new(false, count, seq, checkpoint?.Seq, finding);
    }
}
