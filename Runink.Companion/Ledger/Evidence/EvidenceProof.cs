using System.Text.Json.Serialization;
using Runink.Domain.Ledger;
using Runink.Domain.Store.Reading;

namespace Runink.Companion.Ledger.Evidence;

/// <summary>
/// Some rows of the ledger and their place in the chain. Each segment runs from one signed checkpoint to another; of the rows in
/// between that are about something else it has the content hash only, so that nobody reads of other patients.
/// </summary>
public sealed record EvidenceProof(IReadOnlyList<EvidenceSegment> Segments)
{
    public static EvidenceProof Of(IReadOnlyCollection<long> wanted, CheckpointLog checkpoints, LedgerReader reader, CancellationToken cancel)
    {
        var lines = checkpoints.Lines.Where(line => line.Kind != CheckpointKind.Finding).OrderBy(line => line.Seq).ToList();
        var seqs = lines.Select(line => line.Seq).ToList();
        var segments = new List<EvidenceSegment>();
        foreach (var group in wanted.Order().GroupBy(seq => seqs.BinarySearch(seq) is var at && at < 0 ? ~at : at))
        {
            var last = group.Max();
            var (from, to) = (group.Key > 0 ? lines[group.Key - 1] : null, group.Key < lines.Count ? lines[group.Key] : null);
            var rows = reader.Stored((from?.Seq ?? 0) + 1, cancel, to?.Seq ?? last)
                .Select(row => wanted.Contains(row.Content.Seq)
                    ? new EvidenceRow(row.Content.Seq, null, LedgerLine.Of(row))
                    : new EvidenceRow(row.Content.Seq, Convert.ToHexStringLower(LedgerChain.HashContent(row.Content)), null))
                .ToList();
            segments.Add(new EvidenceSegment(from?.ToLine(), to?.ToLine(), rows));
        }

        return new EvidenceProof(segments);
    }
}

/// <param name="From">The signed line before the first row; null where the ledger begins.</param>
/// <param name="To">The signed line of the last row; null when that row is not covered yet.</param>
public sealed record EvidenceSegment(string? From, string? To, IReadOnlyList<EvidenceRow> Rows);

/// <summary>Exactly one of the two is there.</summary>
/// <param name="Content">The content hash of a row about something else, lower-case hex.</param>
public sealed record EvidenceRow(
    long Seq,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LedgerLine? Row);
