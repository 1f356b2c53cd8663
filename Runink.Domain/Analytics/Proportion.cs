namespace Runink.Domain.Analytics;

/// <summary>A share with how sure it is: Wilson's score interval at 95 %.</summary>
public readonly record struct Proportion(int Part, int Whole)
{
    private const double Z = 1.959964;

    /// <summary>Fewer, or a wider interval, is told as counts: a percentage of it would say more than is known (NCHS Series 2 No. 175).</summary>
    private const int Fewest = 30;

    private const double Widest = 0.30;

    /// <summary>Null of nothing.</summary>
    public decimal? Percent => Whole == 0 ? null : 100m * Part / Whole;

    public bool IsReliable => Whole >= Fewest && Interval() is var (low, high) && high - low < Widest;

    /// <returns>0 to 1; all of it when nothing was counted.</returns>
    public (double Low, double High) Interval()
    {
        if (Whole == 0)
            return (0, 1);
        double x = Part, n = Whole;
        var root = Z * Math.Sqrt((Z * Z) + (4 * x * (1 - (x / n))));
        return (((2 * x) + (Z * Z) - root) / (2 * (n + (Z * Z))), ((2 * x) + (Z * Z) + root) / (2 * (n + (Z * Z))));
    }
}
