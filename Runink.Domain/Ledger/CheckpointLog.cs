using System.Security.Cryptography;

namespace Runink.Domain.Ledger;

/// <summary>The lines of a checkpoint file that hold, and what is wrong with the others.</summary>
/// <param name="Lines">In the order of the file, each with a good signature or covered by a later line's.</param>
/// <param name="LineHashes">SHA-256 of each of them, in lower-case hex.</param>
/// <param name="Findings">Why the file itself cannot be believed, in sentences; empty when it can.</param>
/// <param name="IsTorn">The last line is not whole, as a power cut leaves it; that is no tampering.</param>
public sealed record CheckpointLog(IReadOnlyList<LedgerCheckpoint> Lines, IReadOnlyList<string> LineHashes, IReadOnlyList<string> Findings, bool IsTorn)
{
    public static CheckpointLog Empty { get; } = new([], [], [], false);

    /// <summary>The newest line that says where the ledger ended or goes on from.</summary>
    public LedgerCheckpoint? Head => Lines.LastOrDefault(line => line.Kind is not CheckpointKind.Finding);

    /// <summary>What was found and nobody has accepted since.</summary>
    public LedgerCheckpoint? OpenFinding => Lines.LastOrDefault(line => line.Kind is not CheckpointKind.Head) is { Kind: CheckpointKind.Finding } finding ? finding : null;

    public LedgerCheckpoint? Accepted => Lines.LastOrDefault(line => line.Kind is CheckpointKind.Accepted);

    /// <summary>What the next line names as the one before it.</summary>
    public string LastLineHash => LineHashes.Count == 0 ? LedgerCheckpoint.NoPrevious : LineHashes[^1];

    /// <param name="isWhole">False for a copy that holds some of the lines only, as an anchor elsewhere does: each signature is then asked for.</param>
    public static CheckpointLog Read(string text, IReadOnlyCollection<ECDsa> keys, bool isWhole = true)
    {
        var written = text.Split('\n');
        // Each line ends with a line feed: what stands behind the last one was never finished.
        var isTorn = written[^1].Length > 0;
        var known = keys.ToDictionary(LedgerCheckpoint.KeyId, StringComparer.Ordinal);
        var lines = new List<LedgerCheckpoint>();
        var hashes = new List<string>();
        var findings = new List<string>();
        var previous = LedgerCheckpoint.NoPrevious;
        for (var i = 0; i < written.Length - 1; i++)
        {
            if (LedgerCheckpoint.FromLine(written[i]) is not { } line)
            {
                findings.Add($"Line {i + 1} of the checkpoints is none.");
                continue;
            }

            // The next line's signature covers this one, so that most need not be verified one by one: only where a chain of lines ends.
            var next = i + 2 < written.Length ? LedgerCheckpoint.FromLine(written[i + 1]) : null;
            var hash = LedgerCheckpoint.HashOf(written[i]);
            var isCovered = isWhole && next is not null && next.Previous == hash;
            if (!isCovered && !(known.TryGetValue(line.Key, out var key) && line.IsSignedBy(key)))
            {
                findings.Add(known.ContainsKey(line.Key) ? $"Line {i + 1} of the checkpoints carries no valid signature." : $"Line {i + 1} of the checkpoints was signed with a key that is not known here ({line.Key}).");
                continue;
            }

            if (isWhole && line.Previous != previous)
                findings.Add(i == 0 ? "The checkpoints begin in the middle: the lines before the first are missing." : $"Lines are missing before line {i + 1} of the checkpoints, or were changed.");
            if (isWhole && lines.Count > 0 && line.Key != lines[^1].Key && line.Kind != CheckpointKind.Accepted)
                findings.Add($"From line {i + 1} on the checkpoints are signed with another key, and nobody has said why.");
            lines.Add(line);
            hashes.Add(hash);
            previous = hash;
        }

        return new CheckpointLog(lines, hashes, findings, isTorn);
    }
}
