using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;
using static Runink.Tests.Domain.Teams.Rotas.Some;

namespace Runink.Tests.Domain.Teams.Rotas;

/// <summary>Hand-overs stay at their time of day when the clocks change, and nobody is missing or doubled in the hour between.</summary>
public sealed class RotaClockChangeTests
{
    private static readonly string[] Zones = ["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland", "Africa/Casablanca", "America/Havana", "Pacific/Chatham"];

    [Theory]
    [InlineData("Europe/London", 3, 28, 23.0)]
    [InlineData("Europe/London", 10, 24, 25.0)]
    [InlineData("America/New_York", 3, 7, 23.0)]
    [InlineData("America/New_York", 10, 31, 25.0)]
    [InlineData("Australia/Lord_Howe", 10, 3, 23.5)]
    [InlineData("Australia/Lord_Howe", 4, 4, 24.5)]
    [InlineData("UTC", 3, 28, 24.0)]
    public void ADailyShiftOverTheChangeIsShorterOrLonger(string zone, int month, int day, double hours)
    {
        var rota = Schedule(Plan(zone, Layer("day", ShiftUnit.Days, 1, new DateOnly(2026, 1, 1), "a", "b", "c")));
        var start = new DateTime(2026, month, day, 8, 0, 0, DateTimeKind.Unspecified);
        var from = Runink.Domain.Foundation.LocalTimes.At(start, rota.Plan.TimeZone);
        var shift = rota.Shifts(from, from.AddDays(3))[0];
        Assert.Equal(TimeSpan.FromHours(hours), shift.Until - shift.From);
        Assert.All(rota.Shifts(from, from.AddDays(3)).Skip(1), one => Assert.Equal(8, TimeZoneInfo.ConvertTime(one.From, rota.Plan.TimeZone).Hour));
    }

    [Theory]
    // 01:30 does not exist on that night: the shift begins when the clocks are put forward.
    [InlineData("Europe/London", 2026, 3, 29, "2026-03-29T01:00Z")]
    // 01:30 comes twice: the shift begins the first time.
    [InlineData("Europe/London", 2026, 10, 25, "2026-10-25T00:30Z")]
    public void AHandOverInTheHourItselfHappensOnce(string zone, int year, int month, int day, string at)
    {
        var layer = Layer("day", ShiftUnit.Days, 1, new DateOnly(2026, 1, 1), "a", "b") with { HandOver = new TimeOnly(1, 30) };
        var rota = Schedule(Plan(zone, layer));
        var noon = new DateTimeOffset(year, month, day, 12, 0, 0, TimeSpan.Zero);
        var shifts = rota.Shifts(noon.AddDays(-1), noon);
        Assert.Equal(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(shifts.Skip(1)).From);
        Assert.NotEqual(shifts[0].People[0].PersonId, shifts[1].People[0].PersonId);
    }

    [Fact]
    public void NightsFromEightToEightAreElevenOrThirteenHours()
    {
        var rota = Schedule(Plan("Europe/London", Layer("12 h", ShiftUnit.Hours, 12, new DateOnly(2026, 1, 1), "a", "b")));
        Assert.Equal(11, (rota.Shifts(Utc(3, 28, 20), Utc(3, 30))[0] is var night ? night.Until - night.From : default).TotalHours);
        Assert.Equal(13, (rota.Shifts(Utc(10, 24, 19), Utc(10, 26))[0] is var longer ? longer.Until - longer.From : default).TotalHours);
    }

    /// <summary>Rotas made by chance, in zones whose clocks change in odd ways, over windows around the change: whatever is said of an instant is said by exactly one shift.</summary>
    [Fact]
    public void EachInstantBelongsToOneShiftThatSaysTheSame()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var dice = new Random(seed);
            var (rota, from) = ByChance(dice);
            var until = from.AddHours(dice.Next(1, 24 * 20));
            var shifts = rota.Shifts(from, until);
            Assert.Equal((from, until), (shifts[0].From, shifts[^1].Until));
            for (var i = 0; i < shifts.Count; i++)
            {
                Assert.True(shifts[i].From < shifts[i].Until, $"seed {seed}: an empty shift at {shifts[i].From:O}");
                Assert.True(i == 0 || shifts[i].From == shifts[i - 1].Until, $"seed {seed}: a hole before {shifts[i].From:O}");
                Assert.Equal(shifts[i].People.Count == 0, shifts[i].Why is not null);
            }

            for (var probe = 0; probe < 200; probe++)
            {
                var at = from + TimeSpan.FromSeconds(dice.NextInt64((long)(until - from).TotalSeconds));
                var holding = Assert.Single(shifts, shift => shift.Stretch.Holds(at));
                Assert.Equal(rota.OnCall(at), holding.People);
                var isGap = rota.Gaps(at, at.AddSeconds(1)).Count > 0;
                Assert.Equal(rota.IsExpected(at) && holding.People.Count == 0, isGap);
            }
        }
    }

    /// <summary>Every person of a rotation without restrictions has each turn, in order, whatever the clocks do.</summary>
    [Fact]
    public void NoTurnIsLeftOutOrGivenTwice()
    {
        foreach (var zone in Zones)
        {
            foreach (var (unit, every) in new[] { (ShiftUnit.Days, 1), (ShiftUnit.Days, 3), (ShiftUnit.Weeks, 1), (ShiftUnit.Hours, 6), (ShiftUnit.Hours, 12), (ShiftUnit.Hours, 8) })
            {
                var rota = Schedule(Plan(zone, Layer("turns", unit, every, new DateOnly(2025, 1, 6), "a", "b", "c")));
                var shifts = rota.Shifts(Utc(1, 10, year: 2025), Utc(1, 10, year: 2026));
                var order = shifts.Select(shift => Assert.Single(shift.People).PersonId[0]).ToList();
                for (var i = 1; i < order.Count; i++)
                    Assert.True(order[i] == (order[i - 1] == 'c' ? 'a' : order[i - 1] + 1), $"{zone}, {every} {unit}: {order[i - 1]} is followed by {order[i]} at {shifts[i].From:O}");
            }
        }
    }

    private static (RotaSchedule Rota, DateTimeOffset From) ByChance(Random dice)
    {
        string[] people = ["a", "b", "c", "d", "x"];
        string Someone() => people[dice.Next(people.Length)];
        var zone = Zones[dice.Next(Zones.Length)];
        var from = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(dice.Next(60 * 24 * 700));
        // Half of them around a change of the clocks.
        if (dice.Next(2) == 0)
            from = Enumerable.Range(0, 24 * 400).Select(hour => from.AddHours(hour)).FirstOrDefault(at => TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(at) != TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(at.AddDays(2)), from);
        RotaHours Hours() => new([.. Enum.GetValues<DayOfWeek>().Where(_ => dice.Next(2) == 0)], new TimeOnly(dice.Next(24), dice.Next(4) * 15), new TimeOnly(dice.Next(24), dice.Next(4) * 15));
        RotaLayer One(int number) => new($"layer {number}", [.. Enumerable.Range(0, dice.Next(1, 5)).Select(_ => Enumerable.Range(0, dice.Next(1, 3)).Select(_ => Someone()).Distinct().ToList())],
            DateOnly.FromDateTime(from.UtcDateTime).AddDays(dice.Next(-400, 10)), new TimeOnly(dice.Next(24), dice.Next(4) * 15), (ShiftUnit)dice.Next(3), dice.Next(1, 14),
            dice.Next(2) == 0 ? [] : [.. Enumerable.Range(0, dice.Next(1, 3)).Select(_ => Hours())], (HolidayUse)dice.Next(3));
        var plan = Plan(zone, [.. Enumerable.Range(0, dice.Next(1, 4)).Select(One)]) with
        {
            Holidays = [.. Enumerable.Range(0, dice.Next(4)).Select(_ => DateOnly.FromDateTime(from.UtcDateTime).AddDays(dice.Next(20)))], Expected = dice.Next(2) == 0 ? [] : [Hours()], ExpectedOnHolidays = dice.Next(2) == 0,
        };
        DateTimeOffset At() => from.AddMinutes(dice.Next(-600, 60 * 24 * 20));
        var overrides = Enumerable.Range(0, dice.Next(4)).Select(_ => At()).Select(at => Override(Someone(), at, at.AddMinutes(dice.Next(1, 3000)), dice.Next(2) == 0 ? null : Someone(), At())).ToList();
        var swaps = Enumerable.Range(0, dice.Next(3)).Select(_ => (At(), At())).Select(pair => Swap(Someone(), pair.Item1, pair.Item1.AddHours(8), Someone(), pair.Item2, pair.Item2.AddHours(12), at: At())).ToList();
        var staff = new Staff(people.Select(id => dice.Next(3) == 0 ? Person(id, At(), At(), dice.Next(2) == 0 ? null : Someone(), dice.Next(5) == 0 ? At() : null) : Person(id)));
        return (Schedule(plan, overrides, swaps, staff), from);
    }
}
