using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Companion.Hosting.Tls;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>New files of a certificate are shown without a restart, at the web door and at the MLLP door alike; bad ones are not.</summary>
public sealed class CertificatesAreRenewed
{
    [Fact]
    public async Task NewConnectionsSeeTheNewOneAndBadFilesLeaveTheOld()
    {
        var folder = Directory.CreateTempSubdirectory("companion-tls-");
        var (certificate, key) = (Path.Combine(folder.FullName, "door.pem"), Path.Combine(folder.FullName, "door.key"));
        Write(certificate, key, "CN=first", Hospital.Morning.AddDays(200));
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["urls"] = "https://127.0.0.1:0", ["Tls:Certificate"] = certificate, ["Tls:Key"] = key, ["Intake:Mllp:Tls:Certificate"] = certificate, ["Intake:Mllp:Tls:Key"] = key,
        });
        var web = hospital.Web.BaseAddress!.Port;
        Assert.Equal(("CN=first", "CN=first"), (await ShownAsync(web), await ShownAsync(hospital.Mllp.Port)));
        using var open = await ConnectAsync(web);

        Write(certificate, key, "CN=second", Hospital.Morning.AddDays(13));
        await EventuallyAsync(web, "CN=second");
        await EventuallyAsync(hospital.Mllp.Port, "CN=second");
        Assert.Equal("CN=first", open.RemoteCertificate!.Subject);
        Assert.Contains("ends in 13 days: renew it this week", (await HealthAsync(hospital)).Description, StringComparison.Ordinal);

        await File.WriteAllTextAsync(certificate, "this is no certificate", TestContext.Current.CancellationToken);
        await Hospital.EventuallyAsync(
            () => HealthAsync(hospital), health => health.Description!.Contains("cannot be used; the old one is still shown", StringComparison.Ordinal), "the word about the bad files");
        Assert.Equal("CN=second", await ShownAsync(web));

        Write(certificate, key, "CN=third", Hospital.Morning.AddDays(200));
        await EventuallyAsync(web, "CN=third");
        await EventuallyAsync(hospital.Mllp.Port, "CN=third");
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(hospital)).Status);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(31, HealthStatus.Healthy, "good for 31 days")]
    [InlineData(30, HealthStatus.Degraded, "have it renewed")]
    [InlineData(14, HealthStatus.Degraded, "renew it this week")]
    [InlineData(7, HealthStatus.Degraded, "renew it now")]
    [InlineData(0, HealthStatus.Unhealthy, "is over")]
    public void TheEndIsSaidBefore(int days, HealthStatus status, string said)
    {
        var found = CertificateHealth.Say("web", TimeSpan.FromDays(days), null);
        Assert.Equal(status, found.Status);
        Assert.Contains(said, found.Said, StringComparison.Ordinal);
    }

    /// <summary>Each door looks at its files in its own turn.</summary>
    private static Task<string> EventuallyAsync(int port, string subject) => Hospital.EventuallyAsync(() => ShownAsync(port), shown => shown == subject, subject);

    private static async Task<HealthCheckResult> HealthAsync(Hospital hospital) =>
        await new CertificateHealth((ShownCertificates)hospital.Services.GetService(typeof(ShownCertificates))!, hospital.Time).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

    private static async Task<string> ShownAsync(int port)
    {
        using var tls = await ConnectAsync(port);
        return tls.RemoteCertificate!.Subject;
    }

    private static async Task<SslStream> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1" }, TestContext.Current.CancellationToken);
        return tls;
    }

    private static void Write(string certificate, string key, string subject, DateTimeOffset until)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = new CertificateRequest(subject, made, HashAlgorithmName.SHA256).CreateSelfSigned(Hospital.Morning.AddYears(-1), until);
        File.WriteAllText(key, made.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificate, signed.ExportCertificatePem());
    }
}
