using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Runink.Tests.Harness;

/// <summary>A timestamping authority on loopback: OpenSSL makes the stamps, Kestrel carries them.</summary>
public sealed class TimestampAuthority : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("companion-tsa-").FullName;
    private readonly WebApplication web;

    private TimestampAuthority()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        web = builder.Build();
        web.MapPost("/", StampAsync);
    }

    /// <summary>What it answers instead of a stamp; null for stamps.</summary>
    public byte[]? Lie { get; set; }

    public string Address => web.Urls.First();

    public static bool IsPossible => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(place => File.Exists(Path.Combine(place, "openssl")));

    public static async Task<TimestampAuthority> StartAsync()
    {
        var authority = new TimestampAuthority();
        await File.WriteAllTextAsync(Path.Combine(authority.folder, "tsa.cnf"), """
            [tsa]
            default_tsa = one
            [one]
            serial = serial
            default_policy = 1.2.3.4.1
            digests = sha256
            signer_digest = sha256
            ess_cert_id_chain = no
            ess_cert_id_alg = sha256
            [ext]
            extendedKeyUsage = critical,timeStamping
            [req]
            distinguished_name = dn
            [dn]
            """, TestContext.Current.CancellationToken);
        await authority.RunAsync("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem", "-days", "2", "-subj", "/CN=Loopback TSA", "-config", "tsa.cnf", "-extensions", "ext");
        await authority.web.StartAsync(TestContext.Current.CancellationToken);
        return authority;
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StampAsync(HttpContext http)
    {
        http.Response.ContentType = "application/timestamp-reply";
        if (Lie is not null)
        {
            await http.Response.Body.WriteAsync(Lie);
            return;
        }

        if (http.Request.ContentType != "application/timestamp-query")
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        await using (var query = File.Create(Path.Combine(folder, "query.tsq")))
            await http.Request.Body.CopyToAsync(query);
        await RunAsync("ts", "-reply", "-config", "tsa.cnf", "-section", "one", "-queryfile", "query.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "reply.tsr");
        await http.Response.Body.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(folder, "reply.tsr")));
    }

    private async Task RunAsync(params string[] arguments)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", arguments) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardError = true })!;
        var error = await openssl.StandardError.ReadToEndAsync();
        await openssl.WaitForExitAsync();
        if (openssl.ExitCode != 0)
            throw new InvalidOperationException(error);
    }
}
