namespace Runink.Domain.Signals;

/// <summary>What is known of one order, referral, authorization or appointment of a patient.</summary>
/// <param name="number">Null for what came without a number: all of that is one item.</param>
internal sealed class ItemSeries(string? number, int[] slots)
{
    private readonly SignalSeries?[] series = new SignalSeries?[slots.Length];

    public string? Number => number;

    /// <summary>A series of the patient, or what of it is about one item.</summary>
    /// <param name="item">Null when all is meant.</param>
    public static SignalSeries? SeriesAt(PatientState state, ItemSeries? item, int slot)
    {
        var place = item is null ? -1 : item.Place(slot);
        return place < 0 ? state.SeriesAt(slot) : item!.series[place];
    }

    private int Place(int slot) => Array.IndexOf(slots, slot);

    /// <summary>Until when something of it still speaks; ticks.</summary>
    public long SpeaksUntil { get; private set; } = long.MinValue;

    /// <summary>
    /// The items among the samples of some concepts, the one first seen first. Where only one has a number, what came without one is about
    /// it; among several nobody can tell, and it stands for itself.
    /// </summary>
    public static IReadOnlyList<ItemSeries> Of(PatientState state, Concept[] concepts)
    {
        int[] slots = [.. concepts.Select(concept => concept.Slot)];
        var known = new OrderedDictionary<string, ItemSeries>(StringComparer.OrdinalIgnoreCase);
        foreach (var concept in concepts)
        {
            foreach (var sample in Samples(state, concept))
            {
                if (sample.ItemOf(concept) is { } number)
                    known.TryAdd(number, new ItemSeries(number, slots));
            }
        }

        var unnumbered = known.Count == 1 ? known.GetAt(0).Value : new ItemSeries(null, slots);
        foreach (var concept in concepts)
        {
            foreach (var sample in Samples(state, concept))
                (sample.ItemOf(concept) is { } number ? known[number] : unnumbered).Add(concept, sample);
        }

        return unnumbered.Number is null && unnumbered.SpeaksUntil > long.MinValue ? [.. known.Values, unnumbered] : [.. known.Values];
    }

    private static ReadOnlySpan<Sample> Samples(PatientState state, Concept concept) => state.SeriesAt(concept.Slot) is { } all ? all.Samples : [];

    private void Add(Concept concept, in Sample sample)
    {
        (series[Place(concept.Slot)] ??= new SignalSeries(concept)).Add(sample);
        SpeaksUntil = Math.Max(SpeaksUntil, sample.AtTicks + concept.FreshFor.Ticks);
    }
}
