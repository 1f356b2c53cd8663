using Runink.Companion.Shared.Live;
using Runink.Domain.Pipeline.Timers;

namespace Runink.Companion.Escalations;

/// <summary>Keeps the dueWork going: wakes for the next due instant, and looks at least once a second for new ones.</summary>
public sealed partial class DueWorkWorker(DueWork dueWork, WorkPulse pulse, TimeProvider time, ILogger<DueWorkWorker> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = LookAgain;
            try
            {
                var began = time.GetUtcNow();
                var next = await dueWork.RunAsync(began, stoppingToken);
                pulse.Beat(WorkPulse.Evaluator);
                // A round takes time, and the clock may have jumped meanwhile: what fell due then does not wait.
                var ended = time.GetUtcNow();
                if (next > began && next <= ended)
                    continue;
                if (next is { } due && due - ended < wait)
                    wait = due - ended;
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // The edge of the worker: it must live on.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                LogRoundFailed(problem);
            }

            try
            {
                await Task.Delay(wait < Shortest ? Shortest : wait, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Due work could not be done; it stays due")]
    private partial void LogRoundFailed(Exception problem);
}
