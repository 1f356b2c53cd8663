using System.Globalization;

namespace Runink.Domain.Foundation;

/// <summary>Clock times of a place as instants, also where the clock was changed.</summary>
public static class LocalTimes
{
    /// <summary>
    /// The first instant at which the clocks of the zone show that time. A time that a change to summer time skips is the
    /// instant of the change.
    /// </summary>
    public static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local))
        {
            while (zone.IsInvalidTime(local))
                local = local.AddMinutes(-1);
            return new DateTimeOffset(local, zone.GetUtcOffset(local)).AddMinutes(1).ToUniversalTime();
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone) => At(day.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>With the day of the week, by which people know their appointments: Tue 1 Dec 14:30.</summary>
    public static string WeekdayClock(DateTimeOffset instant, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(instant, zone).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    public static DateOnly Day(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
