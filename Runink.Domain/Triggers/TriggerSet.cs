using System.Collections.Frozen;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Compilation;

namespace Runink.Domain.Triggers;

/// <summary>The triggers in force, indexed by what they read. Immutable: a reload builds another and swaps the reference.</summary>
public sealed class TriggerSet
{
    public static readonly TriggerSet Empty = Build([]);

    private readonly FrozenDictionary<string, CompiledTrigger[]> reading;
    private readonly FrozenDictionary<string, CompiledTrigger> byId;
    private readonly FrozenDictionary<string, Watch> watches;

    private TriggerSet(CompiledTrigger[] all)
    {
        All = all;
        byId = all.ToFrozenDictionary(t => t.Id, StringComparer.Ordinal);
        reading = all
            .SelectMany(t => t.Reads, (trigger, concept) => (trigger, concept))
            .GroupBy(pair => pair.concept, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.Select(pair => pair.trigger).ToArray(), StringComparer.OrdinalIgnoreCase);
        watches = reading
            .Select(pair => (pair.Key, Concept: pair.Value[0].Program.Vocabulary.Find(pair.Key), Readers: pair.Value))
            .Where(entry => entry.Concept is not null)
            .ToFrozenDictionary(entry => entry.Key, entry => new Watch(entry.Concept!.Slot, entry.Readers), StringComparer.OrdinalIgnoreCase);
        ReadingContext = [.. all.Where(t => t.ReadsContext)];
        Inhibited = all.SelectMany(t => t.Inhibits).ToFrozenSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<CompiledTrigger> All { get; }

    /// <summary>Those that read facts of the patient or the encounter.</summary>
    public IReadOnlyList<CompiledTrigger> ReadingContext { get; }

    /// <summary>Ids of triggers that another one mutes.</summary>
    public IReadOnlySet<string> Inhibited { get; }

    /// <exception cref="ArgumentException">Two triggers have the same id.</exception>
    public static TriggerSet Build(IEnumerable<CompiledTrigger> triggers) => new([.. triggers]);

    /// <summary>Those whose truth a signal of this concept may change.</summary>
    public IReadOnlyList<CompiledTrigger> Reading(string concept) => reading.TryGetValue(concept, out var found) ? found : [];

    /// <summary>
    /// Adds those that may hold now that a value of this concept has come. All its other readers are false, and stay so
    /// until the next value: where nothing is open for them there is nothing to do.
    /// </summary>
    public void Awaken(string concept, PatientState state, DateTimeOffset now, ICollection<CompiledTrigger> into)
    {
        if (watches.TryGetValue(concept, out var watch))
            watch.Awaken(state, now, into);
    }

    public CompiledTrigger? ById(string id) => byId.GetValueOrDefault(id);
}
