using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Telemetry;

/// <summary>Metrics, traces and logs as OpenTelemetry, for a scraper at /metrics and, where set, for a collector.</summary>
public static class TelemetrySetup
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection("Telemetry").Get<TelemetryOptions>() ?? new TelemetryOptions();
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddHostedService<StoreMeasures>();
        builder.Logging.AddConsoleFormatter<PlainConsoleFormatter, ConsoleFormatterOptions>();
        services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName = PlainConsoleFormatter.FormatterName);
        var telemetry = services.AddOpenTelemetry()
            // Named here, not found out: what a process was started with may hold a password.
            .ConfigureResource(resource => resource.Clear().AddService("runink-companion", serviceVersion: Version, autoGenerateServiceInstanceId: false))
            .WithMetrics(metrics => metrics.AddMeter(Measures.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter());
        if (options.Otlp.Endpoint.Length == 0)
            return;
        telemetry.WithMetrics(metrics => metrics.AddOtlpExporter((otlp, _) => Aim(otlp, options.Otlp, "v1/metrics")))
            .WithTracing(traces => traces.AddSource(Measures.Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddProcessor<TraceScrubber>().AddOtlpExporter(otlp => Aim(otlp, options.Otlp, "v1/traces")))
            .WithLogging(logs => logs.AddProcessor<LogScrubber>().AddOtlpExporter(otlp => Aim(otlp, options.Otlp, "v1/logs")), log => (log.IncludeFormattedMessage, log.ParseStateValues) = (true, true));
    }

    public static void MapMetrics(this WebApplication app)
    {
        var onLoopback = app.Services.GetRequiredService<TelemetryOptions>().MetricsOnLoopback;
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(policy => policy.RequireAssertion(asked =>
            Caller.From(asked.User).May(Permission.Operate) || (onLoopback && asked.Resource is HttpContext http && ReverseProxy.IsFromThisMachine(http))));
    }

    private static string Version => typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3) ?? "0";

    private static void Aim(OtlpExporterOptions otlp, OtlpOptions options, string path)
    {
        var isHttp = options.Protocol == OtlpProtocol.Http;
        otlp.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        otlp.Endpoint = isHttp ? new Uri($"{options.Endpoint.TrimEnd('/')}/{path}") : new Uri(options.Endpoint);
        if (options.Headers.Length > 0)
            otlp.Headers = options.Headers;
    }
}
