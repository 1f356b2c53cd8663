using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Runink.Companion.Hosting.Health;

/// <summary>
/// Sees when this machine's clock is set while the program runs: the time that passed by the clock is held against the time that
/// really passed.
/// </summary>
public sealed class ClockWatch
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private DateTimeOffset clock;
    private long stamp;
    private (DateTimeOffset At, TimeSpan By)? step;

    public ClockWatch(TimeProvider time)
    {
        this.time = time;
        (clock, stamp) = (time.GetUtcNow(), time.GetTimestamp());
    }

    /// <summary>The last time that the clock was set, and by how much; null when it never was.</summary>
    public (DateTimeOffset At, TimeSpan By)? Look()
    {
        lock (gate)
        {
            var (now, nowStamp) = (time.GetUtcNow(), time.GetTimestamp());
            var by = now - clock - time.GetElapsedTime(stamp, nowStamp);
            (clock, stamp) = (now, nowStamp);
            if (by.Duration() > Tolerated)
                step = (now, by);
            return step;
        }
    }
}

/// <summary>Says for an hour that the clock was set: what was due meanwhile came early or late, and times of messages are off.</summary>
public sealed class ClockHealth(ClockWatch clock, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Said = TimeSpan.FromHours(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        clock.Look() is { } step && (time.GetUtcNow() - step.At).Duration() < Said
            ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"This machine's clock was set {(step.By > TimeSpan.Zero ? "forward" : "back")} by {step.By.Duration().TotalSeconds:N0} s. Look after its time synchronisation."))
            : HealthCheckResult.Healthy("The clock runs evenly."));
}
