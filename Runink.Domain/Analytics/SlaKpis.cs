using System.Globalization;

namespace Runink.Domain.Analytics;

/// <summary>The SLA numbers. Definitions are the texts shown beside them.</summary>
public static class SlaKpis
{
    public const decimal InTimeTarget = 95;

    private const string NoUnit = "No unit";

    /// <summary>Below this many values a 90th percentile is the largest value under another name.</summary>
    private const int FewestForQuantile = 10;

    /// <summary>Below this many cases before, a change in percent is noise.</summary>
    private const int FewestForTrend = 10;

    private const string InTimeDefinition =
        "Escalations opened in the period that were acknowledged by their due instant ÷ those whose due instant has passed or that were acknowledged. Closed before the due instant without acknowledgement: not counted.";

    private const string MedianDefinition = "Median of acknowledgement − opening over escalations opened in the period and acknowledged; time in which it was muted does not count.";

    private const string LateDefinition = "Escalations open now whose acknowledgement is overdue. Muted: overdue if it was when it was muted.";

    public static IReadOnlyList<KpiTile> Tiles(IReadOnlyList<EscalationTimes> period, IReadOnlyList<EscalationTimes> before, DateTimeOffset now) =>
        [InTime(period, before, now), Median(period, before), Late(period, now)];

    /// <summary>The median in minutes of each day.</summary>
    public static KpiSeries MedianByDay(IReadOnlyList<EscalationTimes> period, DateOnly from, DateOnly to, TimeZoneInfo zone)
    {
        var days = period.ToLookup(row => Day(row.OpenedAt, zone));
        var points = new List<KpiPoint>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var times = days[day].Select(row => row.TimeToAcknowledge).OfType<TimeSpan>().ToList();
            points.Add(new KpiPoint(day, MedianOf(times) is { } median ? Math.Round((decimal)median.TotalMinutes, 1) : null, times.Count));
        }

        return new KpiSeries("median-time-to-acknowledge", "Median minutes to acknowledgement", "min", 10, points);
    }

    public static KpiTable Breaches(IReadOnlyList<EscalationTimes> period, DateTimeOffset now)
    {
        var groups = period.Where(row => row.InTime(now) is not null)
            .GroupBy(row => (Unit: row.Unit ?? NoUnit, row.TriggerId, row.TriggerName))
            .Select(group => (group.Key, Late: group.Count(row => row.InTime(now) == false), Of: group.Count()))
            .OrderByDescending(group => group.Late).ThenBy(group => group.Key.Unit, StringComparer.Ordinal).ThenBy(group => group.Key.TriggerName, StringComparer.Ordinal)
            .ToList();
        return new KpiTable(
            "Acknowledged late, by unit and trigger", ["Unit", "Trigger", "Late", "Of", "In time"],
            [.. groups.Select(group => (IReadOnlyList<string>)[group.Key.Unit, group.Key.TriggerName, Number(group.Late), Number(group.Of), Percent(group.Of - group.Late, group.Of)])],
            [.. groups.Select(group => group.Key.Unit == NoUnit ? null : $"?rows=acknowledged-in-time&unit={Uri.EscapeDataString(group.Key.Unit)}")]);
    }

    public static KpiHeat Arrivals(IReadOnlyList<EscalationTimes> period, TimeZoneInfo zone)
    {
        var units = period.GroupBy(row => row.Unit ?? NoUnit).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        return new KpiHeat(
            "When work arrives", [.. units.Select(unit => unit.Key)],
            [.. units.Select(unit =>
            {
                var slots = new int[12];
                foreach (var row in unit)
                    slots[TimeZoneInfo.ConvertTime(row.OpenedAt, zone).Hour / 2]++;
                return (IReadOnlyList<int>)slots;
            })]);
    }

    public static DateOnly Day(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    public static TimeSpan? MedianOf(IReadOnlyCollection<TimeSpan> times) => Quantile(times, 0.5);

    /// <summary>Linear between neighbours, as spreadsheets do; null of nothing.</summary>
    public static TimeSpan? Quantile(IReadOnlyCollection<TimeSpan> times, double q)
    {
        if (times.Count == 0)
            return null;
        var sorted = times.Order().ToList();
        var at = q * (sorted.Count - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }

    public static string Words(TimeSpan? time) => time switch
    {
        null => "–",
        { TotalMinutes: < 1 } t => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalSeconds} s"),
        { TotalHours: < 1 } t => string.Create(CultureInfo.InvariantCulture, $"{t.Minutes} min {t.Seconds} s"),
        { } t => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalHours} h {t.Minutes} min"),
    };

    private static KpiTile InTime(IReadOnlyList<EscalationTimes> period, IReadOnlyList<EscalationTimes> before, DateTimeOffset now)
    {
        var (kept, of) = Kept(period, now);
        var (keptBefore, ofBefore) = Kept(before, now);
        decimal? share = of == 0 ? null : 100m * kept / of;
        decimal? trend = share is null || of < FewestForTrend || ofBefore < FewestForTrend ? null : share - (100m * keptBefore / ofBefore);
        return new KpiTile(
            "acknowledged-in-time", "Acknowledged in time", Percent(kept, of), of == 0 ? "nothing was due" : $"{Number(kept)} of {Number(of)}", InTimeDefinition, 1,
            "95 %", trend is { } change ? string.Create(CultureInfo.InvariantCulture, $"{change:+0.0;−0.0;0.0}") : null,
            trend is null or 0 ? null : trend > 0, share < InTimeTarget);
    }

    private static KpiTile Median(IReadOnlyList<EscalationTimes> period, IReadOnlyList<EscalationTimes> before)
    {
        var times = period.Select(row => row.TimeToAcknowledge).OfType<TimeSpan>().ToList();
        var median = MedianOf(times);
        var timesBefore = before.Select(row => row.TimeToAcknowledge).OfType<TimeSpan>().ToList();
        var trend = times.Count < FewestForTrend || timesBefore.Count < FewestForTrend ? null : median - MedianOf(timesBefore);
        return new KpiTile(
            "median-time-to-acknowledge", "Median time to acknowledge", Words(median), times.Count == 0 ? "nothing was acknowledged" : times.Count < FewestForQuantile ? $"of {Number(times.Count)}; too few for a p90" : $"p90 {Words(Quantile(times, 0.9))}",
            MedianDefinition, 2, null, trend is { } change ? $"{(change < TimeSpan.Zero ? "−" : "+")}{Words(change.Duration())}" : null,
            trend is null || trend == TimeSpan.Zero ? null : trend < TimeSpan.Zero, OffTarget: false);
    }

    private static KpiTile Late(IReadOnlyList<EscalationTimes> rows, DateTimeOffset now)
    {
        var late = rows.Count(row => IsLateNow(row, now));
        return new KpiTile("open-and-late", "Open and late now", Number(late), late == 0 ? "nobody waits past the due time" : "acknowledgement overdue", LateDefinition, 2, "0", null, null, late > 0);
    }

    public static bool IsLateNow(EscalationTimes row, DateTimeOffset now) => row is { IsOpen: true, AcknowledgedAt: null } && row.AcknowledgeDueAt < (row.MutedAt ?? now);

    private static (int Kept, int Of) Kept(IReadOnlyList<EscalationTimes> rows, DateTimeOffset now) =>
        (rows.Count(row => row.InTime(now) == true), rows.Count(row => row.InTime(now) is not null));

    public static string Percent(int part, int whole) => whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100m * part / whole:0.#} %");

    public static string Number(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
