using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Health;
using Runink.Companion.Intake.Mllp;
using Runink.Companion.Shared.Live;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Telemetry;

/// <summary>
/// What is not counted as it happens but stands in the store: looked at every fifteen seconds, so that who asks often does not make
/// the store be asked often.
/// </summary>
public sealed class StoreMeasures : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);

    private readonly Meter meter = new(Measures.Name);
    private readonly CompanionStore store;
    private readonly TimeProvider time;
    private Counts counts = new(0, 0, 0, 0);

    public StoreMeasures(
        CompanionStore store, StoreWriter writer, MessagePipeline pipeline, MllpConnections mllp, OpenCircuits circuits, WorkerRoll workers, LedgerSigner signer, TimeProvider time)
    {
        (this.store, this.time) = (store, time);
        meter.CreateObservableGauge("runink.writer.queue", () => writer.Queue.Waiting, "{work}", "Pieces of work that wait for the writer.");
        meter.CreateObservableGauge("runink.ledger.rows", () => writer.CommittedHead.Seq, "{row}", "Rows of the ledger.");
        meter.CreateObservableGauge("runink.ledger.checkpoint.age", () => CheckpointAge(signer), "s", "Since the last signed checkpoint.");
        meter.CreateObservableGauge("runink.patients.ready", () => pipeline.Memory.Patients, "{patient}", "Patients that are kept ready in memory.");
        meter.CreateObservableGauge("runink.mllp.connections", () => mllp.Count, "{connection}", "Open MLLP connections.");
        meter.CreateObservableGauge("runink.circuits", () => circuits.Connected, "{circuit}", "Open pages.");
        meter.CreateObservableCounter("runink.worker.falls", () => workers.States.Select(state => new Measurement<long>(state.Falls, new KeyValuePair<string, object?>("worker", state.Name))), "{fall}", "Times that a worker ended with an error.");
        meter.CreateObservableGauge("runink.outbox.pending", () => counts.Pending, "{message}", "Messages that wait to leave.");
        meter.CreateObservableGauge("runink.outbox.oldest", () => counts.OldestSeconds, "s", "How long the oldest of them is overdue.");
        meter.CreateObservableGauge("runink.escalations.open", () => counts.Escalations, "{escalation}", "Escalations that nobody has closed.");
        meter.CreateObservableGauge("runink.quarantine.waiting", () => counts.Quarantined, "{message}", "Messages set aside that wait for a person.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // By the machine's own clock: it is the machine that is looked at.
        using var timer = new PeriodicTimer(Pace, TimeProvider.System);
        do
        {
            try
            {
                counts = await CountAsync(stoppingToken);
            }
            catch (Exception away) when (StoreFailure.IsAway(away))
            {
                // Health says so; the last counts stand.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<Counts> CountAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var pending = db.Outbox.Where(message => message.Status == OutboxStatus.Pending);
        var oldest = await pending.MinAsync(message => message.NextAttemptAt, cancel);
        return new Counts(
            await pending.CountAsync(cancel), oldest < now ? (now - oldest.Value).TotalSeconds : 0, await db.Escalations.Open().CountAsync(cancel),
            await db.Quarantine.CountAsync(message => message.Status == QuarantineStatus.Waiting, cancel));
    }

    private double CheckpointAge(LedgerSigner signer) =>
        signer.State.Checkpoint is { } checkpoint ? Math.Max(0, (time.GetUtcNow() - checkpoint.At).TotalSeconds) : 0;

    private sealed record Counts(int Pending, double OldestSeconds, int Escalations, int Quarantined);
}
