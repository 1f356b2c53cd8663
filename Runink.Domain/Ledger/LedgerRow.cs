namespace Runink.Domain.Ledger;

/// <summary>A row of the ledger as it is stored. It is written once.</summary>
public sealed class LedgerRow
{
    public long Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary><c>kind:id</c>, e.g. <c>person:ana.ruiz</c>.</summary>
    public required string Actor { get; init; }

    public required string Kind { get; init; }

    public required string SubjectType { get; init; }

    public required string SubjectId { get; init; }

    public required string Detail { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>A row as whoever verifies reads it: nothing of it is believed yet.</summary>
/// <param name="Hash">Of any length.</param>
public readonly record struct StoredLedgerRow(LedgerContent Content, byte[] Hash);
