using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Ledger;

/// <summary>Signs the head of the chain, at most once in five seconds and when the host closes, and lets the ledger bear witness of what was signed.</summary>
public sealed partial class CheckpointWorker(StoreWriter writer, LedgerSigner signer, TimeProvider time, ILogger<CheckpointWorker> log)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WitnessEvery = TimeSpan.FromHours(1);

    private DateTimeOffset? witnessed;
    private string? reported;

    /// <summary>Since when signing fails for a reason that may pass; null while it does not.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Run(Sign, CancellationToken.None);
            try
            {
                await WitnessAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>When the other workers have ended: what they wrote last is covered as well.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Sign();
        return Task.CompletedTask;
    }

#pragma warning disable CA1031 // The proof must not take the hospital down: whatever is wrong with it is said on the health page.
    private void Sign()
    {
        try
        {
            signer.Sign(writer.CommittedHead.Seq, time.GetUtcNow());
            FailingSince = null;
        }
        catch (Exception problem)
        {
            if (FailingSince is null)
                LogNotSigned(problem, writer.CommittedHead.Seq);
            FailingSince ??= time.GetUtcNow();
        }

        if (signer.State.Finding is { } finding && finding != reported)
            LogBroken(reported = finding);
    }
#pragma warning restore CA1031

    /// <summary>A row that names the newest line: a checkpoint file that is shortened later no longer has it.</summary>
    private async Task WitnessAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (signer.State is not { Finding: null, Checkpoint: { } checkpoint } || (witnessed is { } last && now - last < WitnessEvery))
            return;
        try
        {
            await writer.WriteAsync(scope =>
            {
                scope.Record(LedgerVerifier.Witnessed, new Subject("ledger", "chain"), Actor.System, Detail.Of(("seq", checkpoint.Seq), ("line", signer.LastLineHash)));
                return true;
            }, cancel);
            witnessed = now;
        }
        catch (StoreUnavailableException)
        {
            // The store says so itself; the next round bears witness.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The checkpoint of ledger row {Seq} could not be written; it is tried again")]
    private partial void LogNotSigned(Exception problem, long seq);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Nothing is signed over this ledger any more until somebody has looked into it: {Finding}")]
    private partial void LogBroken(string finding);
}
