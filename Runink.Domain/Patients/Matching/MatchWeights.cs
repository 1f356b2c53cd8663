using System.Collections.Frozen;

namespace Runink.Domain.Patients.Matching;

/// <summary>
/// How much each agreement tells: log₂(m/u), m being how often it is met in two records of one person and u in two of different
/// ones. Fellegi and Sunter 1969, "A Theory for Record Linkage". A rare name tells more than a common one (Winkler 2000,
/// frequency-based matching).
/// </summary>
public sealed class MatchWeights
{
    /// <summary>A name is taken for at least this rare and no rarer: a name met once may be a slip of the pen.</summary>
    private const double Rarest = 2e-5;

    private readonly double[][] weights;
    private readonly double[][] chance;
    private readonly int learnt;
    private readonly FrozenDictionary<string, int> givens;
    private readonly FrozenDictionary<string, int> families;

    /// <param name="m">By field and level.</param>
    /// <param name="u">By field and level.</param>
    internal MatchWeights(double[][] m, double[][] u, FrozenDictionary<string, int> givens, FrozenDictionary<string, int> families, int population)
    {
        this.givens = givens;
        this.families = families;
        learnt = population;
        Population = population;
        chance = u;
        weights = [.. m.Select((levels, field) => levels.Select((likely, level) => Math.Log2(likely / u[field][level])).ToArray())];
    }

    private MatchWeights(MatchWeights other, int population)
    {
        (weights, chance, learnt, givens, families) = (other.weights, other.chance, other.learnt, other.givens, other.families);
        Population = population;
    }

    /// <summary>How many persons the one is picked from.</summary>
    public int Population { get; }

    /// <summary>The same weights for a larger population than they were learnt from: it takes more to pick one of it.</summary>
    public MatchWeights Among(int population) => new(this, population);

    /// <summary>Bits of evidence of one agreement.</summary>
    public double this[MatchField field, int level] => weights[(int)field][level];

    /// <summary>The sum over all fields; one that either does not say counts for nothing.</summary>
    public double Of(MatchRecord a, MatchRecord b, ComparisonVector vector)
    {
        var sum = -Math.Log2(Math.Max(2, Population));
        for (var field = MatchField.Given; field <= MatchField.Phone; field++)
        {
            if (vector[field] is not { } level)
                continue;
            sum += weights[(int)field][level];
            if (level == 0 && learnt > 0 && field is MatchField.Given or MatchField.Family)
                sum += Math.Log2(chance[(int)field][0] / Frequency(field == MatchField.Given ? givens : families, (field == MatchField.Given ? a.Given : a.Family)!));
        }

        return sum;
    }

    private double Frequency(FrozenDictionary<string, int> names, string name) =>
        Math.Max(Rarest, (names.GetValueOrDefault(name) + 1.0) / (learnt + 1.0));
}
