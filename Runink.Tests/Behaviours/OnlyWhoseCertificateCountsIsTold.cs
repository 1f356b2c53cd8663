using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Record systems behind TLS with certificates of the hospital's own authority: over MLLP and over HTTPS. All certificates are made here.</summary>
public sealed class OnlyWhoseCertificateCountsIsTold : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("companion-trust-").FullName;
    private readonly X509Certificate2 ours = Authority("CN=Hospital authority");
    private readonly X509Certificate2 theirs = Authority("CN=Another authority");

    [Theory]
    [InlineData("ours.pem", OutboxStatus.Delivered, "AA")]
    [InlineData("theirs.pem", OutboxStatus.Pending, "The certificate of record is not trusted.")]
    [InlineData("", OutboxStatus.Pending, "The certificate of record is not trusted.")]
    public async Task OverMllp(string authorities, OutboxStatus becomes, string says)
    {
        await using var record = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Intake:Mllp:Tls:Certificate"] = Prepare(), ["Intake:Mllp:Tls:Password"] = "geheim" });
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Delivery:Endpoints:record:Kind"] = "mllp", ["Delivery:Endpoints:record:Address"] = $"mllps://127.0.0.1:{record.Mllp.Port}", ["Delivery:Endpoints:record:MayCarryPhi"] = "true",
            ["Delivery:Endpoints:record:Authorities"] = authorities.Length == 0 ? "" : Path.Combine(folder, authorities),
        });
        await Outbox.FireAsync(hospital, "{action: webhook, url-name: record}");
        await IsAsync(hospital, "mllp", becomes, says);
    }

    [Theory]
    [InlineData("ours.pem", OutboxStatus.Failed, "answered 401")]
    [InlineData("theirs.pem", OutboxStatus.Pending, "its certificate is not trusted")]
    [InlineData("", OutboxStatus.Pending, "its certificate is not trusted")]
    public async Task OverHttps(string authorities, OutboxStatus becomes, string says)
    {
        await using var record = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Tls:Certificate"] = Prepare(), ["Tls:Password"] = "geheim", ["urls"] = "https://127.0.0.1:0" });
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Delivery:Endpoints:record:Kind"] = "webhook", ["Delivery:Endpoints:record:Address"] = $"{record.Web.BaseAddress}health/live", ["Delivery:Endpoints:record:AllowPrivate"] = "true",
            ["Delivery:Endpoints:record:Secret"] = "0123456789abcdef0123456789abcdef", ["Delivery:Endpoints:record:Authorities"] = authorities.Length == 0 ? "" : Path.Combine(folder, authorities),
        });
        await Outbox.WriteAsync(hospital, "webhook", "record");
        await IsAsync(hospital, "webhook", becomes, says);
    }

    public void Dispose()
    {
        ours.Dispose();
        theirs.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task IsAsync(Hospital hospital, string channel, OutboxStatus becomes, string says)
    {
        var row = await Outbox.WhenAsync(hospital, channel, one => one.Attempts == 1, "an attempt");
        Assert.Contains(says, row.Receipt, StringComparison.Ordinal);
        Assert.Equal(becomes, row.Status);
    }

    /// <returns>The file of the server's certificate.</returns>
    private string Prepare()
    {
        File.WriteAllText(Path.Combine(folder, "ours.pem"), ours.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "theirs.pem"), theirs.ExportCertificatePem());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=record", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var signed = request.Create(ours, Hospital.Morning.AddYears(-1), Hospital.Morning.AddYears(5), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        var file = Path.Combine(folder, "record.pfx");
        File.WriteAllBytes(file, whole.Export(X509ContentType.Pfx, "geheim"));
        return file;
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(Hospital.Morning.AddYears(-2), Hospital.Morning.AddYears(10));
    }
}
