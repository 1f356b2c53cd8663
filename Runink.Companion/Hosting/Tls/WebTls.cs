using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Runink.Companion.Hosting.Tls;

/// <summary>Certificate of the web door. Settings under <c>Tls</c>; it listens with TLS where <c>--urls</c> begin with https.</summary>
public sealed class WebTlsOptions
{
    /// <summary>PFX, or PEM with <see cref="Key"/>. Empty: no TLS here; a proxy before this app has it.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>PEM file of the private key; empty when the certificate's file has both.</summary>
    public string Key { get; set; } = "";

    /// <summary>Of the PFX or of the key.</summary>
    public string Password { get; set; } = "";

    internal CertificateFiles Files => new(Certificate, Key, Password);

    /// <summary>What these settings cannot mean, each with its name.</summary>
    public IEnumerable<string> Problems(IConfiguration configuration)
    {
        var hasHttps = (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Contains("https://", StringComparison.OrdinalIgnoreCase);
        if (Certificate.Length == 0)
        {
            if (hasHttps && !configuration.GetSection("Kestrel:Certificates:Default").GetChildren().Any())
                yield return "Tls:Certificate: to listen on https:// name the certificate.";
            yield break;
        }

        if (!hasHttps)
            yield return "Tls:Certificate: it is shown where urls begin with https://, and none does.";
        if (Files.Problem("Tls") is { } problem)
            yield return problem;
    }
}

public static class WebTls
{
    public static void AddTls(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection("Tls").Get<WebTlsOptions>() ?? new WebTlsOptions();
        builder.Services.AddSingleton<ShownCertificates>();
        builder.Services.AddHostedService<CertificateWorker>();
        builder.Services.AddHealthChecks().AddCheck<CertificateHealth>("Certificates");
        if (options.Certificate.Length == 0)
            return;
        builder.WebHost.ConfigureKestrel(server =>
        {
            var live = server.ApplicationServices.GetRequiredService<ShownCertificates>().Show("web", options.Files);
            server.ConfigureHttpsDefaults(https => Set(https, live));
        });
    }

    private static void Set(HttpsConnectionAdapterOptions https, LiveCertificate live)
    {
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.ServerCertificateSelector = (_, _) => live.Certificate;
        // The certificate alone would go without the authorities between it and the root.
        https.OnAuthenticate = (_, tls) => (tls.ServerCertificateContext, tls.ServerCertificateSelectionCallback) = (live.Current, null);
    }
}
