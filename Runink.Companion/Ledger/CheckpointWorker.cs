using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Ledger;

/// <summary>Signs the head of the chain and writes it beside the store, at most once in five seconds and when the host closes.</summary>
public sealed partial class CheckpointWorker(StoreWriter writer, CheckpointFile file, TimeProvider time, ILogger<CheckpointWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long signed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Sign();
            try
            {
                await Task.Delay(Interval, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        Sign();
    }

    private void Sign()
    {
        var head = writer.CommittedHead;
        if (head.Seq == signed)
            return;
        try
        {
            file.Append(head.Seq, head.Hash, time.GetUtcNow());
            signed = head.Seq;
        }
        catch (IOException problem)
        {
            LogNotSigned(problem, head.Seq);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The checkpoint of ledger row {Seq} could not be written")]
    private partial void LogNotSigned(Exception problem, long seq);
}
