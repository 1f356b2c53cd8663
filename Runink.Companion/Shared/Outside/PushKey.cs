using System.Buffers.Text;
using System.Security.Cryptography;

namespace Runink.Companion.Shared.Outside;

/// <summary>
/// The key by which push services know this hospital (VAPID, RFC 8292): ECDSA over P-256 in a PEM file for this user alone, made when it is first needed. Browsers that
/// were switched on know its public part: with another key they take nothing.
/// </summary>
public sealed class PushKey(string file)
{
    private readonly Lock gate = new();
    private (string Public, string Private)? kept;

    /// <summary>An uncompressed point, base64url, as browsers want it.</summary>
    public string Public => Read().Public;

    /// <summary>The private scalar, base64url.</summary>
    public string Private => Read().Private;

    private (string Public, string Private) Read()
    {
        lock (gate)
        {
            if (kept is { } known)
                return known;
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            if (File.Exists(file))
                key.ImportFromPem(File.ReadAllText(file));
            else
                Write(key.ExportECPrivateKeyPem());
            var parts = key.ExportParameters(includePrivateParameters: true);
            return (kept = (Base64Url.EncodeToString([4, .. parts.Q.X!, .. parts.Q.Y!]), Base64Url.EncodeToString(parts.D!))).Value;
        }
    }

    private void Write(string pem)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, how);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(pem));
        stream.Flush(flushToDisk: true);
    }
}
