namespace Runink.Domain.Ledger;

/// <summary>What a verification came to. The gravest that applies.</summary>
public enum LedgerVerdict
{
    /// <summary>Each row follows from the one before it, and the last is signed.</summary>
    Holds,

    /// <summary>The same, but for an older part that did not fit and that a person has accepted.</summary>
    HoldsSinceAcceptance,

    /// <summary>The rows fit, and the newest of them are not signed yet: cutting those would not be seen.</summary>
    NotCoveredYet,

    /// <summary>The rows fit each other, and there is nothing outside the store to hold them against.</summary>
    NoEvidence,

    /// <summary>Something was changed, cut, inserted or reordered, or the evidence itself was.</summary>
    Broken,
}

/// <param name="Rows">How many there are.</param>
/// <param name="FirstBad">Sequence of the first row that does not fit; null when all do.</param>
/// <param name="Checkpoint">Sequence of the last signed checkpoint that the chain was held against; null when there is none.</param>
/// <param name="Uncovered">Rows after the last checkpoint.</param>
/// <param name="Checkpoints">How many signed heads the rows were held against.</param>
/// <param name="Findings">What is wrong or was accepted, a sentence each, the gravest first; at most <see cref="MostFindings"/>.</param>
public sealed record LedgerVerification(
    LedgerVerdict Verdict, long Rows, long? FirstBad, long? Checkpoint, long Uncovered, int Checkpoints, IReadOnlyList<string> Findings)
{
    public const int MostFindings = 20;

    /// <summary>Nothing contradicts, and there is evidence.</summary>
    public bool Ok => Verdict is LedgerVerdict.Holds or LedgerVerdict.HoldsSinceAcceptance or LedgerVerdict.NotCoveredYet;

    public string? Finding => Findings.Count == 0 ? null : Findings[0];

    /// <summary>The verdict in a sentence.</summary>
    public string Sentence => Verdict switch
    {
        LedgerVerdict.Holds => $"The ledger holds: {Number(Rows)} rows follow from each other and from {Number(Checkpoints)} signed checkpoints, the last at row {Number(Checkpoint ?? 0)}.",
        LedgerVerdict.HoldsSinceAcceptance => $"The ledger holds since a break, or another key, that was accepted: {Number(Rows)} rows, {Number(Checkpoints)} signed checkpoints.",
        LedgerVerdict.NotCoveredYet => $"The {Number(Rows)} rows follow from each other{(Checkpoint is { } seq ? $" and from the checkpoints up to row {Number(seq)}" : "")}; {(Uncovered == 1 ? "1 row is" : $"{Number(Uncovered)} rows are")} not covered yet.",
        LedgerVerdict.NoEvidence => $"There is no evidence: the {Number(Rows)} rows follow from each other, but nothing outside the store says that they are the ones that were written.",
        LedgerVerdict.Broken => "The ledger does not hold.",
    };

    private static string Number(long value) => value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
