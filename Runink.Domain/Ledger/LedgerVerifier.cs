using System.Globalization;
using System.Text.Json;

namespace Runink.Domain.Ledger;

/// <summary>
/// Walks the rows in order and holds them against their hashes, against every checkpoint kept outside the store, and the checkpoints
/// against what the rows say of them. Nothing that is verified is believed, and what is missing proves nothing.
/// </summary>
public static class LedgerVerifier
{
    /// <summary>Rows of this kind tell which line the checkpoint file had at that time: a file that was shortened since does not have it.</summary>
    public const string Witnessed = "checkpoint_witnessed";

    private const int ReportEvery = 10_000;

    /// <param name="rows">In the order of their numbers.</param>
    /// <param name="checkpoints">What the checkpoint file says.</param>
    /// <param name="anchors">What copies elsewhere say.</param>
    /// <param name="head">The newest row when the checkpoints were read: what later rows have seen in the file need not be in them.</param>
    public static LedgerVerification Verify(IEnumerable<StoredLedgerRow> rows, CheckpointLog checkpoints, CheckpointLog? anchors = null, IProgress<long>? progress = null, long head = long.MaxValue)
    {
        var held = new Findings(checkpoints.Accepted);
        var signed = checkpoints.Lines.Concat(anchors?.Lines ?? []).Where(line => line.Kind != CheckpointKind.Finding).OrderBy(line => line.Seq).ToList();
        var known = checkpoints.LineHashes.ToHashSet(StringComparer.Ordinal);
        var (next, count, matched) = (0, 0L, 0);
        byte[] previous = LedgerChain.Genesis;
        foreach (var row in rows)
        {
            count++;
            var seq = row.Content.Seq;
            if (seq != count)
            {
                held.Add(count, seq > count ? $"Row {Number(count)} is missing." : $"Row {Number(seq)} stands where row {Number(count)} should.");
                count = seq;
            }
            else if (!LedgerChain.Hash(previous, row.Content).AsSpan().SequenceEqual(row.Hash))
            {
                held.Add(seq, $"Row {Number(seq)} does not fit its hash: it, or the row before it, was changed.");
            }

            for (; next < signed.Count && signed[next].Seq <= seq; next++)
            {
                if (signed[next].Seq == seq && signed[next].Hash == Convert.ToHexStringLower(row.Hash))
                    matched++;
                else
                    held.Add(signed[next].Seq, $"The chain was rewritten: row {Number(signed[next].Seq)} is not the one that was signed at {Time(signed[next].At)}.");
            }

            if (seq <= head && row.Content.Kind == Witnessed && LineOf(row.Content.Detail) is { } line && !known.Contains(line))
                held.Add(seq, $"The checkpoint file was shortened or replaced: row {Number(seq)} has seen a line in it that is not there now.");
            previous = row.Hash;
            if (count % ReportEvery == 0)
                progress?.Report(count);
        }

        progress?.Report(count);
        if (next < signed.Count)
            held.Add(count + 1, $"The end was cut: the checkpoints know row {Number(signed[^1].Seq)}, the ledger ends at {Number(count)}.");
        held.AddEvidence(checkpoints, anchors);
        var last = signed.LastOrDefault(line => line.Seq <= count)?.Seq;
        return held.Conclude(count, last, matched, checkpoints.IsTorn);
    }

    private static string? LineOf(string detail)
    {
        try
        {
            using var json = JsonDocument.Parse(detail);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("line", out var line) && line.ValueKind == JsonValueKind.String ? line.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What was found, and whether a person has accepted it since.</summary>
    private sealed class Findings(LedgerCheckpoint? accepted)
    {
        private readonly List<string> bad = [];
        private long? firstBad;
        private long excused;
        private string? noEvidence;
        private bool isFound;

        public void Add(long seq, string finding)
        {
            if (accepted is not null && seq <= accepted.Seq)
            {
                excused++;
                return;
            }

            firstBad = firstBad is { } first ? Math.Min(first, seq) : seq;
            if (bad.Count < LedgerVerification.MostFindings)
                bad.Add(finding);
        }

        public void AddEvidence(CheckpointLog checkpoints, CheckpointLog? anchors)
        {
            bad.AddRange(checkpoints.Findings.Concat(anchors?.Findings ?? []).Take(LedgerVerification.MostFindings - Math.Min(bad.Count, LedgerVerification.MostFindings)));
            isFound = checkpoints.Lines.Any(line => line.Kind == CheckpointKind.Finding);
            if (checkpoints.OpenFinding is { } open)
            {
                bad.Add($"At {Time(open.At)} this was found and signed: {open.Note}");
                firstBad ??= open.Seq;
            }

            noEvidence = checkpoints.Lines.Count == 0 && anchors is not { Lines.Count: > 0 } ? "There is no checkpoint to hold the rows against." : null;
        }

        public LedgerVerification Conclude(long rows, long? checkpoint, int matched, bool isTorn)
        {
            if (bad.Count > 0)
                return new LedgerVerification(LedgerVerdict.Broken, rows, firstBad, checkpoint, rows - (checkpoint ?? 0), matched, bad);
            if (noEvidence is not null && rows > 0)
                return new LedgerVerification(LedgerVerdict.NoEvidence, rows, null, null, rows, 0, [noEvidence]);
            var uncovered = rows - (checkpoint ?? 0);
            List<string> said = isTorn ? ["The last line of the checkpoints was never finished, as a power cut leaves it: that is no fault."] : [];
            if (accepted is not null)
                said.Insert(0, $"Up to row {Number(accepted.Seq)} {(excused > 0 ? $"{Number(excused)} places do not fit, which was" : isFound ? "a finding was" : "it was")} accepted at {Time(accepted.At)}: {accepted.Note}");
            return new LedgerVerification(
                uncovered > 0 ? LedgerVerdict.NotCoveredYet : accepted is null ? LedgerVerdict.Holds : LedgerVerdict.HoldsSinceAcceptance,
                rows, null, checkpoint, uncovered, matched, said);
        }
    }
}
