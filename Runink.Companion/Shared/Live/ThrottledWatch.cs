using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Live;

internal sealed class ThrottledWatch : IDisposable
{
    private readonly Lock gate = new();
    private readonly Predicate<Change> wanted;
    private readonly Func<IReadOnlyCollection<Change>, Task> show;
    private readonly TimeSpan pace;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private HashSet<Change> waiting = [];
    private long? lastShown;
    private bool armed;
    private bool showing;
    private bool gone;

    public ThrottledWatch(Predicate<Change> wanted, Func<IReadOnlyCollection<Change>, Task> show, TimeSpan pace, TimeProvider time)
    {
        (this.wanted, this.show, this.pace, this.time) = (wanted, show, pace, time);
        timer = time.CreateTimer(_ => _ = ShowAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public IDisposable? Subscription { get; set; }

    public void Take(IReadOnlyList<Change> changes)
    {
        lock (gate)
        {
            if (gone)
                return;
            foreach (var change in changes)
            {
                if (wanted(change))
                    waiting.Add(change);
            }

            Arm();
        }
    }

    private void Arm()
    {
        if (armed || showing || gone || waiting.Count == 0)
            return;
        armed = true;
        var rest = lastShown is { } last ? pace - time.GetElapsedTime(last) : TimeSpan.Zero;
        timer.Change(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task ShowAsync()
    {
        HashSet<Change> taken;
        lock (gate)
        {
            if (gone)
                return;
            (taken, waiting) = (waiting, []);
            (armed, showing, lastShown) = (false, true, time.GetTimestamp());
        }

        try
        {
            await show(taken);
        }
        finally
        {
            lock (gate)
            {
                showing = false;
                Arm();
            }
        }
    }

    public void Dispose()
    {
        Subscription?.Dispose();
        lock (gate)
            gone = true;
        timer.Dispose();
    }
}
