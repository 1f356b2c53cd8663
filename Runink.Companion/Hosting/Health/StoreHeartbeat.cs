using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Health;

/// <summary>What came of the last time that something was really written to the store.</summary>
/// <param name="Problem">Why it could not be; null when it could.</param>
public sealed record Beat(DateTimeOffset At, TimeSpan Took, Exception? Problem);

/// <summary>Writes a row of its own now and then: an empty transaction commits on a full disk as well.</summary>
public sealed class StoreHeartbeat(StoreWriter writer, TimeProvider time) : IDisposable
{
    public const string Name = "companion";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim one = new(1, 1);
    private Beat? last;

    public Beat? Last => Volatile.Read(ref last);

    /// <summary>The last beat when it is not older than that, else a new one. Whoever asks often does not make it write often.</summary>
    public async Task<Beat> BeatAsync(TimeSpan notOlderThan, CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            if (last is { Problem: null } known && time.GetUtcNow() - known.At < notOlderThan && known.At <= time.GetUtcNow() && writer.LostFile is null)
                return known;
            var beat = await WriteAsync(cancel);
            Volatile.Write(ref last, beat);
            return beat;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<Beat> WriteAsync(CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            var at = await writer.WriteAsync(Renew, cancel).WaitAsync(Patience, cancel);
            return new Beat(at, TimeProvider.System.GetElapsedTime(began), null);
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem))
        {
            return new Beat(time.GetUtcNow(), TimeProvider.System.GetElapsedTime(began), problem);
        }
    }

    private static DateTimeOffset Renew(WriteScope scope)
    {
        var db = scope.Db;
        if (db.Heartbeats.Find(Name) is { } row)
            row.At = scope.Now;
        else
            db.Heartbeats.Add(new Heartbeat { Name = Name, At = scope.Now });
        return scope.Now;
    }
}

/// <summary>Keeps the heartbeat going while nobody asks.</summary>
public sealed class HeartbeatWorker(StoreHeartbeat heartbeat) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // By the machine's own clock: it is the machine that is looked at.
        using var timer = new PeriodicTimer(Pace, TimeProvider.System);
        do
        {
            await heartbeat.BeatAsync(Pace / 2, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
