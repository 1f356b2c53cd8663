using Runink.Companion.Delivery.Endpoints;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery.Fhir;

/// <summary>Asks each record system at the start, and then each hour, what it can do: who set it up sees the rung before the first message.</summary>
public sealed partial class FhirProbeWorker(EndpointBook endpoints, FhirRecordSystem record, TimeProvider time, ILogger<FhirProbeWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = endpoints.All.Where(endpoint => endpoint.Options.Kind == EndpointKind.Fhir).ToList();
        while (all.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            foreach (var endpoint in all)
                await TryAsync(endpoint, stoppingToken);
            try
            {
                await Task.Delay(Every, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    private async Task TryAsync(NamedEndpoint endpoint, CancellationToken stopping)
    {
        try
        {
            await record.ProbeAsync(endpoint, stopping);
        }
        catch (DeliveryException failure)
        {
            LogUnknown(endpoint.Name, failure.Fault);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the record system {Endpoint} can do could not be asked: {Fault}")]
    private partial void LogUnknown(string endpoint, DeliveryFault fault);
}
