using Runink.Companion.Shared.Live;
using Runink.Domain.Foundation;
using Runink.Tests.Harness;

namespace Runink.Tests.Companion.Shared;

public sealed class LiveFeedTests
{
    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private readonly ChangeFeed feed = new();
    private readonly List<IReadOnlyCollection<Change>> shown = [];

    [Fact]
    public void The_first_change_is_shown_at_once()
    {
        using var watch = Watch();

        Publish("a");
        time.Advance(TimeSpan.Zero);

        Assert.Equal("a", Assert.Single(Assert.Single(shown)).Id);
    }

    [Fact]
    public void A_flood_is_shown_four_times_a_second()
    {
        using var watch = Watch();

        for (var at = 0; at < 1000; at++)
        {
            Publish($"row{at}");
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(shown.Count, 4, 5);
    }

    [Fact]
    public void Nothing_is_lost_between_two_showings()
    {
        using var watch = Watch();

        Publish("a");
        time.Advance(TimeSpan.Zero);
        Publish("b");
        Publish("c");
        Publish("b");
        time.Advance(LiveFeed.Pace);

        Assert.Equal(["b", "c"], shown[1].Select(change => change.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_not_asked_for_wakes_nobody()
    {
        using var watch = Watch();

        feed.Publish([new Change("ledger", "x")]);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(shown);
    }

    [Fact]
    public void A_watch_that_ended_hears_nothing()
    {
        Watch().Dispose();

        Publish("a");
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(shown);
    }

    private IDisposable Watch() => new LiveFeed(feed, time).Watch(change => change.Kind == "escalation", changes =>
    {
        shown.Add(changes);
        return Task.CompletedTask;
    });

    private void Publish(string id) => feed.Publish([new Change("escalation", id)]);
}
