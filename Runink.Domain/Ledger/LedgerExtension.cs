namespace Runink.Domain.Ledger;

/// <summary>Whether the next head may be signed: only when the store still has the last one that was, and each row since follows from it.</summary>
/// <param name="Seq">The row that may be signed, or the first one that does not fit.</param>
/// <param name="Hash">Of the row to be signed.</param>
/// <param name="Finding">Why nothing may be signed; null when it may.</param>
public readonly record struct LedgerExtension(long Seq, byte[] Hash, string? Finding)
{
    /// <param name="last">The newest line of the checkpoints that is no finding; null before the first.</param>
    /// <param name="rows">The row that it speaks of, and those after it, in order. All of them before the first.</param>
    public static LedgerExtension Decide(LedgerCheckpoint? last, IEnumerable<StoredLedgerRow> rows)
    {
        var expected = last?.Seq ?? 1;
        var previous = LedgerChain.Genesis;
        var isFirst = last is { Seq: > 0 };
        foreach (var row in rows)
        {
            if (row.Content.Seq != expected)
                return Refuse(expected, $"Row {expected} is missing.");
            if (isFirst && Convert.ToHexStringLower(row.Hash) != last!.Hash)
                return Refuse(expected, $"The ledger does not contain the last signed row: row {expected} differs from what was signed.");
            if (!isFirst && !LedgerChain.Hash(previous, row.Content).AsSpan().SequenceEqual(row.Hash))
                return Refuse(expected, $"Row {expected} does not follow from the row before it.");
            (previous, isFirst) = (row.Hash, false);
            expected++;
        }

        return isFirst ? Refuse(expected, $"The ledger does not contain the last signed row: it ends before row {expected}.") : new LedgerExtension(expected - 1, previous, null);

        LedgerExtension Refuse(long seq, string finding) => new(seq, last is null ? LedgerChain.Genesis : Convert.FromHexString(last.Hash), finding);
    }
}
