namespace Runink.Domain.Foundation.Calendars;

/// <summary>A day on which nobody works, by rule.</summary>
/// <param name="Since">First year in which it is kept; null is always.</param>
public abstract record Holiday(string Name, int? Since)
{
    /// <summary>The days of it that belong to a year, the observed day with the day itself; empty before it was kept.</summary>
    public IEnumerable<DateOnly> In(int year) => year < (Since ?? 0) ? [] : Days(year);

    protected abstract IEnumerable<DateOnly> Days(int year);
}

/// <summary>One day of one year.</summary>
public sealed record SingleHoliday(string Name, DateOnly Day) : Holiday(Name, null)
{
    protected override IEnumerable<DateOnly> Days(int year) => Day.Year == year ? [Day] : [];
}

/// <summary>The same date each year. Observed, one that falls on a Saturday is also kept on the Friday before, on a Sunday on the Monday after.</summary>
public sealed record FixedHoliday(string Name, int Month, int Day, bool Observed, int? Since) : Holiday(Name, Since)
{
    protected override IEnumerable<DateOnly> Days(int year)
    {
        // The 29th of February is kept in leap years only.
        if (Day > DateTime.DaysInMonth(year, Month))
            yield break;
        var day = new DateOnly(year, Month, Day);
        yield return day;
        if (Observed && day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            yield return day.AddDays(day.DayOfWeek == DayOfWeek.Saturday ? -1 : 1);
    }
}

/// <summary>The nth weekday of a month.</summary>
/// <param name="Nth">1 to 5, or -1 for the last.</param>
public sealed record NthWeekday(string Name, int Nth, DayOfWeek Weekday, int Month, int? Since) : Holiday(Name, Since)
{
    protected override IEnumerable<DateOnly> Days(int year)
    {
        if (Nth < 0)
        {
            var last = new DateOnly(year, Month, DateTime.DaysInMonth(year, Month));
            yield return last.AddDays(-(((int)last.DayOfWeek - (int)Weekday + 7) % 7));
            yield break;
        }

        var first = new DateOnly(year, Month, 1);
        var day = first.AddDays((((int)Weekday - (int)first.DayOfWeek + 7) % 7) + (7 * (Nth - 1)));
        if (day.Month == Month)
            yield return day;
    }
}
