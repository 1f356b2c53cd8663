using Runink.Domain.Signals.Scores;

namespace Runink.Domain.Signals;

/// <summary>What is known of one patient, ready for evaluation. Mutable and for one thread at a time.</summary>
/// <param name="vocabulary">The one against which the triggers were compiled, or an extension of it.</param>
public sealed class PatientState(PatientFacts facts, Vocabulary? vocabulary = null)
{
    /// <summary>Itself with its facts and its empty dictionary.</summary>
    private const int EmptyBytes = 500;

    private readonly Vocabulary names = vocabulary ?? Vocabulary.Shipped;
    private readonly Dictionary<string, SignalSeries> unnamed = new(StringComparer.OrdinalIgnoreCase);
    private SignalSeries?[] slots = [];
    private long seriesBytes;
    private PatientAge age;
    private PatientFacts facts = facts;
    private EncounterFacts? encounter;
    private ItemCache? items;

    public PatientFacts Facts
    {
        get => facts;
        set => (facts, age, Version) = (value, default, Version + 1);
    }

    /// <summary>What it holds of memory, as <see cref="SignalSeries.Bytes"/> estimates it.</summary>
    public long Bytes => EmptyBytes + (slots.Length * IntPtr.Size) + seriesBytes;

    /// <summary>Grows with everything that becomes known.</summary>
    internal int Version { get; private set; }

    internal ScoreCache Scores { get; } = new();

    /// <summary>Made when a trigger first asks of each order, referral, authorization or appointment.</summary>
    internal ItemCache Items => items ??= new();

    /// <summary>Of the hospital: birthdays and nights begin at its midnight.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What this hospital has been sent; null where everything counts as sent, as in the tests of a trigger.</summary>
    public FeedHistory? Feeds { get; init; }

    /// <summary>Completed years on the day of an instant at the hospital; null when the birth date is not known.</summary>
    internal PatientAge? Age(DateTimeOffset now)
    {
        if (facts.BirthDate is not { } born)
            return null;
        if (age.Born != born || now.UtcTicks < age.Birthday || now.UtcTicks >= age.NextBirthday)
            age = PatientAge.Of(born, now, Zone);
        return age;
    }

    /// <param name="ticks">The same instant in UTC ticks.</param>
    /// <param name="nextBirthday">UTC ticks.</param>
    internal bool TryAge(long ticks, DateTimeOffset now, out int years, out long nextBirthday)
    {
        if (facts.BirthDate is null)
        {
            (years, nextBirthday) = (0, 0);
            return false;
        }

        if (ticks < age.Birthday || ticks >= age.NextBirthday)
            Age(now);
        (years, nextBirthday) = (age.Years, age.NextBirthday);
        return true;
    }

    /// <summary>Numbers of triggers that were set for this patient or for units; mostly none.</summary>
    public IReadOnlyList<ParameterSetting> Settings { get; set; } = [];

    /// <summary>Open encounters beside <see cref="Encounter"/>: a dialysis visit during a stay. A trigger holds if it holds in any of them.</summary>
    public IReadOnlyList<EncounterFacts> OtherEncounters { get; set; } = [];

    /// <summary>The open encounter, if any.</summary>
    public EncounterFacts? Encounter
    {
        get => encounter;
        set => (encounter, Version) = (value, Version + 1);
    }

    /// <summary>Takes a signal in, as <see cref="SignalSeries"/> says.</summary>
    /// <returns>What it replaced; null when nothing.</returns>
    public Signal? Add(Signal signal)
    {
        var concept = names.Find(signal.Concept);
        return Add(Sample.Of(signal, concept), concept);
    }

    /// <summary>The same for one that was made ready by the same vocabulary.</summary>
    internal Signal? Add(in Sample sample) => Add(sample, names.Find(sample.Signal.Concept));

    private Signal? Add(in Sample sample, Concept? concept)
    {
        Version++;
        var series = SeriesOf(sample.Signal.Concept, concept);
        var before = series.Bytes;
        var replaced = series.Add(sample);
        seriesBytes += series.Bytes - before;
        return replaced;
    }

    private SignalSeries SeriesOf(string name, Concept? concept)
    {
        if (concept is not null)
        {
            if (concept.Slot >= slots.Length)
                Array.Resize(ref slots, Math.Max(concept.Slot + 1, names.Concepts.Count));
            if (slots[concept.Slot] is { } known)
                return known;
        }
        else if (unnamed.TryGetValue(name, out var other))
        {
            return other;
        }

        var made = new SignalSeries(concept);
        seriesBytes += made.Bytes;
        if (concept is not null)
            slots[concept.Slot] = made;
        else
            unnamed[name] = made;
        return made;
    }

    /// <summary>The series in order of clinical time; empty when nothing was received.</summary>
    public IReadOnlyList<Signal> Series(string concept) =>
        (names.Find(concept) is { } known ? SeriesAt(known.Slot) : unnamed.GetValueOrDefault(concept))?.Signals ?? [];

    /// <summary>The series of the concept with that slot, or null.</summary>
    public SignalSeries? SeriesAt(int slot) => slot < slots.Length ? slots[slot] : null;
}
