using Runink.Domain.Foundation;

namespace Runink.Domain.Signals;

/// <summary>What is known of one patient, ready for evaluation. Mutable and for one thread at a time.</summary>
/// <param name="vocabulary">The one against which the triggers were compiled, or an extension of it.</param>
public sealed class PatientState(PatientFacts facts, Vocabulary? vocabulary = null)
{
    private readonly Vocabulary names = vocabulary ?? Vocabulary.Shipped;
    private readonly Dictionary<string, SignalSeries> unnamed = new(StringComparer.OrdinalIgnoreCase);
    private SignalSeries?[] slots = [];

    public PatientFacts Facts { get; set; } = facts;

    /// <summary>Of the hospital: birthdays and nights begin at its midnight.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The open encounter, if any.</summary>
    public EncounterFacts? Encounter { get; set; }

    /// <summary>
    /// Takes a signal in. A corrected one replaces what stood at the same clinical time, an entered-in-error one removes it.
    /// </summary>
    public void Add(Signal signal)
    {
        if (names.Find(signal.Concept) is not { } concept)
        {
            if (!unnamed.TryGetValue(signal.Concept, out var other))
                unnamed[signal.Concept] = other = new SignalSeries(null);
            other.Add(signal);
            return;
        }

        if (concept.Slot >= slots.Length)
            Array.Resize(ref slots, Math.Max(concept.Slot + 1, names.Concepts.Count));
        (slots[concept.Slot] ??= new SignalSeries(concept)).Add(signal);
    }

    /// <summary>The series in order of clinical time; empty when nothing was received.</summary>
    public IReadOnlyList<Signal> Series(string concept) =>
        (names.Find(concept) is { } known ? SeriesAt(known.Slot) : unnamed.GetValueOrDefault(concept))?.Signals ?? [];

    /// <summary>Completed years at an instant and when the next birthday begins; null when the birth date is not known.</summary>
    public (int Years, DateTimeOffset Next)? Age(DateTimeOffset now)
    {
        if (Facts.BirthDate is not { } born)
            return null;
        var today = LocalTimes.Day(now, Zone);
        var years = today.Year - born.Year;
        // In a common year the 29th of February comes of age on the 28th, as AddYears has it.
        if (born.AddYears(years) > today)
            years--;
        return (Math.Max(0, years), LocalTimes.StartOf(born.AddYears(years + 1), Zone));
    }

    /// <summary>The series of the concept with that slot, or null.</summary>
    public SignalSeries? SeriesAt(int slot) => slot < slots.Length ? slots[slot] : null;
}
