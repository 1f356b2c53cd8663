using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Domain.Store;

namespace Runink.Companion.Intake.Sources;

/// <summary>Are the sources read as they should be? Names sources, never rows.</summary>
public sealed class SourceHealth(SourceBook book, CompanionStore store, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (book.All.Count == 0)
            return HealthCheckResult.Healthy("No source is pulled.");
        try
        {
            await using var db = store.Read();
            var states = (await db.SourceStates.ToListAsync(cancellationToken)).ToDictionary(state => state.Name, StringComparer.Ordinal);
            var wrong = book.All.Where(source => states.TryGetValue(source.Name, out var state) && source.Schedule.Concern(state, time.GetUtcNow()) is not null).Select(source => source.Name).ToList();
            return wrong.Count == 0
                ? HealthCheckResult.Healthy($"{book.All.Count} {(book.All.Count == 1 ? "source is" : "sources are")} read.")
                : HealthCheckResult.Degraded($"Not as it should be: {string.Join(", ", wrong)}.");
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem))
        {
            return HealthCheckResult.Degraded("The sources cannot be looked at while the store is away.");
        }
    }
}
