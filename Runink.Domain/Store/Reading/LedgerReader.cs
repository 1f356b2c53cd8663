using Runink.Domain.Ledger;

namespace Runink.Domain.Store.Reading;

/// <summary>Streams the ledger in order, for verification and export, without EF Core in between.</summary>
public sealed class LedgerReader(CompanionStore store)
{
    public IEnumerable<LedgerRow> Rows(CancellationToken cancel)
    {
        using var connection = store.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Seq, At, Actor, Kind, SubjectType, SubjectId, Detail, Hash FROM Ledger ORDER BY Seq";
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            cancel.ThrowIfCancellationRequested();
            yield return new LedgerRow
            {
                Seq = row.GetInt64(0),
                At = new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
                Actor = row.GetString(2),
                Kind = row.GetString(3),
                SubjectType = row.GetString(4),
                SubjectId = row.GetString(5),
                Detail = row.GetString(6),
                Hash = row.GetFieldValue<byte[]>(7),
            };
        }
    }
}
