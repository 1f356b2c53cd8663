namespace Runink.Domain.Signals;

/// <summary>The items of a patient by what asks for them, made anew when a series of theirs grew.</summary>
internal sealed class ItemCache
{
    /// <summary>Triggers come and go; what is asked for is made anew at once.</summary>
    private const int MostKept = 32;

    private readonly Dictionary<Concept[], (long Version, IReadOnlyList<ItemSeries> Items)> kept = [];

    public IReadOnlyList<ItemSeries> Of(PatientState state, Concept[] concepts)
    {
        var version = 0L;
        foreach (var concept in concepts)
            version += state.SeriesAt(concept.Slot)?.Version ?? 0;
        if (kept.TryGetValue(concepts, out var known) && known.Version == version)
            return known.Items;
        if (kept.Count >= MostKept)
            kept.Clear();
        var items = ItemSeries.Of(state, concepts);
        kept[concepts] = (version, items);
        return items;
    }
}
