using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Companion.Delivery.Smtp;
using Runink.Domain.Delivery;
using Runink.Domain.Store;

namespace Runink.Companion.Delivery;

/// <summary>Does what must leave the product leave it?</summary>
public sealed class DeliveryHealth(CompanionStore store, SmtpChannel mail) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = store.Read();
        var retrying = await db.Outbox.CountAsync(message => message.Status == OutboxStatus.Pending && message.Attempts > 0, cancellationToken);
        var failed = await db.Outbox.CountAsync(message => message.Status == OutboxStatus.Failed, cancellationToken);
        // Anybody may look at the health: who and where stands with the messages.
        var why = mail.Trouble is { } trouble ? $" {trouble.Split(':')[0].TrimEnd('.')}." : "";
        return (retrying, failed) switch
        {
            (0, 0) => HealthCheckResult.Healthy("Everything has left."),
            (_, 0) => HealthCheckResult.Degraded($"{retrying} messages are being tried again.{why}"),
            _ => HealthCheckResult.Degraded($"{failed} messages could not be delivered and wait for a person; {retrying} are being tried again.{why}"),
        };
    }
}
