using Microsoft.Extensions.Options;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Companion.Shared.Live;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery;

/// <summary>
/// Pings a watcher outside as long as rules are evaluated and messages are sent. When either stops, the pings stop, and so they do when the whole
/// program, the machine or the line does: that silence is the alarm.
/// </summary>
public sealed partial class DeadManWorker(IOptions<DeadManOptions> options, EndpointBook book, OutsideHttp http, WorkPulse pulse, TimeProvider time, ILogger<DeadManWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrEmpty(options.Value.Endpoint))
            return;
        using var clock = new PeriodicTimer(options.Value.Every, time);
        while (await clock.WaitForNextTickAsync(stoppingToken))
        {
            if (pulse.Stopped(options.Value.Patience) is { } stopped)
                LogHeldBack(stopped);
            else
                await PingAsync(stoppingToken);
        }
    }

    private async Task PingAsync(CancellationToken stopping)
    {
        try
        {
            var endpoint = book.Of(EndpointKind.Webhook, options.Value.Endpoint!);
            using var ping = new HttpRequestMessage(HttpMethod.Post, endpoint.Options.Address);
            var answer = await http.SendAsync(endpoint.Place, ping, stopping);
            if ((int)answer.Status >= 300)
                LogRefused((int)answer.Status);
        }
        catch (DeliveryException problem)
        {
            LogUnreached(problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Worker} finished no round lately; the watcher outside is not told that all is well")]
    private partial void LogHeldBack(string worker);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watcher outside answered {Status}")]
    private partial void LogRefused(int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watcher outside could not be reached")]
    private partial void LogUnreached(Exception problem);
}
