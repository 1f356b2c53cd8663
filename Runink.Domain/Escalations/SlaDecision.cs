namespace Runink.Domain.Escalations;

/// <summary>In time, late, or still running: the one place that says so.</summary>
public static class SlaDecision
{
    /// <param name="stoppedAt">When the promise was kept; null while it is not.</param>
    public static ClockState Decide(DateTimeOffset dueAt, DateTimeOffset? stoppedAt, DateTimeOffset now) => stoppedAt switch
    {
        { } stopped => stopped <= dueAt ? ClockState.Met : ClockState.Missed,
        null => now <= dueAt ? ClockState.Running : ClockState.Late,
    };
}
