namespace Runink.Tests.Harness;

/// <summary>A clock that stands still until it is told to move; timers fire while it moves, in order.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;
    private DateTimeOffset target = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Moves on and fires what falls due, each at its own instant. While minutes and hours pass, what comes back every few seconds is fired twice
    /// a minute: a worker mostly runs inside the call that wakes it, and an hour of seconds costs a minute.
    /// </summary>
    public void Advance(TimeSpan by)
    {
        lock (gate)
            target = now + by;
        while (true)
        {
            ManualTimer? next;
            lock (gate)
            {
                next = timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
                if (next is null)
                {
                    now = target;
                    return;
                }

                now = next.Due > now ? next.Due : now;
                next.Reschedule(next.Due, target);
                if (next.Due == DateTimeOffset.MaxValue)
                    timers.Remove(next);
            }

            next.Fire();
        }
    }

    /// <summary>Moves on as a machine does that slept: what fell due meanwhile fires once, late. Days pass in no time so.</summary>
    public void Leap(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (gate)
        {
            now += by;
            due = [.. timers.Where(timer => timer.Due <= now).OrderBy(timer => timer.Due)];
            foreach (var timer in due)
            {
                timer.Reschedule(now, now);
                if (timer.Due == DateTimeOffset.MaxValue)
                    timers.Remove(timer);
            }
        }

        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private static readonly TimeSpan Often = TimeSpan.FromSeconds(30);

        private static readonly TimeSpan Long = TimeSpan.FromMinutes(4);

        private TimeSpan period;

        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public void Fire() => callback(state);

        /// <param name="until">Where the clock moves to.</param>
        public void Reschedule(DateTimeOffset from, DateTimeOffset until)
        {
            var step = until - from > Long ? Often : TimeSpan.Zero;
            Due = period <= TimeSpan.Zero ? DateTimeOffset.MaxValue : from + (step > period ? period * Math.Floor(step / period) : period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (time.gate)
            {
                period = newPeriod;
                time.timers.Remove(this);
                var length = dueTime > TimeSpan.Zero && dueTime < Often && time.target - time.now > Long ? Often : dueTime;
                Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time.now + length;
                if (Due != DateTimeOffset.MaxValue)
                    time.timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (time.gate)
                time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
