using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Runink.Domain.Patients.Matching;

/// <summary>
/// Learns the weights of a population from itself, without anybody saying who is who: u from pairs taken at random, less
/// those that are one person, m by expectation maximisation over the pairs that share a key (Winkler 1988; Dempster, Laird and Rubin 1977). The same records in
/// the same order give the same weights.
/// </summary>
public static class FellegiSunter
{
    private const int RandomPairs = 1_000_000;
    private const int BlockedPairs = 2_000_000;
    private const int Rounds = 60;
    private const double Settled = 1e-6;

    /// <summary>Pairs of experience that the typical rates below are worth: a small population does not make up its own.</summary>
    private const double Experience = 40;

    private const double Least = 1e-7;

    /// <summary>How often two records of one person agree so, as registration is known to err; what a population shows replaces it.</summary>
    private static readonly double[][] Typical =
    [
        [0.86, 0.06, 0.03, 0.05, 0.001], [0.86, 0.06, 0.02, 0.05, 0.01], [0.90, 0.01, 0.05, 0.02, 0.02], [0.99, 0.01], [0.88, 0.08, 0.04], [0.75, 0.12, 0.05, 0.08],
        [0.85, 0.06, 0.03, 0.06], [0.93, 0.07], [0.92, 0.05, 0.01, 0.02], [0.85, 0.06, 0.09],
    ];

    /// <summary>
    /// How often two different persons agree so: a birth date is met once in 30,000, a name as often as common names of a town, and
    /// people of one hospital live near each other.
    /// </summary>
    private static readonly double[][] ByChance =
    [
        [0.01, 0.005, 0.02, 0.965, 0.0001], [0.003, 0.003, 0.02, 0.974, 0.0001], [0.00004, 0.00002, 0.0008, 0.014, 0.98514], [0.5, 0.5], [0.05, 0.05, 0.9], [0.0005, 0.005, 0.03, 0.9645],
        [0.08, 0.005, 0.03, 0.885], [0.8, 0.2], [0.000001, 0.000001, 0.0001, 0.999898], [0.00001, 0.00001, 0.99998],
    ];

    /// <summary>Weights for a hospital whose own patients are too few to learn from, or not known yet.</summary>
    public static MatchWeights TypicalWeights(int population) => new MatchWeights(Typical, ByChance, FrozenDictionary<string, int>.Empty, FrozenDictionary<string, int>.Empty, 0).Among(population);

    /// <param name="seed">Of the choice of random pairs.</param>
    public static MatchWeights Estimate(IReadOnlyList<MatchRecord> records, int seed = 1969)
    {
        var random = AtRandom(records, seed);
        var blocked = Patterns(records);
        var m = Typical.Select(levels => levels.ToArray()).ToArray();
        var u = Rates(random, (_, count) => count, pseudo: _ => 0.5);
        var matching = 0.05;
        var ofAll = 1.0 / Math.Max(2, records.Count);
        for (var round = 0; round < Rounds; round++)
        {
            var (before, chance, prior) = (m, u, matching);
            m = Rates(blocked, (vector, count) => count * Same(vector, before, chance, prior), pseudo: rate => rate * Experience);
            u = Rates(random, (vector, count) => count * (1 - Same(vector, before, chance, ofAll)), pseudo: _ => 0.5);
            matching = Math.Clamp(blocked.Sum(pair => pair.Value * Same(pair.Key, before, chance, prior)) / Math.Max(1, blocked.Values.Sum(count => (double)count)), 1e-6, 0.9);
            if (m.Zip(before, (now, then) => now.Zip(then, (a, b) => Math.Abs(a - b)).Max()).Max() < Settled)
                break;
        }

        return new MatchWeights(m, u, Counted(records.Select(record => record.Given)), Counted(records.Select(record => record.Family)), records.Count);
    }

    /// <summary>How likely two records that agree so are one person.</summary>
    private static double Same(ComparisonVector vector, double[][] m, double[][] u, double prior)
    {
        var odds = prior / (1 - prior);
        for (var field = MatchField.Given; field <= MatchField.Phone; field++)
        {
            if (vector[field] is { } level)
                odds *= m[(int)field][level] / u[(int)field][level];
        }

        return double.IsInfinity(odds) ? 1 : odds / (1 + odds);
    }

    /// <summary>By field, how often each level is met.</summary>
    /// <param name="share">How much a pair counts.</param>
    /// <param name="pseudo">What is added to each level, from its typical rate, so that what was not met is not impossible.</param>
    private static double[][] Rates(Dictionary<ComparisonVector, int> pairs, Func<ComparisonVector, int, double> share, Func<double, double> pseudo)
    {
        var sums = Typical.Select(levels => levels.Select(pseudo).ToArray()).ToArray();
        foreach (var (vector, count) in pairs)
        {
            var part = share(vector, count);
            for (var field = MatchField.Given; field <= MatchField.Phone; field++)
            {
                if (vector[field] is { } level)
                    sums[(int)field][level] += part;
            }
        }

        return [.. sums.Select(levels => levels.Select(sum => Math.Max(Least, sum / levels.Sum())).ToArray())];
    }

    private static Dictionary<ComparisonVector, int> AtRandom(IReadOnlyList<MatchRecord> records, int seed)
    {
        var patterns = new Dictionary<ComparisonVector, int>();
        var random = new Random(seed);
        for (var pair = 0; pair < RandomPairs && records.Count > 1; pair++)
        {
            var (a, b) = (random.Next(records.Count), random.Next(records.Count));
            if (a != b)
                CollectionsMarshal.GetValueRefOrAddDefault(patterns, ComparisonVector.Of(records[a], records[b]), out _)++;
        }

        return patterns;
    }

    /// <summary>How often each vector is met among pairs that share a key.</summary>
    private static Dictionary<ComparisonVector, int> Patterns(IReadOnlyList<MatchRecord> records)
    {
        var blocks = new Dictionary<ulong, List<int>>();
        for (var i = 0; i < records.Count; i++)
        {
            foreach (var key in Blocking.Keys(records[i]))
                (CollectionsMarshal.GetValueRefOrAddDefault(blocks, Blocking.Hash(key), out _) ??= []).Add(i);
        }

        var seen = new HashSet<long>();
        var patterns = new Dictionary<ComparisonVector, int>();
        foreach (var block in blocks.OrderBy(block => block.Key).Select(block => block.Value).Where(block => block.Count is > 1 and <= Blocking.LargestBlock))
        {
            for (var i = 1; i < block.Count && seen.Count < BlockedPairs; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (seen.Add(((long)block[j] * records.Count) + block[i]))
                        CollectionsMarshal.GetValueRefOrAddDefault(patterns, ComparisonVector.Of(records[block[j]], records[block[i]]), out _)++;
                }
            }
        }

        return patterns;
    }

    private static FrozenDictionary<string, int> Counted(IEnumerable<string?> names) =>
        names.OfType<string>().GroupBy(name => name, StringComparer.Ordinal).ToFrozenDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);
}
