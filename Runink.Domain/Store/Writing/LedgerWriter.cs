using System.Data.Common;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;

namespace Runink.Domain.Store.Writing;

/// <summary>Appends facts to the chain inside the writing transaction. Its head moves back when the transaction does.</summary>
internal sealed class LedgerWriter
{
    private const string Insert =
        "INSERT INTO Ledger (Seq, At, Actor, Kind, SubjectType, SubjectId, Detail, Hash) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)";

    /// <summary>Set it back to what it was when a transaction or savepoint is rolled back.</summary>
    public LedgerHead Head { get; set; } = LedgerHead.Empty;

    public void Append(Commands commands, DbTransaction transaction, Fact fact)
    {
        var seq = Head.Seq + 1;
        var actor = fact.Actor.ToString();
        var hash = LedgerChain.Hash(Head.Hash, new LedgerContent(seq, fact.At.UtcTicks, actor, fact.Kind, fact.Subject.Type, fact.Subject.Id, fact.Detail));
        commands.Post(transaction, Insert, seq, fact.At.UtcTicks, actor, fact.Kind, fact.Subject.Type, fact.Subject.Id, fact.Detail, hash);
        Head = new LedgerHead(seq, hash);
    }
}

/// <summary>The newest row of the chain; sequence 0 before the first.</summary>
public sealed record LedgerHead(long Seq, byte[] Hash)
{
    public static LedgerHead Empty { get; } = new(0, LedgerChain.Genesis);
}
