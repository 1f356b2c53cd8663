using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Companion.Ledger.Anchors;
using Runink.Companion.Ledger.AuditEvents;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Ledger;

/// <summary>Is what happens being proved? The answer is open to everybody: it names rows and times, nobody and no place.</summary>
public sealed class LedgerHealth(LedgerSigner signer, CheckpointWorker worker, AnchorWorker anchors, AuditRepositoryWorker repository, StoreWriter writer, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Look());

    private HealthCheckResult Look()
    {
        if (signer.State.Finding is { } finding)
            return HealthCheckResult.Unhealthy($"Nothing is signed any more until somebody has looked into it: {finding}");
        if (worker.FailingSince is { } since)
            return HealthCheckResult.Degraded($"Checkpoints cannot be written since {Time(since)}.");
        var head = writer.CommittedHead.Seq;
        if (signer.State.Checkpoint is not { } checkpoint)
            return head == 0 ? HealthCheckResult.Healthy("The ledger is empty.") : HealthCheckResult.Healthy($"{Number(head)} rows, the first checkpoint is due.");
        if (head > checkpoint.Seq && time.GetUtcNow() - checkpoint.At > Late)
            return HealthCheckResult.Degraded($"{Number(head - checkpoint.Seq)} rows are not signed; the last checkpoint is of {Time(checkpoint.At)}.");
        if (repository.FailingSince is { } silent)
            return HealthCheckResult.Degraded($"Signed up to row {Number(checkpoint.Seq)}, but the audit repository takes nothing since {Time(silent)}; events wait.");
        return anchors.Problem is { } problem
            ? HealthCheckResult.Degraded($"Signed up to row {Number(checkpoint.Seq)}, but a copy elsewhere is missing: {problem}")
            : HealthCheckResult.Healthy($"Signed up to row {Number(checkpoint.Seq)} of {Number(head)}.");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
