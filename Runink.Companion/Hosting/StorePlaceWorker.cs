using Runink.Domain.Store;

namespace Runink.Companion.Hosting;

/// <summary>
/// Looks now and then whether this app still has its place on the database: the connection that holds it may break while the others
/// live, and another app may have come meanwhile. Two would send every message twice, so the one that lost its place ends.
/// </summary>
public sealed partial class StorePlaceWorker(CompanionStore store, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StorePlaceWorker> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookAgain, time, stoppingToken);
                if (StillHere())
                    continue;
                LogTakenOver(store.Dialect.Description);
                lifetime.StopApplication();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
        }
    }

    private bool StillHere()
    {
        try
        {
            store.RenewHold();
            return true;
        }
        catch (StorePlaceLostException)
        {
            return false;
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem))
        {
            // The server is away; whoever comes first when it is back has the place.
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Another Companion has taken over {Database}; this one ends")]
    private partial void LogTakenOver(string database);
}
