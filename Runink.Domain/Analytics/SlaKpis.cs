using System.Globalization;
using Runink.Domain.Foundation;

namespace Runink.Domain.Analytics;

/// <summary>The SLA numbers. Definitions are the texts shown beside them.</summary>
public static class SlaKpis
{
    private const string NoUnit = "No unit";

    /// <summary>Percent.</summary>
    private const decimal InTimeTarget = 95;

    /// <summary>Below this many values a 90th percentile is the largest value under another name.</summary>
    private const int FewestForQuantile = 10;

    /// <summary>Below this many cases before, a change in percent is noise.</summary>
    private const int FewestForTrend = 10;

    private const string InTimeDefinition =
        "Escalations opened in the period that were acknowledged by their due instant ÷ those whose due instant has passed or that were acknowledged. Closed before the due instant without acknowledgement: not counted.";

    private const string MedianDefinition = "Median of acknowledgement − opening over escalations opened in the period and acknowledged; time in which it was muted does not count.";

    private const string ActedDefinition = "The same of the first act on it, for escalations with a clock for that.";

    private const string ResolvedDefinition = "The same of closing it, for escalations with a clock for that. What its rule took back in time: not counted.";

    private const string LateDefinition = "Escalations open now whose acknowledgement is overdue. Muted: overdue if it was when it was muted.";

    public static IReadOnlyList<KpiTile> Tiles(IReadOnlyList<EscalationTimes> period, IReadOnlyList<EscalationTimes> before, DateTimeOffset now) =>
    [
        Share("acknowledged-in-time", "Acknowledged in time", period, before, row => row.InTime(now), InTimeDefinition),
        Median(period, before),
        Share("acted-in-time", "Acted in time", period, before, row => row.ActedInTime(now), ActedDefinition),
        Share("resolved-in-time", "Closed in time", period, before, row => row.ResolvedInTime(now), ResolvedDefinition),
        Late(period, now),
    ];

    /// <summary>The median of a day in minutes, and of how many; null of nothing.</summary>
    public static (decimal? Value, int Count) MedianMinutes(IEnumerable<EscalationTimes> rows)
    {
        var times = rows.Select(row => row.TimeToAcknowledge).OfType<TimeSpan>().ToList();
        return (MedianOf(times) is { } median ? Math.Round((decimal)median.TotalMinutes, 1) : null, times.Count);
    }

    /// <summary>The percentage of a day, and of how many; null of nothing.</summary>
    public static (decimal? Value, int Count) PercentInTime(IEnumerable<EscalationTimes> rows, DateTimeOffset now)
    {
        var (kept, of) = Kept(rows, row => row.InTime(now));
        return (Share(kept, of) is { } share ? Math.Round(share, 1) : null, of);
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

    /// <summary>One step deeper than was asked: units, of a unit its shifts, of a shift its people, of a person the rows.</summary>
    /// <param name="byPerson">Whether whoever asks may see whose work is late.</param>
    /// <returns>Null when there is no deeper step.</returns>
    public static KpiTable? Breakdown(IReadOnlyList<EscalationTimes> period, KpiQuery query, bool byPerson, DateTimeOffset now, TimeZoneInfo zone) => query switch
    {
        { Unit: null } => Breakdown(
            "By unit", "Unit", period.GroupBy(row => row.Unit).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal),
            unit => unit ?? NoUnit, unit => unit is null ? null : $"?unit={Uri.EscapeDataString(unit)}", now),
        { Shift: null } => Breakdown(
            "By shift", "Shift", period.GroupBy(row => DayShift.Of(row.OpenedAt, zone)).OrderBy(group => DayShift.Names.ToList().IndexOf(group.Key)),
            shift => $"{shift}, {DayShift.Hours(shift)}", shift => $"?shift={shift}", now),
        { Person: null } when byPerson => Breakdown(
            "By owner", "Owner", period.GroupBy(row => (Id: row.OwnerId ?? KpiQuery.Nobody, row.OwnerName)).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.OwnerName, StringComparer.Ordinal),
            owner => owner.OwnerName ?? "Nobody", owner => $"?rows=arrivals&person={Uri.EscapeDataString(owner.Id)}", now),
        _ => null,
    };

    private static KpiTable Breakdown<TKey>(
        string title, string column, IEnumerable<IGrouping<TKey, EscalationTimes>> groups, Func<TKey, string> name, Func<TKey, string?> link, DateTimeOffset now)
    {
        var all = groups.ToList();
        return new KpiTable(
            title, [column, "Opened", "Acknowledged in time", "Late", "Median to acknowledge", "Acted in time", "Closed in time"],
            [.. all.Select(group => (IReadOnlyList<string>)
            [
                name(group.Key), Number(group.Count()), Percent(group, row => row.InTime(now)), Number(group.Count(row => row.InTime(now) == false)),
                KpiMeasure.Duration.Words(Seconds(MedianOf([.. group.Select(row => row.TimeToAcknowledge).OfType<TimeSpan>()]))),
                Percent(group, row => row.ActedInTime(now)), Percent(group, row => row.ResolvedInTime(now)),
            ])],
            [.. all.Select(group => link(group.Key))]);
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

    private static KpiTile Share(
        string name, string title, IReadOnlyList<EscalationTimes> period, IReadOnlyList<EscalationTimes> before, Func<EscalationTimes, bool?> inTime, string definition)
    {
        var (kept, of) = Kept(period, inTime);
        var (keptBefore, ofBefore) = Kept(before, inTime);
        return new KpiTile(name, title, KpiMeasure.Percent, Share(kept, of), of == 0 ? "nothing was due" : $"{Number(kept)} of {Number(of)}", definition, 1)
        {
            MoreIsBetter = true, TargetAmount = InTimeTarget, Before = Math.Min(of, ofBefore) < FewestForTrend ? null : Share(keptBefore, ofBefore),
        };
    }

    private static KpiTile Median(IReadOnlyList<EscalationTimes> period, IReadOnlyList<EscalationTimes> before)
    {
        var times = period.Select(row => row.TimeToAcknowledge).OfType<TimeSpan>().ToList();
        var timesBefore = before.Select(row => row.TimeToAcknowledge).OfType<TimeSpan>().ToList();
        return new KpiTile(
            "median-time-to-acknowledge", "Median time to acknowledge", KpiMeasure.Duration, Seconds(MedianOf(times)),
            times.Count == 0 ? "nothing was acknowledged" : times.Count < FewestForQuantile ? $"of {Number(times.Count)}; too few for a p90" : $"p90 {Words(Quantile(times, 0.9))}",
            MedianDefinition, 2)
        {
            MoreIsBetter = false, Before = Math.Min(times.Count, timesBefore.Count) < FewestForTrend ? null : Seconds(MedianOf(timesBefore)),
        };
    }

    private static KpiTile Late(IReadOnlyList<EscalationTimes> rows, DateTimeOffset now) => LateNow(rows.Count(row => IsLateNow(row, now)));

    public static KpiTile LateNow(int late) => new(
        "open-and-late", "Open and late now", KpiMeasure.Count, late, late == 0 ? "nobody waits past the due time" : "acknowledgement overdue", LateDefinition, 2) { MoreIsBetter = false, TargetAmount = 0 };

    public static bool IsLateNow(EscalationTimes row, DateTimeOffset now) => row is { IsOpen: true, AcknowledgedAt: null } && row.AcknowledgeDueAt < (row.MutedAt ?? now);

    private static (int Kept, int Of) Kept(IEnumerable<EscalationTimes> rows, Func<EscalationTimes, bool?> inTime)
    {
        var answers = rows.Select(inTime).OfType<bool>().ToList();
        return (answers.Count(kept => kept), answers.Count);
    }

    private static string Percent(IEnumerable<EscalationTimes> rows, Func<EscalationTimes, bool?> inTime) => Kept(rows, inTime) is var (kept, of) ? Percent(kept, of) : "";

    private static decimal? Share(int part, int whole) => whole == 0 ? null : 100m * part / whole;

    private static decimal? Seconds(TimeSpan? time) => (decimal?)time?.TotalSeconds;

    public static string Percent(int part, int whole) => whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100m * part / whole:0.#} %");

    public static string Number(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
