using Runink.Domain.Foundation;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Foundation;

public sealed class UlidTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AnIdIs26CharactersOfCrockfordsAlphabetBeginningWithTheTime()
    {
        var id = new UlidSource(new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(1469918176385))).Next();

        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", id);
        Assert.StartsWith("01ARYZ6S41", id, StringComparison.Ordinal);
    }

    [Fact]
    public void IdsSortByTheOrderInWhichTheyWereMadeAlsoWithinAMillisecondAndWhenTheClockStepsBack()
    {
        var time = new ManualTime(Now);
        var ids = new UlidSource(time);
        var made = new List<string>();
        for (var round = 0; round < 500; round++)
        {
            made.Add(ids.Next());
            made.Add(ids.Next());
            time.Advance(TimeSpan.FromMilliseconds(round % 3 == 0 ? -5 : 1));
        }

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Count, made.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task ThreadsNeverGetTheSameIdAndEachSeesItsOwnRise()
    {
        var ids = new UlidSource(new ManualTime(Now));

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 2_000).Select(_ => ids.Next()).ToList(), TestContext.Current.CancellationToken)));

        Assert.Equal(16_000, made.SelectMany(list => list).Distinct(StringComparer.Ordinal).Count());
        Assert.All(made, list => Assert.Equal(list.Order(StringComparer.Ordinal), list));
    }
}
