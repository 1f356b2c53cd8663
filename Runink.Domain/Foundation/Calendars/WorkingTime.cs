namespace Runink.Domain.Foundation.Calendars;

/// <summary>Time by a calendar, or round the clock where there is none.</summary>
public static class WorkingTime
{
    /// <summary>A calendar that never opens again counts round the clock: too early is safer than never.</summary>
    public static DateTimeOffset Add(BusinessCalendar? calendar, DateTimeOffset from, TimeSpan length) => calendar?.Add(from, length) ?? from + length;

    public static TimeSpan Between(BusinessCalendar? calendar, DateTimeOffset from, DateTimeOffset until) => calendar?.Elapsed(from, until) ?? until - from;
}
