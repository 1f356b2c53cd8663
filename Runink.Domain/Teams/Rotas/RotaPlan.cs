namespace Runink.Domain.Teams.Rotas;

public enum ShiftUnit { Hours, Days, Weeks }

public enum HolidayUse
{
    Always,
    NotOnHolidays,
    OnlyOnHolidays,
}

/// <summary>People who take turns.</summary>
/// <param name="Turns">In order; each is one person, or several who are on call together. Ids of people.</param>
/// <param name="StartsOn">The day of the first hand-over. A rotation of weeks is handed over on the same weekday.</param>
/// <param name="HandOver">By the clock of the rota, in summer as in winter.</param>
/// <param name="Every">How many units a shift lasts.</param>
/// <param name="Hours">When the layer counts at all; empty is always.</param>
public sealed record RotaLayer(
    string Name, IReadOnlyList<IReadOnlyList<string>> Turns, DateOnly StartsOn, TimeOnly HandOver, ShiftUnit Unit, int Every, IReadOnlyList<RotaHours> Hours, HolidayUse Holidays = HolidayUse.Always)
{
    internal TimeSpan Length => Unit switch
    {
        ShiftUnit.Hours => TimeSpan.FromHours(Every),
        ShiftUnit.Days => TimeSpan.FromDays(Every),
        ShiftUnit.Weeks => TimeSpan.FromDays(7 * Every),
    };
}

/// <summary>Who is on call for something, as it was planned.</summary>
/// <param name="Id">As written in triggers: <c>on_call("medicine")</c>.</param>
/// <param name="Zone">IANA name of the time zone by whose clock shifts are handed over.</param>
/// <param name="Layers">The uppermost that has somebody counts.</param>
/// <param name="Holidays">Days that are holidays here, from midnight to midnight.</param>
/// <param name="HolidayCalendar">A business calendar whose holidays are holidays here too.</param>
/// <param name="Expected">When somebody should be on call; empty is round the clock. Nobody at another time is no gap.</param>
/// <param name="ExpectedOnHolidays">False: nobody is missed on a holiday.</param>
public sealed record RotaPlan(
    string Id, string Name, string Zone, string? Unit, IReadOnlyList<RotaLayer> Layers, IReadOnlyList<DateOnly> Holidays, string? HolidayCalendar, IReadOnlyList<RotaHours> Expected, bool ExpectedOnHolidays)
{
    public TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(Zone);
}
