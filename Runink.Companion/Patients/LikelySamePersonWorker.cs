using Runink.Domain.Pipeline.Identity;

namespace Runink.Companion.Patients;

/// <summary>
/// Has new and changed patients compared with all others, once a minute: a clerk who mistypes mends it soon, and what a register
/// merges at once is never asked.
/// </summary>
public sealed partial class LikelySamePersonWorker(LikelySamePerson search, TimeProvider time, ILogger<LikelySamePersonWorker> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(LookAgain, time, stoppingToken);
                await search.RunAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // The edge of the worker: it must live on.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                LogRoundFailed(problem.GetType().Name);
            }
        }
    }

    // The kind alone: what a database says of a row may name a patient.
    [LoggerMessage(Level = LogLevel.Error, Message = "Patients could not be compared ({Reason}); they stay pending")]
    private partial void LogRoundFailed(string reason);
}
