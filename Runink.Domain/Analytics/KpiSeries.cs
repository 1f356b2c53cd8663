namespace Runink.Domain.Analytics;

/// <summary>A number day by day; the last day is today and not over.</summary>
/// <param name="Name">Of the number whose rows a day opens.</param>
/// <param name="Target">The same unit as the points; null when there is none.</param>
public sealed record KpiSeries(string Name, string Title, string Unit, decimal? Target, IReadOnlyList<KpiPoint> Points)
{
    /// <summary>The values of the days it is compared with, one a point; empty when nothing is known of them.</summary>
    public IReadOnlyList<decimal?> Before { get; init; } = [];

    /// <summary>What the days vary by themselves; null while there are too few of them. Today is not held against it.</summary>
    public ControlLimits? Limits => ControlLimits.Of([.. Points.SkipLast(1).Select(point => point.Value), null], [.. Before.SkipLast(1)]);
}

/// <summary>The local days of a period, and the days they are compared with.</summary>
/// <param name="DaysBack">How many days earlier those lie.</param>
public sealed record KpiDays(DateOnly First, DateOnly Last, int DaysBack, TimeZoneInfo Zone)
{
    /// <param name="count">The value of one day's rows, and of how many it is made.</param>
    public KpiSeries Series<T>(
        string name, string title, string unit, decimal? target, IEnumerable<T> rows, IEnumerable<T> before, Func<T, DateTimeOffset> at, Func<IEnumerable<T>, (decimal? Value, int Count)> count)
    {
        var days = rows.ToLookup(row => SlaKpis.Day(at(row), Zone));
        var earlier = before.ToLookup(row => SlaKpis.Day(at(row), Zone).AddDays(DaysBack));
        var points = new List<KpiPoint>();
        for (var day = First; day <= Last; day = day.AddDays(1))
        {
            var (value, of) = count(days[day]);
            points.Add(new KpiPoint(day, value, of));
        }

        return new KpiSeries(name, title, unit, target, points) { Before = earlier.Count == 0 ? [] : [.. points.Select(point => count(earlier[point.Day]).Value)] };
    }

    /// <summary>How many a day.</summary>
    public KpiSeries Counts<T>(string name, string title, string unit, IEnumerable<T> rows, IEnumerable<T> before, Func<T, DateTimeOffset> at) =>
        Series(name, title, unit, null, rows, before, at, day => day.Count() is var count ? (count, count) : default);
}
