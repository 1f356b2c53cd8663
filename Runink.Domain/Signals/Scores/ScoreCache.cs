namespace Runink.Domain.Signals.Scores;

/// <summary>Scores of one patient as they were last made: many triggers ask for the same one after each message.</summary>
internal sealed class ScoreCache
{
    private readonly Dictionary<string, Kept> scores = new(StringComparer.Ordinal);

    /// <param name="variant">Which score, and which of its tables.</param>
    public ScoreResult Of(string variant, PatientState state, DateTimeOffset now, Func<PatientState, DateTimeOffset, ScoreResult> compute)
    {
        var had = scores.TryGetValue(variant, out var kept);
        if (had && kept.Version == state.Version && now >= kept.At && !(kept.Score.NextChange <= now))
            return kept.Score;
        var score = compute(state, now);
        // A look back into a window must not displace what counts now.
        if (!had || kept.Version != state.Version || now >= kept.At)
            scores[variant] = new(state.Version, now, score);
        return score;
    }

    private readonly record struct Kept(int Version, DateTimeOffset At, ScoreResult Score);
}
