using System.Globalization;

namespace Runink.Companion.Referrals.Scheduling;

/// <summary>Times of visits, by the clock of the site, with the day of the week by which people know them.</summary>
internal static class SiteClock
{
    public static string Full(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
