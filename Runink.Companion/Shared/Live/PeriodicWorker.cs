using Runink.Domain.Store;

namespace Runink.Companion.Shared.Live;

/// <summary>Looks at something again and again; a store that is away for a while is looked at the next time.</summary>
public abstract partial class PeriodicWorker(TimeSpan every, TimeProvider time, ILogger log) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(every, time);
        while (await clock.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception problem) when (StoreFailure.IsAway(problem))
            {
                LogAway(GetType().Name, problem);
            }
        }
    }

    public abstract Task LookAsync(DateTimeOffset now, CancellationToken cancel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Worker} could not look; it looks again")]
    private partial void LogAway(string worker, Exception problem);
}
