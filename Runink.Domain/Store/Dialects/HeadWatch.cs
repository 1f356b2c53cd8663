using System.Data.Common;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Store.Dialects;

/// <summary>Sees at the beginning of a transaction whether another process has written, and keeps others from the ledger's head until its end.</summary>
internal abstract class HeadWatch
{
    // The largest number, not ORDER BY with a limit: the three databases spell limits differently.
    private const string Newest = "SELECT Seq, Hash FROM Ledger WHERE Seq = (SELECT MAX(Seq) FROM Ledger)";

    /// <param name="known">The head as this process remembers it.</param>
    /// <returns>The head that stands in the store when others have written since the last look; null when nobody has.</returns>
    public abstract LedgerHead? Look(Commands commands, DbTransaction transaction, LedgerHead known);

    protected static LedgerHead Read(Commands commands, DbTransaction transaction)
    {
        using var row = commands.Query(transaction, Newest);
        return row.Read() ? new LedgerHead(row.GetInt64(0), (byte[])row.GetValue(1)) : LedgerHead.Empty;
    }
}

/// <summary>SQLite counts the commits of other connections; the write lock of its transaction keeps them out.</summary>
internal sealed class DataVersionWatch : HeadWatch
{
    private long seen = -1;

    public override LedgerHead? Look(Commands commands, DbTransaction transaction, LedgerHead known)
    {
        var version = (long)commands.Scalar(transaction, "PRAGMA data_version")!;
        if (version == seen)
            return null;
        seen = version;
        return Read(commands, transaction);
    }
}

/// <summary>A server has no such count: a lock that ends with the transaction, then a look at the head. Whoever changes what is remembered leaves a fact.</summary>
internal sealed class HeadCompareWatch(string lockStatement) : HeadWatch
{
    public override LedgerHead? Look(Commands commands, DbTransaction transaction, LedgerHead known)
    {
        commands.Execute(transaction, lockStatement);
        var found = Read(commands, transaction);
        return found.Seq == known.Seq && found.Hash.AsSpan().SequenceEqual(known.Hash) ? null : found;
    }
}
