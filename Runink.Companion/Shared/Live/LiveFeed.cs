using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Live;

/// <summary>
/// Committed changes as one circuit sees them: the first at once, later ones gathered, so that a flood of messages costs
/// a browser at most four updates a second.
/// </summary>
public sealed class LiveFeed(ChangeFeed feed, TimeProvider time)
{
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    /// <param name="wanted">Asked on the writer's thread for each change; must be cheap.</param>
    /// <param name="show">Called with what gathered, never twice at the same time.</param>
    /// <param name="pace">Shortest time between two calls; null = <see cref="Pace"/>.</param>
    public IDisposable Watch(Predicate<Change> wanted, Func<IReadOnlyCollection<Change>, Task> show, TimeSpan? pace = null)
    {
        var watch = new ThrottledWatch(wanted, show, pace ?? Pace, time);
        watch.Subscription = feed.Subscribe(watch.Take);
        return watch;
    }
}
