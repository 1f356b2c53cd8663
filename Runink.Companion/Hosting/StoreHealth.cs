using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting;

/// <summary>Can the store be read and written?</summary>
public sealed class StoreHealth(CompanionStore store, StoreWriter writer) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = store.Read();
            await db.Ledger.Take(1).CountAsync(cancellationToken);
            await writer.WriteAsync(_ => true, cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy("Reads and commits.");
        }
        catch (Exception problem) when (problem is StoreUnavailableException or TimeoutException or Microsoft.Data.Sqlite.SqliteException)
        {
            return HealthCheckResult.Unhealthy("Cannot be written at the moment; senders are asked to send again.", problem);
        }
    }
}
