using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Domain.Store;

namespace Runink.Companion.Hosting.Access;

/// <summary>Says so while there is time: a key that ends unnoticed is a feed that goes silent. Names of keys are not told to strangers.</summary>
public sealed class ApiKeyHealth(CompanionStore store, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var keys = await db.ApiKeys.Where(key => key.RevokedAt == null && key.ReplacedBy == null).ToListAsync(cancellationToken);
        var ending = keys.Where(key => key.NeedsRotation(now)).ToList();
        return ending.Count == 0
            ? HealthCheckResult.Healthy("No key ends within 14 days.")
            : HealthCheckResult.Degraded($"{ending.Count} {(ending.Count == 1 ? "key ends" : "keys end")} within 14 days, the first on {ending.Min(key => key.ExpiresAt):yyyy-MM-dd}: rotate {(ending.Count == 1 ? "it" : "them")} on the admin page or with key rotate.");
    }
}
