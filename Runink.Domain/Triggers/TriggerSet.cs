using System.Collections.Frozen;

namespace Runink.Domain.Triggers;

/// <summary>The triggers in force, indexed by what they read. Immutable: a reload builds another and swaps the reference.</summary>
public sealed class TriggerSet
{
    public static readonly TriggerSet Empty = Build([]);

    private readonly FrozenDictionary<string, CompiledTrigger[]> reading;
    private readonly FrozenDictionary<string, CompiledTrigger> byId;

    private TriggerSet(CompiledTrigger[] all)
    {
        All = all;
        byId = all.ToFrozenDictionary(t => t.Id, StringComparer.Ordinal);
        reading = all
            .SelectMany(t => t.Reads, (trigger, concept) => (trigger, concept))
            .GroupBy(pair => pair.concept, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.Select(pair => pair.trigger).ToArray(), StringComparer.OrdinalIgnoreCase);
        ReadingContext = [.. all.Where(t => t.ReadsContext)];
    }

    public IReadOnlyList<CompiledTrigger> All { get; }

    /// <summary>Those that read facts of the patient or the encounter.</summary>
    public IReadOnlyList<CompiledTrigger> ReadingContext { get; }

    /// <exception cref="ArgumentException">Two triggers have the same id.</exception>
    public static TriggerSet Build(IEnumerable<CompiledTrigger> triggers) => new([.. triggers]);

    /// <summary>Those whose truth a signal of this concept may change.</summary>
    public IReadOnlyList<CompiledTrigger> Reading(string concept) => reading.TryGetValue(concept, out var found) ? found : [];

    public CompiledTrigger? ById(string id) => byId.GetValueOrDefault(id);
}
