using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Runink.Companion.Hosting.Tls;

/// <summary>
/// A door's certificate as its files are now. New connections get the new one without a restart; files that cannot be used leave the
/// old one in its place, and health says so.
/// </summary>
public sealed class LiveCertificate
{
    private readonly CertificateFiles files;
    private volatile SslStreamCertificateContext current;
    private volatile string? problem;
    private string stamp;

    /// <param name="door">What it is shown by: "MLLP" or "web".</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The files cannot be used.</exception>
    public LiveCertificate(string door, CertificateFiles files)
    {
        (Door, this.files) = (door, files);
        stamp = files.Stamp;
        current = files.Load();
    }

    public string Door { get; }

    public SslStreamCertificateContext Current => current;

    public X509Certificate2 Certificate => current.TargetCertificate;

    /// <summary>Why the files as they are now are not used; null when they are.</summary>
    public string? Problem => problem;

    public DateTimeOffset NotAfter => new(Certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);

    /// <returns>True when another certificate is shown from now on.</returns>
    public bool Look()
    {
        var now = files.Stamp;
        if (now == stamp && problem is null)
            return false;
        try
        {
            var loaded = files.Load();
            var isOther = loaded.TargetCertificate.Thumbprint != Certificate.Thumbprint;
            (current, stamp, problem) = (loaded, now, null);
            return isOther;
        }
        catch (Exception unusable) when (CertificateFiles.IsUnusable(unusable))
        {
            // Looked at again each time: a file that is being written is whole a moment later.
            (stamp, problem) = (now, unusable.Message);
            return false;
        }
    }
}

/// <summary>All certificates that doors show.</summary>
public sealed class ShownCertificates
{
    private readonly Lock gate = new();
    private readonly List<LiveCertificate> all = [];

    public IReadOnlyList<LiveCertificate> All
    {
        get
        {
            lock (gate)
                return [.. all];
        }
    }

    public LiveCertificate Show(string door, CertificateFiles files)
    {
        var shown = new LiveCertificate(door, files);
        lock (gate)
        {
            all.RemoveAll(one => one.Door == door);
            all.Add(shown);
        }

        return shown;
    }
}
