namespace Runink.Domain.Patients.Matching;

/// <summary>A population in memory by its blocking keys: finds who may be one with somebody. Safe for many readers, not while one adds.</summary>
public sealed class MatchIndex
{
    private readonly MatchWeights weights;
    private readonly MatchLimits limits;
    private readonly List<MatchRecord> records;
    private readonly ulong[] keys;
    private readonly int[] holders;
    private readonly Dictionary<ulong, List<int>> later = [];

    public MatchIndex(IReadOnlyList<MatchRecord> population, MatchWeights weights, MatchLimits? limits = null)
    {
        this.weights = weights;
        this.limits = limits ?? MatchLimits.Standard;
        records = [.. population];
        var (all, who) = (new List<ulong>(population.Count * 9), new List<int>(population.Count * 9));
        for (var i = 0; i < records.Count; i++)
        {
            foreach (var key in Blocking.Keys(records[i]))
            {
                all.Add(Blocking.Hash(key));
                who.Add(i);
            }
        }

        (keys, holders) = ([.. all], [.. who]);
        Array.Sort(keys, holders);
    }

    public int Count => records.Count;

    public void Add(MatchRecord record)
    {
        records.Add(record);
        foreach (var key in Blocking.Keys(record).Select(Blocking.Hash))
        {
            if (!later.TryGetValue(key, out var block))
                later[key] = block = [];
            block.Add(records.Count - 1);
        }
    }

    /// <summary>Whoever may be one with this person, the likeliest first; nobody who is surely another.</summary>
    public IReadOnlyList<MatchDecision> Find(MatchRecord person)
    {
        var candidates = new HashSet<int>();
        foreach (var key in Blocking.Keys(person).Select(Blocking.Hash))
        {
            var (from, to) = (Bound(key, after: false), Bound(key, after: true));
            if (to - from <= Blocking.LargestBlock)
                candidates.UnionWith(holders.AsSpan(from, to - from).ToArray());
            if (later.TryGetValue(key, out var added) && added.Count <= Blocking.LargestBlock)
                candidates.UnionWith(added);
        }

        var found = new List<MatchDecision>();
        foreach (var index in candidates)
        {
            if (Decide(person, records[index]) is { Band: not MatchBand.No } decision)
                found.Add(decision);
        }

        found.Sort((a, b) => b.Weight != a.Weight ? b.Weight.CompareTo(a.Weight) : string.CompareOrdinal(a.Id, b.Id));
        return found;
    }

    /// <summary>Two persons, whether or not they share a key.</summary>
    public MatchDecision Decide(MatchRecord person, MatchRecord other)
    {
        var vector = ComparisonVector.Of(person, other);
        var weight = weights.Of(person, other, vector);
        return new(other.Id, weight, vector, limits.Band(weight, vector));
    }

    /// <summary>The first place at or after a key.</summary>
    private int Bound(ulong key, bool after)
    {
        var (low, high) = (0, keys.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (keys[middle] < key || (after && keys[middle] == key))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
