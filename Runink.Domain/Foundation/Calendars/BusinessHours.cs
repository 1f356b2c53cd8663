using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Runink.Domain.Foundation.Calendars;

/// <summary>A stretch of a day's clock, from midnight; the end is not part of it and may be 24 hours.</summary>
public readonly record struct OpenHours(TimeSpan From, TimeSpan To);

/// <summary>When people work, as it is written: hours of each weekday and the days that are free.</summary>
/// <param name="Week">Hours in order, for each weekday that has any.</param>
/// <param name="Zone">Null is the zone of the hospital.</param>
public sealed record BusinessHours(string Name, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<OpenHours>> Week, IReadOnlyList<Holiday> Holidays, TimeZoneInfo? Zone)
{
    private readonly ConcurrentDictionary<int, FrozenDictionary<DateOnly, string>> years = new();

    /// <summary>The holiday kept on a day; null on a working day.</summary>
    public string? HolidayOn(DateOnly day) => Holidays.Count == 0 ? null : years.GetOrAdd(day.Year, Kept).GetValueOrDefault(day);

    public BusinessCalendar In(TimeZoneInfo site) => new(this, Zone ?? site);

    /// <summary>Days of a year; a first of January that is a Saturday is also kept on the last day of the year before.</summary>
    private FrozenDictionary<DateOnly, string> Kept(int year)
    {
        var days = new Dictionary<DateOnly, string>();
        foreach (var holiday in Holidays)
        {
            foreach (var day in holiday.In(year).Concat(year < DateOnly.MaxValue.Year ? holiday.In(year + 1) : []).Concat(holiday.In(Math.Max(year - 1, 1))))
            {
                if (day.Year == year)
                    days.TryAdd(day, holiday.Name);
            }
        }

        return days.ToFrozenDictionary();
    }
}
