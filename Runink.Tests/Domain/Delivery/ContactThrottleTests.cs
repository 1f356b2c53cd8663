using Runink.Domain.Delivery;

namespace Runink.Tests.Domain.Delivery;

public sealed class ContactThrottleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly ThrottleLimit[] Limits = [new(5, TimeSpan.FromMinutes(15)), new(11, TimeSpan.FromHours(1)), new(21, TimeSpan.FromHours(3))];

    [Theory]
    [InlineData(4, 1, 0, "within-limits")]
    // Five in the last five minutes: the oldest of them leaves the quarter of an hour ten minutes from now.
    [InlineData(5, 1, 10, "5 in 15 min")]
    // Eleven at five-minute steps: three in the quarter of an hour, but eleven within the hour.
    [InlineData(11, 5, 5, "11 in 1 h")]
    [InlineData(21, 8, 12, "21 in 3 h")]
    public void TheLimitThatHoldsLongestDecides(int sent, int minutesApart, int minutesToWait, string reason)
    {
        var decision = ContactThrottle.Decide(Sent(sent, minutesApart), Limits, "high", Now);
        Assert.Equal((minutesToWait == 0 ? (DateTimeOffset?)null : Now.AddMinutes(minutesToWait), reason), (decision.HoldUntil, decision.Reason));
    }

    [Fact]
    public void WhatIsCriticalGoes() => Assert.True(ContactThrottle.Decide(Sent(100, 1), Limits, "critical", Now).MayGo);

    [Fact]
    public void WithoutLimitsEverythingGoes() => Assert.True(ContactThrottle.Decide(Sent(100, 1), [], "low", Now).MayGo);

    private static List<DateTimeOffset> Sent(int count, int minutesApart) => [.. Enumerable.Range(1, count).Select(number => Now.AddMinutes(-number * minutesApart))];
}
