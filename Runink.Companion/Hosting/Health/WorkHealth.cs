using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Domain.Delivery;
using Runink.Domain.Intake;
using Runink.Domain.Store;

namespace Runink.Companion.Hosting.Health;

/// <summary>Is everything where it was when the program started?</summary>
public sealed class PlaceHealth(PlaceWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var found = watch.Look();
        var said = string.Join(' ', found.Select(finding => finding.Said));
        return Task.FromResult(
            found.Count == 0 ? HealthCheckResult.Healthy("The data folder and its files are in their place.")
            : found.Any(finding => finding.IsGrave) ? HealthCheckResult.Unhealthy(said)
            : HealthCheckResult.Degraded(said));
    }
}

/// <summary>Do all workers run?</summary>
public sealed class WorkerHealth(WorkerRoll roll, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var fallen = roll.States.Where(state => state.RestartsAt is not null || time.GetUtcNow() - state.FellAt < Remembered)
            .Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Name} ended {state.Falls} times, last with {state.LastProblem}{(state.RestartsAt is null ? ", and runs again" : ", and is started again")}."))
            .ToList();
        return Task.FromResult(fallen.Count == 0 ? HealthCheckResult.Healthy($"{roll.States.Count} workers run.") : HealthCheckResult.Degraded(string.Join(' ', fallen)));
    }
}

/// <summary>Does what must leave do so soon?</summary>
public sealed class OutboxHealth(CompanionStore store, HealthOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var now = time.GetUtcNow();
            await using var db = store.Read();
            var due = db.Outbox.Where(message => message.Status == OutboxStatus.Pending && message.NextAttemptAt <= now);
            if (await due.MinAsync(message => (DateTimeOffset?)message.NextAttemptAt, cancellationToken) is not { } oldest)
                return HealthCheckResult.Healthy("Nothing waits.");
            var count = await due.CountAsync(cancellationToken);
            var said = string.Create(CultureInfo.InvariantCulture, $"{count} wait, the oldest for {(now - oldest).TotalMinutes:0} minutes.");
            return now - oldest > TimeSpan.FromMinutes(options.OutboxMinutes) ? HealthCheckResult.Degraded($"{said} What should leave does not.") : HealthCheckResult.Healthy(said);
        }
        catch (Exception away) when (StoreFailure.IsAway(away))
        {
            return HealthCheckResult.Degraded("The outbox cannot be looked at while the store is away.");
        }
    }
}

/// <summary>Are more messages set aside than anybody can look at?</summary>
public sealed class QuarantineHealth(CompanionStore store, HealthOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var since = time.GetUtcNow() - TimeSpan.FromHours(1);
            await using var db = store.Read();
            var waiting = db.Quarantine.Where(message => message.Status == QuarantineStatus.Waiting);
            var lately = await waiting.CountAsync(message => message.At > since, cancellationToken);
            var all = await waiting.CountAsync(cancellationToken);
            var said = string.Create(CultureInfo.InvariantCulture, $"{all} messages wait, {lately} of the last hour.");
            return lately > options.QuarantinePerHour ? HealthCheckResult.Degraded($"{said} A feed has changed what it sends.") : HealthCheckResult.Healthy(said);
        }
        catch (Exception away) when (StoreFailure.IsAway(away))
        {
            return HealthCheckResult.Degraded("The quarantine cannot be looked at while the store is away.");
        }
    }
}
