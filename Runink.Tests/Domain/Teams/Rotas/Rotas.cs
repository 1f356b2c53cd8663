using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;

namespace Runink.Tests.Domain.Teams.Rotas;

/// <summary>Rotas in few words.</summary>
internal static class Some
{
    public static readonly DateOnly Monday = new(2026, 3, 2);

    public static RotaLayer Layer(string name, ShiftUnit unit, int every, params string[] people) => Layer(name, unit, every, Monday, people);

    public static RotaLayer Layer(string name, ShiftUnit unit, int every, DateOnly starts, params string[] people) =>
        new(name, [.. people.Select(person => person.Split('+'))], starts, new TimeOnly(8, 0), unit, every, []);

    public static RotaPlan Plan(string zone, params RotaLayer[] layers) => new("medicine", "Medicine", zone, null, layers, [], null, [], true);

    public static RotaSchedule Schedule(RotaPlan plan, IEnumerable<RotaOverride>? overrides = null, IEnumerable<ShiftSwap>? swaps = null, Staff? staff = null) =>
        new(plan, overrides ?? [], swaps ?? [], staff ?? Staff("a", "b", "c", "d", "x"));

    public static Staff Staff(params string[] ids) => new(ids.Select(id => Person(id)));

    public static Person Person(string id, DateTimeOffset? awayFrom = null, DateTimeOffset? awayUntil = null, string? deputy = null, DateTimeOffset? disabled = null) => new()
    {
        Id = id, Login = id, Name = id.ToUpperInvariant(), Origin = "test", CreatedAt = DateTimeOffset.UnixEpoch, AwayFrom = awayFrom, AwayUntil = awayUntil, DeputyId = deputy, DisabledAt = disabled,
    };

    public static DateTimeOffset Utc(int month, int day, int hour = 0, int minute = 0, int year = 2026) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);

    public static RotaOverride Override(string person, DateTimeOffset from, DateTimeOffset until, string? insteadOf = null, DateTimeOffset? at = null) => new()
    {
        Id = $"o-{person}-{from:O}", RotaId = "medicine", PersonId = person, InsteadOfId = insteadOf, From = from, Until = until, Reason = "ill", SetById = "lead", SetByName = "Lead", SetAt = at ?? Utc(1, 1),
    };

    public static ShiftSwap Swap(string asker, DateTimeOffset from, DateTimeOffset until, string other, DateTimeOffset otherFrom, DateTimeOffset otherUntil, SwapState state = SwapState.Accepted, DateTimeOffset? at = null) => new()
    {
        Id = $"s-{asker}-{other}", RotaId = "medicine", AskedById = asker, From = from, Until = until, OtherId = other, OtherFrom = otherFrom, OtherUntil = otherUntil, AskedAt = Utc(1, 1), State = state, AnsweredAt = at ?? Utc(1, 2),
    };

    /// <summary>"a 08:00-08:00" for each shift, by the clock of the rota.</summary>
    public static string Told(RotaSchedule schedule, DateTimeOffset from, DateTimeOffset until) => string.Join(", ", schedule.Shifts(from, until).Select(shift =>
        $"{(shift.People.Count == 0 ? "-" : string.Join('+', shift.People.Select(one => one.PersonId)))} {Clock(shift.From)}-{Clock(shift.Until)}"));

    public static string Names(RotaSchedule schedule, DateTimeOffset at) => string.Join('+', schedule.OnCall(at).Select(one => one.PersonId));

    private static string Clock(DateTimeOffset at) => at.ToString("dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
