using Runink.Companion.Ledger.Anchors;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;

namespace Runink.Companion.Ledger;

/// <summary>The whole verification: rows, checkpoints, copies elsewhere, stamps. It changes nothing, and makes nothing that is missing.</summary>
public static class LedgerCheck
{
    /// <param name="anchor">A copy of checkpoints that was kept elsewhere; null for none.</param>
    public static LedgerVerification Run(LedgerReader reader, CheckpointFile checkpoints, TimestampLog stamps, string? anchor, IProgress<long>? rows, CancellationToken cancel)
    {
        try
        {
            // In this order: a running app writes meanwhile, and what it writes must not look like a fault.
            var head = reader.Head();
            var log = checkpoints.Read();
            var found = LedgerVerifier.Verify(reader.Stored(1, cancel), log, anchor is null ? null : checkpoints.ReadCopy(anchor), rows, head);
            var stamped = stamps.Findings(log);
            return stamped.Count == 0 ? found : found with { Verdict = LedgerVerdict.Broken, Findings = [.. stamped.Take(LedgerVerification.MostFindings), .. found.Findings] };
        }
        catch (InvalidDataException problem)
        {
            return new LedgerVerification(LedgerVerdict.NoEvidence, 0, null, null, 0, 0, [problem.Message]);
        }
    }
}
