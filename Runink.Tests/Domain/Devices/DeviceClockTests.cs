using Runink.Domain.Devices;

namespace Runink.Tests.Domain.Devices;

public sealed class DeviceClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    [Fact]
    public void OneReadingFromTheFutureIsProof()
    {
        var verdict = Decide([Live(0, -180), .. Hours(9, 1)]);
        Assert.Equal((ClockVerdict.Ahead, TimeSpan.FromHours(3)), (verdict.Name, verdict.Offset));
        Assert.Contains("look at its time zone", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AClockThatWasSetRightIsRightAfterTwoDeliveries()
    {
        Assert.Equal(ClockVerdict.Ahead, Decide([Live(0, 1), Live(60, -180), Live(120, -180), Live(180, -180)]).Name);
        Assert.Equal(ClockVerdict.Right, Decide([Live(0, 1), Live(60, 1), Live(120, -180), Live(180, -180)]).Name);
    }

    [Fact]
    public void WhenNothingArrivesFreshItIsTheClockOrTheWayAndThatIsWhatIsSaid()
    {
        var verdict = Decide(Hours(5, 181));
        Assert.Equal((ClockVerdict.BehindOrLate, TimeSpan.FromMinutes(-181)), (verdict.Name, verdict.Offset));
        Assert.Contains("the readings alone do not tell which", verdict.Text, StringComparison.Ordinal);
        Assert.Equal(ClockVerdict.TooFew, Decide(Hours(4, 181)).Name);
        // One that is fresh: no slow clock could have made it.
        Assert.Equal(ClockVerdict.Right, Decide([Live(0, 2), .. Hours(4, 181)]).Name);
    }

    [Fact]
    public void WhenItSaysAtWhatTimeItSendsItIsKnown()
    {
        Assert.Equal(ClockVerdict.Behind, Decide(Hours(5, 181).Select(one => one with { SentAt = one.At })).Name);
        Assert.Equal(ClockVerdict.Late, Decide(Hours(5, 181).Select(one => one with { SentAt = one.ReceivedAt })).Name);
        Assert.Equal(ClockVerdict.Ahead, Decide(Hours(5, 1).Select(one => one with { SentAt = one.ReceivedAt.AddHours(2) })).Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void WhatComesLateAfterAPauseIsNoWrongClock(int minutesBetweenDeliveries)
    {
        // Away for two hours; then all of it, in one delivery or in several, the oldest first.
        var burst = Enumerable.Range(0, 12).Select(at => new HeardReading(Now.AddMinutes(-at * minutesBetweenDeliveries), Now.AddHours(-2).AddMinutes(-at), null, "a"));
        Assert.False(Decide(burst).NeedsSomebody);
        Assert.False(Decide([.. burst, .. Hours(6, 1).Select(one => one with { ReceivedAt = one.ReceivedAt.AddHours(-3), At = one.At.AddHours(-3) })]).NeedsSomebody);
    }

    [Fact]
    public void WhatMeasuresSeveralPatientsIsJudgedByTheFutureAlone()
    {
        Assert.Equal(ClockVerdict.Shared, Decide([.. Hours(5, 181), Live(400, 181) with { PatientId = "b" }]).Name);
        Assert.Equal(ClockVerdict.Ahead, Decide([Live(0, -30) with { PatientId = "b" }, .. Hours(5, 181)]).Name);
    }

    [Fact]
    public void WhatIsNotHeardForAWeekIsNotKnown()
    {
        Assert.Equal(ClockVerdict.Unheard, Decide([]).Name);
        Assert.Equal(ClockVerdict.Unheard, DeviceClock.Decide([Live(0, -180)], Tolerance, Now.AddDays(8)).Name);
    }

    [Theory]
    [InlineData(-3), InlineData(0), InlineData(4)]
    public void ASmallDriftCallsNobody(int minutes) => Assert.Equal(ClockVerdict.Right, Decide(Hours(8, minutes)).Name);

    private static ClockVerdict Decide(IEnumerable<HeardReading> readings) => DeviceClock.Decide(readings, Tolerance, Now);

    /// <param name="ago">Minutes since it arrived.</param>
    /// <param name="lag">Minutes from measuring to arrival.</param>
    private static HeardReading Live(int ago, int lag) => new(Now.AddMinutes(-ago), Now.AddMinutes(-ago - lag), null, "a");

    private static IEnumerable<HeardReading> Hours(int count, int lag) => Enumerable.Range(1, count).Select(hour => Live(hour * 60, lag));
}
