using Runink.Domain.Foundation;

namespace Runink.Domain.Teams.Rotas;

/// <summary>Hours of some weekdays by the clock of the rota. Hours that do not end after they begin reach into the next day.</summary>
/// <param name="Days">The days on which they begin; empty is every day.</param>
public sealed record RotaHours(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    internal bool Contain(DateTimeOffset instant, DateOnly day, TimeZoneInfo zone) => On(day, zone).Holds(instant) || On(day.AddDays(-1), zone).Holds(instant);

    internal Stretch On(DateOnly day, TimeZoneInfo zone) => Days.Count > 0 && !Days.Contains(day.DayOfWeek)
        ? default
        : new Stretch(LocalTimes.At(day.ToDateTime(From), zone), LocalTimes.At((To > From ? day : day.AddDays(1)).ToDateTime(To), zone));
}

/// <summary>From an instant until another, which is not part of it.</summary>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset Until)
{
    public bool Holds(DateTimeOffset instant) => From <= instant && instant < Until;

    public bool Meets(Stretch other) => From < other.Until && other.From < Until;
}
