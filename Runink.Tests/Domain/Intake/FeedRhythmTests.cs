using Runink.Domain.Intake;

namespace Runink.Tests.Domain.Intake;

public sealed class FeedRhythmTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AFeedThatSpeaksEveryFourMinutesIsGivenTenTimesThat()
    {
        var rhythm = FeedRhythm.Of(Every(TimeSpan.FromMinutes(4), 60));

        Assert.Equal(TimeSpan.FromMinutes(4), rhythm!.Value.Usual);
        Assert.Equal(TimeSpan.FromMinutes(40), rhythm.Value.Patience);
    }

    [Fact]
    public void AFeedThatSpeaksEverySecondIsStillGivenAQuarterOfAnHour() =>
        Assert.Equal(TimeSpan.FromMinutes(15), FeedRhythm.Of(Every(TimeSpan.FromSeconds(1), 200))!.Value.Patience);

    [Fact]
    public void AFeedThatSendsAHeapEveryHourIsNotSilentBetweenTwo()
    {
        var heaps = Enumerable.Range(0, 8).SelectMany(hour => Enumerable.Range(0, 10).Select(at => Now.AddHours(-hour).AddSeconds(-at))).ToList();

        Assert.True(FeedRhythm.Of(heaps)!.Value.Patience > TimeSpan.FromHours(1));
    }

    [Fact]
    public void OfFourMessagesNobodyCanTell() => Assert.Null(FeedRhythm.Of(Every(TimeSpan.FromMinutes(1), 4)));

    [Fact]
    public void AClockIsJudgedByTheMedianOfTheLastMessagesThatSayWhenTheyWereSent()
    {
        // Thirty messages two hours ahead, before somebody set the clock; one that waited for a day; some that do not say.
        List<(DateTimeOffset, DateTimeOffset?)> messages =
        [
            (Now, null), (Now, Now.AddDays(-1)),
            .. Enumerable.Repeat((Now, (DateTimeOffset?)Now.AddSeconds(-2)), 12),
            .. Enumerable.Repeat((Now, (DateTimeOffset?)Now.AddHours(2)), 30),
        ];

        Assert.Equal(TimeSpan.FromSeconds(2), FeedClock.Delay(messages));
        Assert.Equal(TimeSpan.FromHours(-2), FeedClock.Delay(messages.Skip(14)));
        Assert.Null(FeedClock.Delay([(Now, null)]));
    }

    private static List<DateTimeOffset> Every(TimeSpan gap, int count) => [.. Enumerable.Range(0, count).Select(at => Now - at * gap)];
}
