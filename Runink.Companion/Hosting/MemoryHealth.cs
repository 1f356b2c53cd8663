using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Domain.Pipeline;

namespace Runink.Companion.Hosting;

/// <summary>What the process holds of memory, and how much of it are patients. It is bounded, so it is never a fault.</summary>
public sealed class MemoryHealth(MessagePipeline pipeline) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var patients = pipeline.Memory;
        return Task.FromResult(HealthCheckResult.Healthy(string.Create(
            CultureInfo.InvariantCulture,
            $"{patients.Patients} {(patients.Patients == 1 ? "patient is" : "patients are")} ready in {patients.Bytes / 1e6:0.0} of {patients.MostBytes / 1e6:0} MB; {GC.GetTotalMemory(forceFullCollection: false) / 1e6:0} MB managed.")));
    }
}
