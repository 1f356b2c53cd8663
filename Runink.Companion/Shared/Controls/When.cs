using System.Globalization;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Controls;

/// <summary>Instants as people read and write them: by the clocks of the hospital, wherever the server and the reader are.</summary>
public static class When
{
    /// <summary>One process serves one hospital: it is set once, before the first page.</summary>
    public static TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Local;

    public static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>The instant at which the hospital's clocks show a time that somebody chose.</summary>
    public static DateTimeOffset At(DateTime chosen) => LocalTimes.At(DateTime.SpecifyKind(chosen, DateTimeKind.Unspecified), Zone);

    public static DateOnly DayOf(DateTimeOffset at) => LocalTimes.Day(at, Zone);

    public static DateTimeOffset StartOf(DateOnly day) => LocalTimes.StartOf(day, Zone);

    public static string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Exact(DateTimeOffset at) => Local(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset at) => Local(at).ToString("d MMM", CultureInfo.InvariantCulture);

    public static string DayClock(DateTimeOffset at) => Local(at).ToString("d MMM HH:mm", CultureInfo.InvariantCulture);

    public static string WeekdayClock(DateTimeOffset at) => LocalTimes.WeekdayClock(at, Zone);

    public static string Full(DateTimeOffset at) => Local(at).ToString("ddd d MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A length of time in its largest useful unit: "4 min", "3 h", "6 d".</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "now",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} d",
    };
}
