using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Configuration;
using Runink.Companion.Hosting;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The MLLP door encrypted, and with senders that must show who they are. All certificates are made here.</summary>
public sealed class MllpOverTls : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("companion-tls-").FullName;
    private readonly X509Certificate2 authority = Make("CN=Hospital authority", null);
    private readonly X509Certificate2 stranger = Make("CN=Another authority", null);

    [Theory]
    [InlineData("none", null, true)]
    [InlineData("allow", null, true)]
    [InlineData("allow", "ours", true)]
    [InlineData("allow", "theirs", false)]
    [InlineData("require", null, false)]
    [InlineData("require", "ours", true)]
    [InlineData("require", "theirs", false)]
    [InlineData("require", "expired", false)]
    public async Task ASenderComesInWithWhatTheDoorAsksFor(string asked, string? shown, bool isLetIn)
    {
        await using var hospital = await Hospital.StartAsync(settings: Tls(asked));
        using var certificate = shown switch
        {
            "ours" => Make("CN=Laboratory engine", authority),
            "theirs" => Make("CN=Laboratory engine", stranger),
            "expired" => Make("CN=Laboratory engine", authority, Hospital.Morning.AddDays(-1)),
            _ => null,
        };

        Assert.Equal(isLetIn, await TrySendAsync(hospital, certificate));
        Assert.Equal(asked is "none" or "allow", await TrySendAsync(hospital, null));
    }

    [Fact]
    public async Task AnEncryptedDoorDoesNotAnswerInPlainText()
    {
        await using var hospital = await Hospital.StartAsync(settings: Tls("none"));
        await using var client = await MllpClient.ConnectAsync(hospital.Mllp);
        await client.SendBytesAsync([0x0B, .. Encoding.UTF8.GetBytes(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow())), 0x1C, 0x0D]);

        Assert.DoesNotContain("MSA", await ReceiveAsync(client) ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "0.0.0.0", null, "Intake:Mllp:Tls:Certificate: MLLP on 0.0.0.0")]
    [InlineData("Production", "127.0.0.1", null, null)]
    [InlineData("Production", "0.0.0.0", "door.pfx", null)]
    [InlineData("Sample", "127.0.0.1", "nowhere.pfx", "Intake:Mllp:Tls:Certificate: ")]
    [InlineData("Sample", "127.0.0.1", "authority.pem", "Intake:Mllp:Tls:Certificate: ")]
    [InlineData("Sample", "the door", null, "Intake:Mllp:Address: the door is not an IP address")]
    public void WhatTheDoorCannotBeIsSaidBeforeItOpens(string profile, string address, string? certificate, string? problem)
    {
        _ = Tls("none");
        var problems = Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Profile"] = profile, ["Intake:Mllp:Address"] = address, ["Intake:Mllp:Tls:Certificate"] = certificate is null ? null : Path.Combine(folder, certificate),
            ["Intake:Mllp:Tls:Password"] = "geheim", ["Store:DataDirectory"] = folder, ["Site:Name"] = "x", ["Site:TimeZone"] = "UTC", ["Site:BaseUrl"] = "https://x", ["Delivery:Smtp:Host"] = "x",
        }).Build());

        Assert.Equal(problem is null ? 0 : 1, problems.Count);
        Assert.StartsWith(problem ?? "", problems.FirstOrDefault() ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain(problems, one => one.Contains("geheim", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Idle", "00:00:00")]
    [InlineData("Frame", "-00:01:00")]
    [InlineData("FirstByte", "100.00:00:00")]
    [InlineData("MaxUnfinishedBytes", "1048576")]
    public void SettingsHaveARange(string name, string value) => Assert.StartsWith(
        $"Intake:Mllp:{name}:",
        Assert.Single(Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { [$"Intake:Mllp:{name}"] = value }).Build())),
        StringComparison.Ordinal);

    public void Dispose()
    {
        authority.Dispose();
        stranger.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Dictionary<string, string?> Tls(string clients)
    {
        using var door = Make("CN=localhost", authority);
        File.WriteAllBytes(Path.Combine(folder, "door.pfx"), door.Export(X509ContentType.Pfx, "geheim"));
        File.WriteAllText(Path.Combine(folder, "authority.pem"), authority.ExportCertificatePem());
        return new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Intake:Mllp:Tls:Certificate"] = Path.Combine(folder, "door.pfx"),
            ["Intake:Mllp:Tls:Password"] = "geheim",
            ["Intake:Mllp:Tls:ClientCertificates"] = clients,
            ["Intake:Mllp:Tls:ClientAuthorities"] = Path.Combine(folder, "authority.pem"),
        };
    }

    private async Task<bool> TrySendAsync(Hospital hospital, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(hospital.Mllp, TestContext.Current.CancellationToken);
        await using var secure = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is X509Certificate2 door && door.Issuer == authority.Subject);
        try
        {
            await secure.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = "localhost", ClientCertificates = certificate is null ? null : [certificate] }, TestContext.Current.CancellationToken);
            await secure.WriteAsync((byte[])[0x0B, .. Encoding.UTF8.GetBytes(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow())), 0x1C, 0x0D], TestContext.Current.CancellationToken);
            var answer = new byte[4096];
            var length = await secure.ReadAsync(answer, TestContext.Current.CancellationToken);
            return Encoding.UTF8.GetString(answer, 0, length).Contains("MSA|AA", StringComparison.Ordinal);
        }
        catch (Exception closed) when (closed is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static async Task<string?> ReceiveAsync(MllpClient client)
    {
        try
        {
            return await client.ReceiveAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static X509Certificate2 Make(string name, X509Certificate2? issuer, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null, hasPathLengthConstraint: false, 0, critical: true));
        if (issuer is null)
            return request.CreateSelfSigned(Hospital.Morning.AddYears(-2), Hospital.Morning.AddYears(10));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var signed = request.Create(issuer, Hospital.Morning.AddYears(-1), until ?? Hospital.Morning.AddYears(5), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
