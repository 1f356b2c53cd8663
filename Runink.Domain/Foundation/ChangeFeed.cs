using System.Collections.Concurrent;

namespace Runink.Domain.Foundation;

/// <summary>Tells that something committed: what kind of thing, which one, and whether somebody should hear it at once.</summary>
/// <param name="Kind">escalation, referral, trigger, patient, delivery, quarantine, ledger.</param>
public readonly record struct Change(string Kind, string Id, bool Critical = false);

/// <summary>Carries committed changes to whoever watches in this process. Publishing never waits for a watcher.</summary>
public sealed class ChangeFeed
{
    private readonly ConcurrentDictionary<object, Action<IReadOnlyList<Change>>> watchers = new();

    /// <param name="onChanges">Called on the writer's thread: hand the work over, do not do it there, and do not throw.</param>
    public IDisposable Subscribe(Action<IReadOnlyList<Change>> onChanges)
    {
        var subscription = new Subscription(watchers);
        watchers[subscription] = onChanges;
        return subscription;
    }

    public void Publish(IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0)
            return;
        foreach (var watcher in watchers.Values)
            watcher(changes);
    }

    private sealed class Subscription(ConcurrentDictionary<object, Action<IReadOnlyList<Change>>> watchers) : IDisposable
    {
        public void Dispose() => watchers.TryRemove(this, out _);
    }
}
