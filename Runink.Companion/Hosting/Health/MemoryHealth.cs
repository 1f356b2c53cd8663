using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Domain.Pipeline;

namespace Runink.Companion.Hosting.Health;

/// <summary>What the process holds of memory, how much of it are patients, and whether it is near what it may have.</summary>
public sealed class MemoryHealth(MessagePipeline pipeline, HealthOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var patients = pipeline.Memory;
        var (used, most) = (Environment.WorkingSet, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var said = string.Create(
            CultureInfo.InvariantCulture,
            $"{patients.Patients} {(patients.Patients == 1 ? "patient is" : "patients are")} ready in {patients.Bytes / 1e6:0.0} of {patients.MostBytes / 1e6:0} MB; {GC.GetTotalMemory(forceFullCollection: false) / 1e6:0} MB managed, {used / 1e6:0} MB in all.");
        return Task.FromResult(used > most / 100 * options.MemoryPercent
            ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{said} That is nearly all of the {most / 1e6:0} MB that it may have."))
            : HealthCheckResult.Healthy(said));
    }
}
