using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Runink.Companion.Hosting.Tls;

namespace Runink.Companion.Intake.Mllp;

/// <summary>What senders must show: nothing, a certificate if they have one, or a certificate.</summary>
public enum ClientCertificates { None, Allow, Require }

/// <summary>Settings under <c>Intake:Mllp:Tls</c>.</summary>
public sealed class MllpTlsOptions
{
    /// <summary>File of the certificate that the door shows: PFX, or PEM with <see cref="Key"/>. Empty: no TLS.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of its private key; empty when the certificate's file has both.</summary>
    public string? Key { get; set; }

    /// <summary>Of the PFX or of the key.</summary>
    public string? Password { get; set; }

    public ClientCertificates ClientCertificates { get; set; }

    /// <summary>PEM file of the authorities whose senders are known.</summary>
    public string? ClientAuthorities { get; set; }

    public bool IsOn => !string.IsNullOrEmpty(Certificate);

    internal CertificateFiles Files => new(Certificate ?? "", Key, Password);
}

/// <summary>Encryption of the MLLP door, and who may come through it.</summary>
public sealed class MllpTls
{
    private const string Section = "Intake:Mllp:Tls";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly LiveCertificate certificate;
    private readonly X509Certificate2Collection authorities;
    private readonly ClientCertificates clients;
    private readonly TimeProvider time;

    private MllpTls(LiveCertificate certificate, X509Certificate2Collection authorities, ClientCertificates clients, TimeProvider time) =>
        (this.certificate, this.authorities, this.clients, this.time) = (certificate, authorities, clients, time);

    /// <exception cref="CryptographicException">A file is not what its setting says; <see cref="Problems"/> says so before.</exception>
    public static MllpTls Load(MllpTlsOptions options, ShownCertificates shown, TimeProvider time) =>
        new(shown.Show("MLLP", options.Files), Authorities(options), options.ClientCertificates, time);

    /// <summary>Why the files of the settings cannot be used, each with its name. Says nothing of a password.</summary>
    public static IEnumerable<string> Problems(MllpTlsOptions options)
    {
        if (!options.IsOn)
        {
            if (options.ClientCertificates != ClientCertificates.None)
                yield return $"{Section}:Certificate: senders can show certificates only when the door has one itself.";
            yield break;
        }

        if (options.Files.Problem(Section) is { } unusable)
            yield return unusable;
        if (options.ClientCertificates == ClientCertificates.None)
            yield break;
        if (string.IsNullOrEmpty(options.ClientAuthorities))
            yield return $"{Section}:ClientAuthorities: name the file of the authorities that sign the certificates of senders.";
        else if (Problem(() => Authorities(options).Count > 0) is { } authority)
            yield return $"{Section}:ClientAuthorities: {options.ClientAuthorities} {(authority.Length > 0 ? $"cannot be read: {authority}" : "has no certificate.")}";
    }

    /// <summary>The certificate's common name; null when the sender showed none.</summary>
    public static string? NameOf(SslStream stream) => stream.RemoteCertificate is X509Certificate2 shown ? shown.GetNameInfo(X509NameType.SimpleName, forIssuer: false) : null;

    /// <exception cref="AuthenticationException">The sender is not known, or does not speak TLS.</exception>
    public async Task<SslStream> GreetAsync(Stream stream, CancellationToken cancel)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate.Current,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ClientCertificateRequired = clients != ClientCertificates.None,
                    RemoteCertificateValidationCallback = (_, shown, chain, _) => IsKnown(shown as X509Certificate2, chain),
                },
                cancel);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private bool IsKnown(X509Certificate2? shown, X509Chain? sent)
    {
        if (shown is null || clients == ClientCertificates.None)
            return clients != ClientCertificates.Require;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        foreach (var element in sent?.ChainElements.AsEnumerable() ?? [])
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        // The authority is the hospital's own and often has no list of what it took back.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = time.GetLocalNow().DateTime;
        return chain.Build(shown);
    }

    private static X509Certificate2Collection Authorities(MllpTlsOptions options)
    {
        var found = new X509Certificate2Collection();
        if (options.ClientCertificates != ClientCertificates.None)
            found.ImportFromPemFile(options.ClientAuthorities!);
        return found;
    }

    /// <summary>Null when it is so; empty when it is not so.</summary>
    private static string? Problem(Func<bool> isSo)
    {
        try
        {
            return isSo() ? null : "";
        }
        catch (Exception problem) when (CertificateFiles.IsUnusable(problem))
        {
            return problem.Message;
        }
    }
}
