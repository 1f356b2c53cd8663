using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Runink.Companion.Hosting.Http;

/// <summary>Settings under <c>ReverseProxy</c>.</summary>
public sealed class ReverseProxyOptions
{
    public string[] Addresses { get; set; } = [];
}

/// <summary>Behind a proxy everybody comes from the proxy's address and without TLS; what a known one says of the caller is believed, and nothing that others say.</summary>
public static class ReverseProxy
{
    private const string Setting = "ReverseProxy:Addresses";

    public static void UseReverseProxy(this WebApplication app)
    {
        var known = Addresses(app.Configuration).Select(text => IPAddress.TryParse(text, out var address) ? address : null).OfType<IPAddress>().ToList();
        if (known.Count == 0)
            return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = known.Count };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var address in known)
            options.KnownProxies.Add(address);
        app.UseForwardedHeaders(options);
    }

    /// <summary>
    /// True for who calls from this machine itself. Behind a proxy on this machine everybody comes from here; what it passes on says so.
    /// </summary>
    public static bool IsFromThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is not { } from
        || (IPAddress.IsLoopback(from) && !http.Request.Headers.Keys.Any(name =>
            name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || name.Equals("Via", StringComparison.OrdinalIgnoreCase)));

    public static IEnumerable<string> Problems(IConfiguration configuration) =>
        Addresses(configuration).Where(text => !IPAddress.TryParse(text, out _)).Select(text => $"{Setting}: {text} is no IP address.");

    private static string[] Addresses(IConfiguration configuration) => configuration.GetSection(Setting).Get<string[]>() ?? [];
}
