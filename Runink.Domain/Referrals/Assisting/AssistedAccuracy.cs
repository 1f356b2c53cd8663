using System.Globalization;

namespace Runink.Domain.Referrals.Assisting;

/// <summary>How often a kind of suggestion was right.</summary>
public sealed record AssistedAccuracy(int Right, int Settled)
{
    public double? Share => Settled == 0 ? null : Right / (double)Settled;

    public string Words => Settled == 0 ? "Not judged yet" : string.Create(CultureInfo.InvariantCulture, $"Right {Right} of {Settled} times");

    /// <summary>Why it is switched off; null while it stays on. Too few say nothing.</summary>
    public string? Falls(AssistedOptions options) => Settled >= options.FewestSettled && 100 * Right < options.BarPercent * Settled
        ? string.Create(CultureInfo.InvariantCulture, $"Right {Right} of {Settled} times, which is below {options.BarPercent} %") : null;
}

/// <summary>Settings under <c>Referrals:Assisted</c>.</summary>
public sealed class AssistedOptions
{
    public const string Section = "Referrals:Assisted";

    /// <summary>A kind of suggestion that is right less often goes off by itself.</summary>
    public int BarPercent { get; set; } = 70;

    /// <summary>So many have to be judged before that.</summary>
    public int FewestSettled { get; set; } = 20;

    public IEnumerable<string> Problems()
    {
        if (BarPercent is < 1 or > 99)
            yield return $"{Section}:BarPercent: 1 to 99.";
        if (FewestSettled is < 5 or > 1000)
            yield return $"{Section}:FewestSettled: 5 to 1000.";
    }
}
