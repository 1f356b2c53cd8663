using System.Globalization;

namespace Runink.Domain.Signals;

/// <summary>
/// A number that may be known only within bounds: <c>&lt;0.5</c> is [0, 0.5), a score with a missing part is [1, 2].
/// The extreme decimals stand for "no bound".
/// </summary>
public readonly record struct Interval(decimal Low, decimal High, bool LowOpen = false, bool HighOpen = false)
{
    public bool IsPoint => Low == High;

    public static Interval Point(decimal value) => new(value, value);

    /// <summary>Reads <c>3.4</c>, <c>&lt;0.5</c>, <c>&gt;=90</c>, <c>5-10</c>, <c>6,4 H</c>; null when it is no number or could be two.</summary>
    public static Interval? Parse(string text) => ResultText.Read(text) is [var only] ? only : null;

    /// <summary>Moves both bounds by the same rule; "no bound" stays. Null when the rule refuses.</summary>
    public Interval? Map(Func<decimal, decimal?> rule)
    {
        var low = Low == decimal.MinValue ? Low : rule(Low);
        var high = High == decimal.MaxValue ? High : IsPoint ? low : rule(High);
        return low is { } l && high is { } h ? new(l, h, LowOpen, HighOpen) : null;
    }

    public override string ToString() =>
        IsPoint ? Number(Low)
        : High == decimal.MaxValue ? (LowOpen ? ">" : "≥") + Number(Low)
        : Low is 0 or decimal.MinValue && HighOpen ? "<" + Number(High)
        : Number(Low) + "–" + Number(High);

    /// <summary>At most three digits after the point, none that say nothing.</summary>
    public static string Number(decimal value) => decimal.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
