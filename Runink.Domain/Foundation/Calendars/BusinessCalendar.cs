namespace Runink.Domain.Foundation.Calendars;

/// <summary>
/// A clock that runs only while people work. Pure, and exact over changes of the clocks, leap days and holidays: lengths are
/// real seconds, so a night of 23 hours counts 23.
/// </summary>
public sealed class BusinessCalendar(BusinessHours hours, TimeZoneInfo zone)
{
    /// <summary>Longer than any stretch without an edge that a calendar with edges has.</summary>
    private const int MostDays = 400;

    public bool IsOpen(DateTimeOffset instant)
    {
        var day = LocalTimes.Day(instant, zone);
        return Open(day.AddDays(-1), day.AddDays(1)).Any(stretch => stretch.From <= instant && instant < stretch.To);
    }

    /// <summary>Working time between two instants; negative when they are in the other order.</summary>
    public TimeSpan Elapsed(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from)
            return -Elapsed(to, from);
        var total = TimeSpan.Zero;
        foreach (var (start, end) in Open(LocalTimes.Day(from, zone).AddDays(-1), LocalTimes.Day(to, zone).AddDays(1)))
        {
            var (first, last) = (start > from ? start : from, end < to ? end : to);
            if (last > first)
                total += last - first;
        }

        return total;
    }

    /// <summary>The first instant at which so much working time has passed; null when the calendar never opens again.</summary>
    /// <param name="length">Not negative.</param>
    public DateTimeOffset? Add(DateTimeOffset from, TimeSpan length)
    {
        if (length == TimeSpan.Zero)
            return from;
        var left = length;
        var day = LocalTimes.Day(from, zone).AddDays(-1);
        for (var idle = 0; idle < MostDays; idle++, day = day.AddDays(1))
        {
            foreach (var (start, end) in Open(day, day))
            {
                var first = start > from ? start : from;
                if (end <= first)
                    continue;
                if (end - first >= left)
                    return first + left;
                left -= end - first;
                idle = 0;
            }
        }

        return null;
    }

    /// <summary>The first instant after this one at which it opens or closes; null when it never does.</summary>
    public DateTimeOffset? NextEdge(DateTimeOffset instant)
    {
        var day = LocalTimes.Day(instant, zone);
        (DateTimeOffset From, DateTimeOffset To)? run = null;
        foreach (var stretch in Open(day.AddDays(-1), day.AddDays(MostDays)))
        {
            // Hours that follow one another without a gap have no edge between them.
            if (run is { } before && before.To == stretch.From)
            {
                run = (before.From, stretch.To);
                continue;
            }

            if (run is { } ended && After(ended) is { } edge)
                return edge;
            run = stretch;
        }

        return run is { } last && last.To < LocalTimes.StartOf(day.AddDays(MostDays), zone) ? After(last) : null;

        DateTimeOffset? After((DateTimeOffset From, DateTimeOffset To) open) => open.From > instant ? open.From : open.To > instant ? open.To : null;
    }

    /// <summary>Open stretches of the days, in order.</summary>
    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Open(DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (!hours.Week.TryGetValue(day.DayOfWeek, out var stretches) || hours.HolidayOn(day) is not null)
                continue;
            var midnight = day.ToDateTime(TimeOnly.MinValue);
            foreach (var (from, to) in stretches)
            {
                var (start, end) = (LocalTimes.At(midnight + from, zone), LocalTimes.At(midnight + to, zone));
                if (end > start)
                    yield return (start, end);
            }
        }
    }
}
