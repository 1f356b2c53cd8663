using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Store.Archive;

/// <summary>Rows of the ledger between a file and a table.</summary>
internal static class SiteLedger
{
    public static StoredLedgerRow Stored(object?[] row, StoreTable ledger)
    {
        return new StoredLedgerRow(
            new LedgerContent((long)Of("seq"), (long)Of("at"), (string)Of("actor"), (string)Of("kind"), (string)Of("subjecttype"), (string)Of("subjectid"), (string)Of("detail")), (byte[])Of("hash"));

        object Of(string column) => row[ledger.IndexOf(column)] ?? throw new InvalidDataException($"A row of the ledger has no {column}. Nothing was changed.");
    }

    /// <summary>The row that follows.</summary>
    public static StoredLedgerRow Next(LedgerHead head, Fact fact)
    {
        var content = new LedgerContent(head.Seq + 1, fact.At.UtcTicks, fact.Actor.ToString(), fact.Kind, fact.Subject.Type, fact.Subject.Id, fact.Detail);
        return new StoredLedgerRow(content, LedgerChain.Hash(head.Hash, content));
    }

    public static object?[] Row(StoredLedgerRow row, StoreTable ledger) =>
    [
        .. ledger.Columns.Select(column => (object?)(column.Name switch
        {
            "seq" => row.Content.Seq,
            "at" => row.Content.Ticks,
            "actor" => row.Content.Actor,
            "kind" => row.Content.Kind,
            "subjecttype" => row.Content.SubjectType,
            "subjectid" => row.Content.SubjectId,
            "detail" => row.Content.Detail,
            _ => row.Hash,
        })),
    ];
}
