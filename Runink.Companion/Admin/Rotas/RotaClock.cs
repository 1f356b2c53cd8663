using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Teams.Rotas;

namespace Runink.Companion.Admin.Rotas;

/// <summary>Times by the clock of a rota, which need not be that of whoever reads them.</summary>
public sealed class RotaClock(string zone)
{
    private readonly TimeZoneInfo place = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc;

    public string Zone => zone;

    public string DayClock(DateTimeOffset at) => Local(at).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    public string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    public string Day(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    public string FromUntil(DateTimeOffset from, DateTimeOffset until) => $"{DayClock(from)} – {(DayOf(from) == DayOf(until) ? Clock(until) : DayClock(until))}";

    public DateOnly DayOf(DateTimeOffset at) => LocalTimes.Day(at, place);

    public DateTimeOffset StartOf(DateOnly day) => LocalTimes.StartOf(day, place);

    public DateTimeOffset At(DateTime day, TimeSpan clock) => LocalTimes.At(DateTime.SpecifyKind(day.Date + clock, DateTimeKind.Unspecified), place);

    public DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, place).DateTime;

    /// <summary>Why somebody is on call, in a word or two; empty where the layers say so.</summary>
    public static string Reason(DutyReason reason) => reason switch
    {
        DutyReason.Override => "Override",
        DutyReason.Swap => "Swap",
        DutyReason.Layer => "",
    };

    public static string Words(HolidayUse use) => use switch
    {
        HolidayUse.Always => "Counts on all days",
        HolidayUse.NotOnHolidays => "Does not count on holidays",
        HolidayUse.OnlyOnHolidays => "Counts on holidays only",
    };
}
