using Runink.Companion.Hosting.Access.BreakGlass;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Access;

/// <summary>Ends sessions whose time is over, writes down which keys were refused, and reads people and keys again for what another program changed.</summary>
public sealed partial class SessionWorker(SessionStore sessions, PeopleDirectory people, OpenedPatients opened, ApiKeyStore keys, RefusalLog refused, TimeProvider time, ILogger<SessionWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sessions.SweepAsync(stoppingToken);
                await people.RefreshAsync(stoppingToken);
                await opened.SweepAsync(stoppingToken);
                await keys.RefreshAsync(stoppingToken);
                await refused.FlushAsync(all: false, stoppingToken);
            }
            catch (Exception away) when (away is StoreUnavailableException || StoreFailure.IsAway(away))
            {
                LogAway(away);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await refused.FlushAsync(all: true, cancellationToken);
        }
        catch (Exception away) when (away is StoreUnavailableException || StoreFailure.IsAway(away))
        {
            LogAway(away);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sessions could not be looked through; they are again in a moment")]
    private partial void LogAway(Exception problem);
}
