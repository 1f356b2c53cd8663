using Runink.Domain.Ledger;

namespace Runink.Domain.Store.Reading;

/// <summary>Streams the ledger in order, for verification and export, without EF Core in between: a row is handed on as it stands, be it absurd.</summary>
public sealed class LedgerReader(CompanionStore store)
{
    private const string Columns = "SELECT Seq, At, Actor, Kind, SubjectType, SubjectId, Detail, Hash FROM Ledger";

    /// <param name="from">The first row that is wanted.</param>
    public IEnumerable<StoredLedgerRow> Stored(long from, CancellationToken cancel, long to = long.MaxValue)
    {
        using var connection = store.OpenReader();
        using var command = connection.CreateCommand();
        // Not "from the first": a row whose number is not positive is none that was written here, and is shown.
        command.CommandText = from <= 1 ? $"{Columns} ORDER BY Seq" : $"{Columns} WHERE Seq >= @from ORDER BY Seq";
        if (from > 1)
        {
            var first = command.CreateParameter();
            (first.ParameterName, first.Value) = ("@from", from);
            command.Parameters.Add(first);
        }

        using var row = command.ExecuteReader();
        while (row.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (row.GetInt64(0) > to)
                yield break;
            yield return new StoredLedgerRow(
                new LedgerContent(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6)),
                row.GetFieldValue<byte[]>(7));
        }
    }

    /// <summary>The number of the newest row; 0 when there is none.</summary>
    public long Head()
    {
        using var db = store.Read();
        return db.Ledger.Max(row => (long?)row.Seq) ?? 0;
    }

    /// <summary>Whether the ledger says that it was signed at some time.</summary>
    public bool WasWitnessed()
    {
        using var db = store.Read();
        return db.Ledger.Any(row => row.Kind == LedgerVerifier.Witnessed);
    }
}
