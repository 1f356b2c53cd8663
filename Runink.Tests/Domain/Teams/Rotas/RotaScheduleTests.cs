using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;
using static Runink.Tests.Domain.Teams.Rotas.Some;

namespace Runink.Tests.Domain.Teams.Rotas;

public sealed class RotaScheduleTests
{
    [Fact]
    public void PeopleTakeTurnsInTheirOrder()
    {
        var weekly = Schedule(Plan("UTC", Layer("week", ShiftUnit.Weeks, 1, "a", "b", "c")));
        Assert.Equal("a 02T08:00-09T08:00, b 09T08:00-16T08:00, c 16T08:00-23T08:00, a 23T08:00-30T08:00", Told(weekly, Utc(3, 2, 8), Utc(3, 30, 8)));
        Assert.Equal("b", Names(weekly, Utc(3, 9, 8)));
        Assert.Equal("a", Names(weekly, Utc(3, 9, 7, 59)));
        var together = Schedule(Plan("UTC", Layer("day", ShiftUnit.Days, 2, "a+b", "c")));
        Assert.Equal("a+b 02T08:00-04T08:00, c 04T08:00-06T08:00, a+b 06T08:00-08T08:00", Told(together, Utc(3, 2, 8), Utc(3, 8, 8)));
        var nights = Schedule(Plan("UTC", Layer("12 h", ShiftUnit.Hours, 12, "a", "b")));
        Assert.Equal("a 02T08:00-02T20:00, b 02T20:00-03T08:00, a 03T08:00-03T20:00", Told(nights, Utc(3, 2, 8), Utc(3, 3, 20)));
    }

    [Fact]
    public void NobodyIsOnCallBeforeTheFirstHandOver()
    {
        var rota = Schedule(Plan("UTC", Layer("day", ShiftUnit.Days, 1, "a")));
        Assert.Equal("- 02T00:00-02T08:00, a 02T08:00-03T08:00", Told(rota, Utc(3, 2), Utc(3, 3, 8)));
        Assert.Equal("Nobody is planned.", Assert.Single(rota.Gaps(Utc(3, 1), Utc(3, 3))).Why);
    }

    [Fact]
    public void TwoShiftsOfOnePersonInARowStayTwo() =>
        Assert.Equal("a 02T08:00-03T08:00, a 03T08:00-04T08:00", Told(Schedule(Plan("UTC", Layer("day", ShiftUnit.Days, 1, "a"))), Utc(3, 2, 8), Utc(3, 4, 8)));

    [Fact]
    public void TheUppermostLayerThatHasSomebodyCounts()
    {
        var nights = Layer("nights", ShiftUnit.Days, 1, "b") with { Hours = [new RotaHours([], new TimeOnly(20, 0), new TimeOnly(8, 0))] };
        var weekend = Layer("weekend", ShiftUnit.Weeks, 1, "c") with { Hours = [new RotaHours([DayOfWeek.Saturday, DayOfWeek.Sunday], new TimeOnly(0, 0), new TimeOnly(0, 0))] };
        var rota = Schedule(Plan("UTC", weekend, nights, Layer("base", ShiftUnit.Weeks, 1, "a")));
        Assert.Equal("a", Names(rota, Utc(3, 5, 12)));
        Assert.Equal("b", Names(rota, Utc(3, 5, 23)));
        Assert.Equal("b", Names(rota, Utc(3, 6, 7, 59)));
        Assert.Equal("c", Names(rota, Utc(3, 7)));
        Assert.Equal("c", Names(rota, Utc(3, 8, 23)));
        Assert.Equal("b", Names(rota, Utc(3, 9, 3)));
        Assert.Equal("a 02T08:00-02T20:00, b 02T20:00-03T08:00, a 03T08:00-03T20:00", Told(rota, Utc(3, 2, 8), Utc(3, 3, 20)));
        Assert.Equal("weekend", rota.Shifts(Utc(3, 7, 1), Utc(3, 7, 2))[0].Layer);
        Assert.Equal("- 02T08:00-02T20:00, b 02T20:00-03T08:00", Told(rota.Alone(nights), Utc(3, 2, 8), Utc(3, 3, 8)));
    }

    [Fact]
    public void AnOverrideTakesAPlaceOrAllOfThem()
    {
        var rota = Plan("UTC", Layer("day", ShiftUnit.Days, 1, "a+b", "c"));
        Assert.Equal("a+b 02T08:00-02T12:00, x 02T12:00-03T10:00, c 03T10:00-04T08:00", Told(Schedule(rota, [Override("x", Utc(3, 2, 12), Utc(3, 3, 10))]), Utc(3, 2, 8), Utc(3, 4, 8)));
        var one = Schedule(rota, [Override("x", Utc(3, 2, 12), Utc(3, 2, 18), insteadOf: "b")]);
        Assert.Equal("a+b 02T08:00-02T12:00, a+x 02T12:00-02T18:00, a+b 02T18:00-03T08:00", Told(one, Utc(3, 2, 8), Utc(3, 3, 8)));
        Assert.Equal((DutyReason.Override, DutyReason.Layer), (one.OnCall(Utc(3, 2, 13))[1].Reason, one.OnCall(Utc(3, 2, 13))[0].Reason));
        // Nobody was planned, and somebody takes it.
        Assert.Equal("x", Names(Schedule(rota, [Override("x", Utc(2, 1), Utc(2, 2))]), Utc(2, 1, 5)));
        var withdrawn = Override("x", Utc(3, 2, 12), Utc(3, 3, 10));
        withdrawn.WithdrawnAt = Utc(3, 1);
        Assert.Equal("a+b", Names(Schedule(rota, [withdrawn]), Utc(3, 2, 13)));
    }

    [Fact]
    public void WhatWasDecidedLaterCounts()
    {
        var rota = Plan("UTC", Layer("day", ShiftUnit.Days, 1, "a"));
        var (first, second) = (Override("b", Utc(3, 2, 8), Utc(3, 3, 8), at: Utc(2, 1)), Override("c", Utc(3, 2, 8), Utc(3, 3, 8), at: Utc(2, 2)));
        Assert.Equal("c", Names(Schedule(rota, [second, first]), Utc(3, 2, 9)));
    }

    [Fact]
    public void ASwapExchangesTwoShiftsOnceItIsAccepted()
    {
        var rota = Plan("UTC", Layer("day", ShiftUnit.Days, 1, "a", "b"));
        var swap = Swap("a", Utc(3, 2, 8), Utc(3, 3, 8), "b", Utc(3, 5, 8), Utc(3, 6, 8));
        Assert.Equal("b 02T08:00-03T08:00, b 03T08:00-04T08:00, a 04T08:00-05T08:00, a 05T08:00-06T08:00, a 06T08:00-07T08:00", Told(Schedule(rota, swaps: [swap]), Utc(3, 2, 8), Utc(3, 7, 8)));
        Assert.Equal(DutyReason.Swap, Assert.Single(Schedule(rota, swaps: [swap]).OnCall(Utc(3, 2, 9))).Reason);
        foreach (var state in new[] { SwapState.Asked, SwapState.Declined, SwapState.Withdrawn })
            Assert.Equal("a", Names(Schedule(rota, swaps: [Swap("a", Utc(3, 2, 8), Utc(3, 3, 8), "b", Utc(3, 5, 8), Utc(3, 6, 8), state)]), Utc(3, 2, 9)));
        // Whoever took it and is overridden later is not on call.
        Assert.Equal("x", Names(Schedule(rota, [Override("x", Utc(3, 2, 8), Utc(3, 3, 8), insteadOf: "b", at: Utc(2, 1))], [swap]), Utc(3, 2, 9)));
    }

    [Fact]
    public void OnHolidaysAnotherLayerCountsOrNone()
    {
        var calendar = new BusinessHours("site", new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>>(), [new FixedHoliday("Christmas Day", 12, 25, false, null)], null);
        var plan = Plan("Europe/London", Layer("holidays", ShiftUnit.Days, 1, "c") with { Holidays = HolidayUse.OnlyOnHolidays }, Layer("base", ShiftUnit.Weeks, 1, "a")) with { Holidays = [new DateOnly(2026, 3, 4)], HolidayCalendar = "site" };
        var rota = new RotaSchedule(plan, [], [], Staff("a", "c"), calendar);
        Assert.Equal("a 03T00:00-04T00:00, c 04T00:00-04T08:00, c 04T08:00-05T00:00, a 05T00:00-05T08:00", Told(rota, Utc(3, 3), Utc(3, 5, 8)));
        Assert.Equal("c", Names(rota, Utc(12, 25, 3)));
        var none = new RotaSchedule(plan with { Layers = [Layer("base", ShiftUnit.Weeks, 1, "a") with { Holidays = HolidayUse.NotOnHolidays }] }, [], [], Staff("a"), calendar);
        Assert.Equal("", Names(none, Utc(3, 4, 12)));
        Assert.Equal((Utc(3, 4), Utc(3, 5)), Assert.Single(none.Gaps(Utc(3, 3), Utc(3, 8))) is var gap ? (gap.From, gap.Until) : default);
        Assert.Empty(new RotaSchedule(none.Plan with { ExpectedOnHolidays = false }, [], [], Staff("a"), calendar).Gaps(Utc(3, 3), Utc(3, 8)));
    }

    [Fact]
    public void ThereIsAGapOnlyWhenSomebodyIsExpected()
    {
        RotaHours office = new([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], new TimeOnly(9, 0), new TimeOnly(17, 0));
        var plan = Plan("UTC", Layer("office", ShiftUnit.Weeks, 1, "a") with { Hours = [office] }) with { Expected = [office] };
        Assert.Empty(Schedule(plan).Gaps(Utc(3, 2, 8), Utc(3, 30)));
        Assert.Equal(20, Schedule(plan with { Expected = [] }).Gaps(Utc(3, 2, 9), Utc(3, 30)).Count);
        var before = Schedule(plan with { Layers = [plan.Layers[0] with { StartsOn = new DateOnly(2026, 3, 3) }] }).Gaps(Utc(3, 2), Utc(3, 9));
        Assert.Equal((Utc(3, 2, 9), Utc(3, 2, 17)), (before[0].From, before[0].Until));
    }

    [Fact]
    public void WhoIsAwayIsNotOnCallButTheDeputyIs()
    {
        var plan = Plan("UTC", Layer("week", ShiftUnit.Weeks, 1, "a"));
        var staff = new Staff([Person("a", Utc(3, 3, 12), Utc(3, 5, 12), "b"), Person("b", Utc(3, 4), Utc(3, 4, 12), "c"), Person("c")]);
        var rota = Schedule(plan, staff: staff);
        Assert.Equal("a 02T08:00-03T12:00, b 03T12:00-04T00:00, c 04T00:00-04T12:00, b 04T12:00-05T12:00, a 05T12:00-09T08:00", Told(rota, Utc(3, 2, 8), Utc(3, 9, 8)));
        Assert.Equal("a", Assert.Single(rota.OnCall(Utc(3, 4, 1))).StandsInFor);
        var alone = Schedule(plan, staff: new Staff([Person("a", Utc(3, 3, 12), Utc(3, 5, 12))]));
        var gap = Assert.Single(alone.Gaps(Utc(3, 2, 8), Utc(3, 9)));
        Assert.Equal((Utc(3, 3, 12), Utc(3, 5, 12), "A is away and nobody stands in."), (gap.From, gap.Until, gap.Why));
        var gone = Schedule(plan, staff: new Staff([Person("a", disabled: Utc(3, 4))]));
        Assert.Equal("a 02T08:00-04T00:00, - 04T00:00-06T00:00", Told(gone, Utc(3, 2, 8), Utc(3, 6)));
        // Deputies of each other who are both away end nowhere, and soon.
        var circle = new Staff([Person("a", Utc(1, 1), null, "b"), Person("b", Utc(1, 1), null, "a")]);
        Assert.Null(circle.TakerOf("a", Utc(3, 1)));
    }

    [Fact]
    public void OneOfTwoWhoAreOnCallTogetherIsEnough()
    {
        var staff = new Staff([Person("a", Utc(3, 3), Utc(3, 4)), Person("b")]);
        Assert.Empty(Schedule(Plan("UTC", Layer("day", ShiftUnit.Days, 1, "a+b")), staff: staff).Gaps(Utc(3, 2, 8), Utc(3, 9)));
    }

    [Fact]
    public void TheNextSevenDaysAreLookedThrough()
    {
        var staff = new Staff([Person("a", Utc(3, 3), Utc(3, 4)), Person("b")]);
        var rota = Schedule(Plan("Europe/Paris", Layer("day", ShiftUnit.Days, 1, "a", "b")), staff: staff);
        var found = RotaCoverage.Look(rota, Utc(3, 2, 8), id => id == "b" ? "B has no address that this program can send to." : null);
        Assert.Equal(CoverageFault.Gap, found[0].Fault);
        Assert.Equal("Tue 3 Mar 01:00 – 08:00", RotaCoverage.Words(found[0], rota.Plan.TimeZone, Utc(3, 2)));
        Assert.Equal("b", found[1].PersonId);
        Assert.Equal(5, found.Count);
    }
}
