namespace Runink.Domain.Ledger;

/// <summary>A row of the ledger as people read it.</summary>
/// <param name="Hash">Lower-case hex of SHA-256 over the previous hash and this row's content.</param>
public sealed record LedgerEntry(
    long Seq, DateTimeOffset At, string Actor, string Kind, Foundation.Subject Subject, string Detail, string Hash);

public sealed record LedgerPage(IReadOnlyList<LedgerEntry> Items, string? NextCursor);

/// <param name="FirstBad">Sequence of the first row that does not fit; null when the chain holds.</param>
/// <param name="Checkpoint">Sequence of the last signed checkpoint that the chain was held against; null when there is none.</param>
/// <param name="Finding">What is wrong in one sentence; null when the chain holds.</param>
public sealed record LedgerVerification(bool Ok, long Rows, long? FirstBad, long? Checkpoint, string? Finding);
