using Runink.Domain.Foundation;

namespace Runink.Domain.Signals.Scores;

/// <summary>Collects the items of one score and what is the least and the most that they can add up to.</summary>
internal sealed class ScoreCalculator(PatientState state, DateTimeOffset now, Vocabulary vocabulary)
{
    private readonly List<ScorePart> parts = [];
    private DateTimeOffset? next;
    private string? excluded;

    public PatientState State => state;

    public DateTimeOffset Now => now;

    /// <summary>Scores the newest fresh number; a missing one may be worth anything up to the most of its table.</summary>
    /// <param name="within">How old it may be; null is as long as its concept stays fresh.</param>
    /// <param name="digits">Rounded to so many digits after the point before it is banded.</param>
    public void Number(string concept, Bands bands, TimeSpan? within = null, int? digits = null) => Number(concept, [bands], within, digits);

    /// <summary>As above where it is not known which of several tables is the right one.</summary>
    public void Number(string concept, IReadOnlyList<Bands> tables, TimeSpan? within = null, int? digits = null)
    {
        if (Latest(concept, within) is not { } latest)
        {
            Missing(concept, tables.Max(table => table.Most));
            return;
        }

        var (sample, about) = latest;
        var value = digits is { } places ? sample.Number.Map(v => decimal.Round(v, places, MidpointRounding.AwayFromZero))!.Value : sample.Number;
        var points = tables.Select(table => table.Of(value)).ToArray();
        parts.Add(new(about.Name, about.ShortLabel, $"{sample.Number} {about.CanonicalUnit.Display}".TrimEnd(), sample.At, points.Min(p => p.Min), points.Max(p => p.Max)));
    }

    public void Code(string concept, int most, Func<string, int?> points, TimeSpan? within = null)
    {
        if (Latest(concept, within) is { } latest && points(latest.About.Meant(latest.Sample.Signal.Value)) is { } score)
            parts.Add(new(latest.About.Name, latest.About.ShortLabel, latest.Sample.Signal.Value, latest.Sample.At, score, score));
        else
            Missing(concept, most);
    }

    /// <summary>A value that changes how another is read; it is used, not scored.</summary>
    public string? Fresh(string concept) => Latest(concept) is { } latest ? latest.About.Meant(latest.Sample.Signal.Value) : null;

    /// <summary>What a sample says, by the answer that its value is the code of.</summary>
    public string Said(in Sample sample) => vocabulary.Find(sample.Signal.Concept)?.Meant(sample.Signal.Value) ?? sample.Signal.Value;

    public Sample? FreshSample(string concept, TimeSpan? within = null) => Latest(concept, within)?.Sample;

    public void Add(string concept, string value, DateTimeOffset? at, int min, int max)
    {
        var about = vocabulary.Find(concept)!;
        parts.Add(new(about.Name, about.ShortLabel, value, at, min, max));
    }

    public void Missing(string concept, int most)
    {
        var about = vocabulary.Find(concept)!;
        parts.Add(new(about.Name, about.ShortLabel, null, null, 0, most));
    }

    /// <summary>Not for patients younger than this; an age that is not known excludes nobody.</summary>
    public void NotUnder(int years)
    {
        if (state.Age(now) is not { } age || age.Years >= years)
            return;
        excluded ??= FormattableString.Invariant($"not for patients under {years}");
        Note(LocalTimes.StartOf(state.Facts.BirthDate!.Value.AddYears(years), state.Zone));
    }

    /// <summary>Not for patients with a condition of the set.</summary>
    public void NotWith(string set)
    {
        var entries = Until("condition.active");
        if (vocabulary.Sets[set].HeldUntil(entries, vocabulary.Find("condition.active")!.FreshFor, now) is not { } until)
            return;
        excluded ??= $"not for patients with {set.Replace('_', ' ')}";
        Note(until + Instant);
    }

    public void Exclude(string why) => excluded ??= why;

    /// <summary>Everything received of a concept up to now.</summary>
    public ReadOnlySpan<Sample> Until(string concept)
    {
        if (state.SeriesAt(vocabulary.Find(concept)!.Slot) is not { } series)
            return [];
        var count = series.CountUntil(now);
        if (count < series.Count)
            Note(series.Samples[count].At);
        return series.Samples[..count];
    }

    /// <summary>Whether a list that the feed keeps holds an entry of the set.</summary>
    public bool Holds(string list, string set) =>
        vocabulary.Sets[set].HeldUntil(Until(list), vocabulary.Find(list)!.FreshFor, now) is not null;

    /// <param name="ticks">Of an instant, in UTC.</param>
    public void Note(long ticks)
    {
        if (ticks < DateTimeOffset.MaxValue.Ticks)
            Note(new DateTimeOffset(ticks, TimeSpan.Zero));
    }

    /// <summary>The score may be another at that instant without a message.</summary>
    public void Note(DateTimeOffset instant)
    {
        if (instant > now && (next is null || instant < next))
            next = instant;
    }

    public ScoreResult Result(string name, string version) =>
        new(name, version, parts.Sum(p => p.Min), parts.Sum(p => p.Max), parts, next) { NotApplicable = excluded };

    /// <summary>What ends right after an instant is asked for this much later.</summary>
    public static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private (Sample Sample, Concept About)? Latest(string concept, TimeSpan? within = null)
    {
        var about = vocabulary.Find(concept)!;
        var samples = Until(concept);
        if (samples.IsEmpty)
            return null;
        var sample = samples[^1];
        var stale = sample.At + (within ?? about.FreshFor) + Instant;
        if (stale <= now || sample.Fault != SampleFault.None)
            return null;
        Note(stale);
        return (sample, about);
    }
}
