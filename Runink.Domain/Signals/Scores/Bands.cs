namespace Runink.Domain.Signals.Scores;

/// <summary>A row of a score's table: points by value, from the lowest band to the highest.</summary>
internal sealed class Bands
{
    private readonly List<(decimal Limit, bool Included, int Points)> cuts = [];
    private int rest;

    public int Most => Math.Max(rest, cuts.Max(c => c.Points));

    public static Bands UpTo(decimal limit, int points) => new Bands().ThenUpTo(limit, points);

    public static Bands Below(decimal limit, int points) => new Bands().ThenBelow(limit, points);

    public Bands ThenUpTo(decimal limit, int points)
    {
        cuts.Add((limit, true, points));
        return this;
    }

    public Bands ThenBelow(decimal limit, int points)
    {
        cuts.Add((limit, false, points));
        return this;
    }

    /// <summary>The highest band.</summary>
    public Bands Above(int points)
    {
        rest = points;
        return this;
    }

    /// <summary>The least and the most that a value known within bounds may be worth.</summary>
    public (int Min, int Max) Of(Interval value)
    {
        var from = value.LowOpen ? First(c => c.Limit > value.Low) : First(c => c.Limit > value.Low || (c.Included && c.Limit == value.Low));
        var to = value.HighOpen ? First(c => c.Limit >= value.High) : First(c => c.Limit > value.High || (c.Included && c.Limit == value.High));
        var (min, max) = (int.MaxValue, int.MinValue);
        for (var i = from; i <= to; i++)
        {
            var points = i < cuts.Count ? cuts[i].Points : rest;
            (min, max) = (Math.Min(min, points), Math.Max(max, points));
        }

        return (min, max);
    }

    private int First(Predicate<(decimal Limit, bool Included, int Points)> holds) => cuts.FindIndex(holds) is >= 0 and var index ? index : cuts.Count;
}
