using Runink.Domain.Analytics;

namespace Runink.Tests.Domain.Analytics;

public sealed class QuietDecisionTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>One firing a day for three weeks: seven days without one happen by chance once in a thousand.</summary>
    [Theory]
    [InlineData(1, "heard")]
    [InlineData(6, "heard")]
    [InlineData(8, "quiet")]
    public void APauseIsHeldAgainstItsOwnPast(int days, string reason)
    {
        var firings = Enumerable.Range(0, 21).Select(day => Start.AddDays(day)).ToList();
        Assert.Equal(reason, QuietDecision.Decide(firings, Start.AddDays(-1), firings[^1].AddDays(days)).Reason);
    }

    [Fact]
    public void ARareRuleIsNotCalledQuiet()
    {
        var firings = Enumerable.Range(0, 9).Select(week => Start.AddDays(7 * week)).ToList();
        Assert.Equal("too-few", QuietDecision.Decide(firings, Start, firings[^1].AddYears(1)).Reason);
    }

    [Fact]
    public void OnlyTheLastWeeksCount()
    {
        var busy = Enumerable.Range(0, 100).Select(hour => Start.AddHours(hour));
        var calm = Enumerable.Range(0, 14).Select(day => Start.AddDays(60 + (2 * day)));
        List<DateTimeOffset> firings = [.. busy, .. calm];
        Assert.Equal("heard", QuietDecision.Decide(firings, Start, firings[^1].AddDays(10)).Reason);
    }

    [Fact]
    public void FiringsOfOneMomentSayNothingOfARate() =>
        Assert.Equal("too-few", QuietDecision.Decide([.. Enumerable.Repeat(Start, 30)], Start, Start.AddDays(30)).Reason);
}
