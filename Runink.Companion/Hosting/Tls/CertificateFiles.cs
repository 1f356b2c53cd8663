using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Runink.Companion.Hosting.Tls;

/// <summary>Where a door's certificate is kept: PFX, or PEM with its key in the same file or beside it.</summary>
/// <param name="Certificate">A PEM file may hold the authorities between it and the root as well; they are shown too.</param>
public sealed record CertificateFiles(string Certificate, string? Key, string? Password)
{
    /// <summary>What changes when a file is replaced, also through a link to another folder.</summary>
    internal string Stamp => string.Join('|', new[] { Certificate, Key }.OfType<string>().Where(path => path.Length > 0).Select(StampOf));

    /// <exception cref="CryptographicException">A file is not what its setting says; <see cref="Problem"/> says so before.</exception>
    public SslStreamCertificateContext Load()
    {
        var shown = Shown();
        if (!shown.HasPrivateKey)
            throw new CryptographicException("It has no private key.");
        return SslStreamCertificateContext.Create(shown, Between(shown), offline: true);
    }

    /// <summary>Why the files cannot be used, with the setting's name; null when they can. Says nothing of a password.</summary>
    public string? Problem(string section)
    {
        try
        {
            using var shown = Shown();
            return shown.HasPrivateKey ? null : $"{section}:Certificate: {Certificate} has no private key.";
        }
        catch (Exception problem) when (IsUnusable(problem))
        {
            return $"{section}:Certificate: {Certificate} cannot be read: {problem.Message}";
        }
    }

    internal static bool IsUnusable(Exception problem) => problem is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    private X509Certificate2 Shown()
    {
        if (X509Certificate2.GetCertContentType(Certificate) == X509ContentType.Pfx)
            return X509CertificateLoader.LoadPkcs12FromFile(Certificate, Password);
        var key = string.IsNullOrEmpty(Key) ? null : Key;
        using var fromPem = string.IsNullOrEmpty(Password)
            ? X509Certificate2.CreateFromPemFile(Certificate, key)
            : X509Certificate2.CreateFromEncryptedPemFile(Certificate, Password, key);
        // TLS on Windows wants a key that is kept like that of a PFX.
        return X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), null);
    }

    private X509Certificate2Collection Between(X509Certificate2 shown)
    {
        var all = new X509Certificate2Collection();
        if (X509Certificate2.GetCertContentType(Certificate) == X509ContentType.Pfx)
            all = X509CertificateLoader.LoadPkcs12CollectionFromFile(Certificate, Password);
        else
            all.ImportFromPemFile(Certificate);
        return [.. all.Where(one => one.Thumbprint != shown.Thumbprint)];
    }

    private static string StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{Domain.Store.FileIdentity.Of(path)} {file.Length} {file.LastWriteTimeUtc.Ticks}" : "gone";
    }
}
