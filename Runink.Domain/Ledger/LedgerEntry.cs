namespace Runink.Domain.Ledger;

/// <summary>A row of the ledger as people read it.</summary>
/// <param name="Hash">Lower-case hex, see <see cref="LedgerChain"/>.</param>
public sealed record LedgerEntry(
    long Seq, DateTimeOffset At, string Actor, string Kind, Foundation.Subject Subject, string Detail, string Hash);

public sealed record LedgerPage(IReadOnlyList<LedgerEntry> Items, string? NextCursor);
