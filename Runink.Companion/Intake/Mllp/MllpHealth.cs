using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Intake.Mllp;

/// <summary>Is the MLLP door open, and is there room in it?</summary>
public sealed class MllpHealth(IOptions<MllpOptions> options, MllpListener listener, MllpConnections connections, Hl7TransmissionProcessor transmissions) : IHealthCheck
{
    /// <summary>Of the places, or of the bytes.</summary>
    private const double NearlyFull = 0.9;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var settings = options.Value;
        if (!settings.Enabled)
            return Task.FromResult(HealthCheckResult.Healthy("Switched off."));
        if (!listener.Listening.IsCompletedSuccessfully)
            return Task.FromResult(HealthCheckResult.Unhealthy("The MLLP door is not open."));
        var (open, bytes) = (connections.Count, connections.UnfinishedBytes);
        var said = string.Create(
            CultureInfo.InvariantCulture,
            $"{open} of {settings.MaxConnections} connections, {bytes / 1e6:0.0} of {settings.MaxUnfinishedBytes / 1e6:0.0} MB of long messages on their way; {transmissions.Acknowledgements} acknowledgements came since the start and were not answered.");
        return Task.FromResult(
            open > NearlyFull * settings.MaxConnections || bytes > NearlyFull * settings.MaxUnfinishedBytes ? HealthCheckResult.Degraded($"{said} The door is nearly full.") : HealthCheckResult.Healthy(said));
    }
}
