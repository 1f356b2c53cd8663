using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting;

/// <summary>Can the store be read and written, and has it room? The answer is open to everybody: it names the kind of database, not its place.</summary>
public sealed class StoreHealth(CompanionStore store, StoreWriter writer) : IHealthCheck
{
    private const long LittleRoom = 500_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = store.Read();
            await db.Ledger.Take(1).CountAsync(cancellationToken);
            await writer.WriteAsync(_ => true, cancellationToken).WaitAsync(Patience, cancellationToken);
            var free = FreeBytes();
            var said = $"{store.Dialect.Provider} reads and commits{(free is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", {bytes / 1e9:0.0} GB free") : "")}.";
            return free < LittleRoom ? HealthCheckResult.Degraded($"{said} The disk is nearly full.") : HealthCheckResult.Healthy(said);
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem))
        {
            return HealthCheckResult.Unhealthy($"{store.Dialect.Provider} cannot be written at the moment; senders are asked to send again.", problem);
        }
    }

    /// <summary>Null where the disk is a server's own matter.</summary>
    private long? FreeBytes() => store.Dialect.File is { } file ? new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace : null;
}
