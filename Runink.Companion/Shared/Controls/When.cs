using System.Globalization;

namespace Runink.Companion.Shared.Controls;

/// <summary>Instants as people read them, in the time zone of the hospital, which is that of the server.</summary>
public static class When
{
    public static string Clock(DateTimeOffset at) => at.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Exact(DateTimeOffset at) => at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset at) => at.ToLocalTime().ToString("d MMM", CultureInfo.InvariantCulture);

    public static string DayClock(DateTimeOffset at) => at.ToLocalTime().ToString("d MMM HH:mm", CultureInfo.InvariantCulture);

    public static string Full(DateTimeOffset at) => at.ToLocalTime().ToString("ddd d MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture);

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
