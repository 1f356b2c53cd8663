using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Runink.Companion.Hosting.Tls;

/// <summary>Looks every few seconds whether somebody has put new files in place. Not told by the file system: links and network folders tell nothing.</summary>
public sealed partial class CertificateWorker(ShownCertificates shown, ILogger<CertificateWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // By the machine's own clock: it is the machine that is looked at.
        using var timer = new PeriodicTimer(Pace, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var one in shown.All)
            {
                var before = one.Problem;
                if (one.Look())
                    LogRenewed(one.Door, one.NotAfter);
                else if (one.Problem is { } problem && problem != before)
                    LogUnusable(one.Door, problem);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Door} door shows a new certificate, good until {NotAfter}")]
    private partial void LogRenewed(string door, DateTimeOffset notAfter);

    [LoggerMessage(Level = LogLevel.Error, Message = "The new certificate of the {Door} door cannot be used ({Reason}); the old one is still shown")]
    private partial void LogUnusable(string door, string reason);
}

/// <summary>Are the certificates good, for how long, and are they those of the files?</summary>
public sealed class CertificateHealth(ShownCertificates shown, TimeProvider time) : IHealthCheck
{
    /// <summary>Days before the end, and how urgently it is said.</summary>
    private static readonly (int Days, string Said)[] Warnings = [(7, "renew it now"), (14, "renew it this week"), (30, "have it renewed")];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var all = shown.All;
        var said = all.Select(one => Say(one.Door, one.NotAfter - time.GetUtcNow(), one.Problem)).ToList();
        var text = said.Count == 0 ? "No door shows a certificate." : string.Join(' ', said.Select(one => one.Said));
        return Task.FromResult(new HealthCheckResult(said.Count == 0 ? HealthStatus.Healthy : said.Min(one => one.Status), text));
    }

    /// <summary>What is said of one certificate.</summary>
    public static (HealthStatus Status, string Said) Say(string door, TimeSpan left, string? problem)
    {
        var days = (int)Math.Floor(left.TotalDays);
        var (status, said) = left <= TimeSpan.Zero
            ? (HealthStatus.Unhealthy, $"The certificate of the {door} door is over: nobody who looks can connect.")
            : Warnings.Where(warning => left <= TimeSpan.FromDays(warning.Days)).Select(warning => warning.Said).FirstOrDefault() is { } urgent
                ? (HealthStatus.Degraded, string.Create(CultureInfo.InvariantCulture, $"The certificate of the {door} door ends in {days} {(days == 1 ? "day" : "days")}: {urgent}."))
                : (HealthStatus.Healthy, string.Create(CultureInfo.InvariantCulture, $"The certificate of the {door} door is good for {days} days."));
        return problem is null ? (status, said) : (status == HealthStatus.Unhealthy ? status : HealthStatus.Degraded, $"{said} Its files were changed and cannot be used; the old one is still shown.");
    }
}
