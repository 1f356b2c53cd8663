using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Health;

/// <summary>
/// Can the store be read, does it take what is written, does the writer keep up, and is there room? The answer is open to everybody:
/// it names the kind of database, not its place.
/// </summary>
public sealed class StoreHealth(CompanionStore store, StoreWriter writer, StoreHeartbeat heartbeat, HealthOptions options) : IHealthCheck
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var beat = await heartbeat.BeatAsync(Fresh, cancellationToken);
            if (beat.Problem is { } problem)
                return Away(problem);
            await using (var db = store.Read())
                await db.Heartbeats.Take(1).CountAsync(cancellationToken);
            var (free, queue) = (FreeBytes(), writer.Queue);
            var said = $"{store.Dialect.Provider} reads and commits{(free is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", {bytes / 1e9:0.0} GB free") : "")}; {queue.Waiting} wait for the writer.";
            var wrong = Wrong(free, queue, beat).ToList();
            return wrong.Count > 0 ? HealthCheckResult.Degraded($"{said} {string.Join(' ', wrong)}") : HealthCheckResult.Healthy(said);
        }
        catch (Exception away) when (StoreFailure.IsAway(away))
        {
            return Away(away);
        }
    }

    private IEnumerable<string> Wrong(long? free, (int Waiting, int Most) queue, Beat beat)
    {
        if (free < options.FreeMegabytes * 1_000_000L)
            yield return "The disk is nearly full.";
        if (queue.Waiting * 100L > (long)queue.Most * options.QueuePercent)
            yield return "More comes in than can be written.";
        if (beat.Took > Slow)
            yield return string.Create(CultureInfo.InvariantCulture, $"Writing one row took {beat.Took.TotalSeconds:0.0} s.");
    }

    private HealthCheckResult Away(Exception problem) =>
        HealthCheckResult.Unhealthy($"{store.Dialect.Provider} cannot be written at the moment; senders are asked to send again.", problem);

    /// <summary>Null where the disk is a server's own matter, or cannot be asked.</summary>
    private long? FreeBytes()
    {
        try
        {
            return store.Dialect.File is { } file ? new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
