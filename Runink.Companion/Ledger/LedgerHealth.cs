using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Companion.Ledger.Anchors;
using Runink.Companion.Ledger.AuditEvents;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Ledger;

/// <summary>Is what happens being proved? The answer is open to everybody: it names rows and times, nobody and no place.</summary>
public sealed class LedgerHealth(LedgerSigner signer, CheckpointWorker worker, AnchorWorker anchors, AuditRepositoryWorker repository, LedgerWatch watch, StoreWriter writer, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Look());

    private HealthCheckResult Look()
    {
        if (signer.State.Finding is { } finding)
            return HealthCheckResult.Unhealthy($"Nothing is signed any more until somebody has looked into it: {finding}");
        var head = writer.CommittedHead.Seq;
        var said = signer.State.Checkpoint is { } checkpoint ? $"Signed up to row {Number(checkpoint.Seq)} of {Number(head)}." : $"{Number(head)} rows, the first checkpoint is due.";
        if (watch.Last is { Found: { Ok: true, Rows: var held }, At: var read })
            said += $" All {Number(held)} rows held when they were last read, {Time(read)}.";
        List<string> problems = [.. Problems(head)];
        return problems.Count == 0 ? HealthCheckResult.Healthy(said) : HealthCheckResult.Degraded($"{said} {string.Join(' ', problems)}");
    }

    private IEnumerable<string> Problems(long head)
    {
        if (watch.Last is { Found: { Ok: false } broken })
            yield return $"{broken.Sentence} {broken.Finding}";
        if (worker.FailingSince is { } since)
            yield return $"Checkpoints cannot be written since {Time(since)}.";
        else if (signer.State.Checkpoint is { } checkpoint && head > checkpoint.Seq && time.GetUtcNow() - checkpoint.At > Late)
            yield return $"{Number(head - checkpoint.Seq)} rows wait to be signed since {Time(checkpoint.At)}.";
        if (anchors.Problem is { } problem)
            yield return $"A copy elsewhere is missing: {problem}";
        if (repository.FailingSince is { } silent)
            yield return $"The audit repository takes nothing since {Time(silent)}; events wait.";
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
