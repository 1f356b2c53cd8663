using System.Globalization;

namespace Runink.Domain.Analytics;

/// <summary>What an amount counts.</summary>
public enum KpiMeasure
{
    Count,

    /// <summary>0 to 100.</summary>
    Percent,

    /// <summary>Seconds.</summary>
    Duration,
}

/// <summary>Amounts as people read them.</summary>
public static class KpiMeasures
{
    public static string Words(this KpiMeasure measure, decimal? amount) => (measure, amount) switch
    {
        (_, null) => "–",
        (KpiMeasure.Percent, { } percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.#} %"),
        (KpiMeasure.Duration, { } seconds) => SlaKpis.Words(TimeSpan.FromSeconds((double)seconds)),
        (_, { } count) => count.ToString("#,0", CultureInfo.InvariantCulture),
    };

    /// <summary>A difference, with its sign.</summary>
    public static string Change(this KpiMeasure measure, decimal change) => measure switch
    {
        _ when Math.Round(change, 1) == 0 => "±0",
        KpiMeasure.Percent => string.Create(CultureInfo.InvariantCulture, $"{change:+0.0;−0.0}"),
        KpiMeasure.Duration => $"{(change < 0 ? "−" : "+")}{SlaKpis.Words(TimeSpan.FromSeconds((double)Math.Abs(change)))}",
        _ => change.ToString("+#,0;−#,0", CultureInfo.InvariantCulture),
    };

    /// <summary>What people type for an amount: a number of percent, of minutes, or how many.</summary>
    public static string Typed(this KpiMeasure measure) => measure switch { KpiMeasure.Percent => "%", KpiMeasure.Duration => "min", _ => "" };
}
