namespace Runink.Companion.Hosting.Telemetry;

/// <summary>How measures leave. Settings under <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Whether /metrics answers callers on this machine without a key. Never to what a proxy passes on.</summary>
    public bool MetricsOnLoopback { get; set; }

    public OtlpOptions Otlp { get; set; } = new();

    /// <summary>What these settings cannot mean, each with its name.</summary>
    public IEnumerable<string> Problems(bool isProduction)
    {
        if (Otlp.Endpoint.Length == 0)
            yield break;
        if (!Uri.TryCreate(Otlp.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            yield return $"Telemetry:Otlp:Endpoint: {Otlp.Endpoint} is not an address that begins with http:// or https://.";
        else if (isProduction && endpoint.Scheme == "http" && !endpoint.IsLoopback)
            yield return "Telemetry:Otlp:Endpoint: what leaves this machine is encrypted: https://, or a collector on loopback.";
    }
}

/// <summary>A collector that speaks OTLP. Settings under <c>Telemetry:Otlp</c>.</summary>
public sealed class OtlpOptions
{
    /// <summary>Empty: nothing is sent. With Http the base address, to which /v1/traces and the like are added.</summary>
    public string Endpoint { get; set; } = "";

    public OtlpProtocol Protocol { get; set; } = OtlpProtocol.Grpc;

    /// <summary><c>name=value,name=value</c>, for the collector's key; from the environment, not from a file.</summary>
    public string Headers { get; set; } = "";
}

public enum OtlpProtocol { Grpc, Http }
