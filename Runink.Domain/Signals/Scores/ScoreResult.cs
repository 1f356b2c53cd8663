namespace Runink.Domain.Signals.Scores;

/// <summary>One item of a score.</summary>
/// <param name="Value">The value used, with its unit; null when it is missing or stale.</param>
/// <param name="Min">Points at least; below <paramref name="Max"/> only when the item is missing or known within bounds.</param>
public sealed record ScorePart(string Concept, string Label, string? Value, DateTimeOffset? At, int Min, int Max)
{
    public bool Missing => Value is null;
}

/// <summary>A score made from a patient's state.</summary>
/// <param name="Version">Which publication's table and which variant of it was used.</param>
/// <param name="NextChange">When the first used part grows stale, or one dated ahead comes to count.</param>
public sealed record ScoreResult(
    string Name, string Version, int Min, int Max, IReadOnlyList<ScorePart> Parts, DateTimeOffset? NextChange)
{
    /// <summary>Why the score says nothing about this patient, e.g. an age that it excludes; null when it does.</summary>
    public string? NotApplicable { get; init; }

    public Interval Range => new(Min, Max);

    public IEnumerable<ScorePart> MissingParts => Parts.Where(p => p.Missing);
}
