namespace Runink.Domain.Signals.Scores;

/// <summary>Collects the items of one score and what is the least and the most that they can add up to.</summary>
internal sealed class ScoreBoard(PatientState state, DateTimeOffset now, Vocabulary vocabulary)
{
    private readonly List<ScorePart> parts = [];
    private DateTimeOffset? next;

    /// <summary>Scores the newest fresh number; a missing one may be worth anything up to <paramref name="most"/>.</summary>
    public void Number(string concept, int most, Func<decimal, int> points)
    {
        if (Latest(concept) is not { } latest)
        {
            Missing(concept, most);
            return;
        }

        var (sample, about) = latest;
        var low = points(sample.Number.Low);
        var high = points(sample.Number.High);
        // Points need not grow with the value (NEWS2 punishes both ends): an interval is scored at its ends and inside.
        var inside = sample.Number.IsPoint ? low : points((sample.Number.Low / 2) + (sample.Number.High / 2));
        parts.Add(new(about.Name, about.ShortLabel, $"{sample.Number} {about.CanonicalUnit.Display}".TrimEnd(), sample.At, Math.Min(low, Math.Min(high, inside)), Math.Max(low, Math.Max(high, inside))));
    }

    public void Code(string concept, int most, Func<string, int?> points)
    {
        if (Latest(concept) is { } latest && points(latest.Sample.Signal.Value) is { } score)
            parts.Add(new(latest.About.Name, latest.About.ShortLabel, latest.Sample.Signal.Value, latest.Sample.At, score, score));
        else
            Missing(concept, most);
    }

    /// <summary>A value that changes how another is read; it is used, not scored.</summary>
    public string? Fresh(string concept) => Latest(concept)?.Sample.Signal.Value;

    public decimal? FreshNumber(string concept) => Latest(concept)?.Sample.Number.Low;

    public void Add(ScorePart part) => parts.Add(part);

    public ScoreResult Result(string name, string version) =>
        new(name, version, parts.Sum(p => p.Min), parts.Sum(p => p.Max), parts, next);

    private void Missing(string concept, int most)
    {
        var about = vocabulary.Find(concept)!;
        parts.Add(new(about.Name, about.ShortLabel, null, null, 0, most));
    }

    private (Sample Sample, Concept About)? Latest(string concept)
    {
        var about = vocabulary.Find(concept)!;
        if (state.SeriesAt(about.Slot) is not { } series)
            return null;
        var count = series.CountUntil(now);
        if (count < series.Count)
            Note(series.Samples[count].At);
        if (count == 0)
            return null;
        var sample = series.Samples[count - 1];
        var stale = sample.At + about.FreshFor + TimeSpan.FromMilliseconds(1);
        if (stale <= now || sample.Fault != SampleFault.None)
            return null;
        Note(stale);
        return (sample, about);
    }

    private void Note(DateTimeOffset instant)
    {
        if (instant > now && (next is null || instant < next))
            next = instant;
    }
}
