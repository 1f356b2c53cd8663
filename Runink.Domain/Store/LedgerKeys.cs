using System.Security.Cryptography;
using Runink.Domain.Ledger;

namespace Runink.Domain.Store;

/// <summary>The keys that checkpoints are signed and verified with, ECDSA over P-256 in PEM files.</summary>
public sealed class LedgerKeys(LedgerOptions options)
{
    private const string Separator = "-----END PUBLIC KEY-----";

    /// <summary>The private key; null when there is none. Reading never makes one: a new key proves nothing of what an old one signed.</summary>
    /// <exception cref="InvalidDataException">The file holds no such key.</exception>
    public ECDsa? Signing() => File.Exists(options.SigningKeyFile) ? ParseOne(File.ReadAllText(options.SigningKeyFile), options.SigningKeyFile) : null;

    /// <summary>Every key that a checkpoint may carry.</summary>
    /// <exception cref="InvalidDataException">A file holds something else.</exception>
    public IReadOnlyList<ECDsa> Public()
    {
        var text = File.Exists(options.PublicKeyFile) ? File.ReadAllText(options.PublicKeyFile) : "";
        var keys = Parse(text, options.PublicKeyFile).ToList();
        if (Signing() is { } own)
            keys.Add(own);
        return [.. keys.DistinctBy(LedgerCheckpoint.KeyId)];
    }

    /// <summary>Makes a key and adds its public part to those that verify. The private one is readable by this user only.</summary>
    /// <exception cref="IOException">There is one already, or it cannot be written.</exception>
    public ECDsa Make()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(options.SigningKeyFile, key.ExportECPrivateKeyPem(), FileMode.CreateNew);
        Write(options.PublicKeyFile, key.ExportSubjectPublicKeyInfoPem() + "\n", FileMode.Append);
        return key;
    }

    internal (string Signing, string Public) Export() => (
        File.Exists(options.SigningKeyFile) ? File.ReadAllText(options.SigningKeyFile) : "",
        string.Concat(Public().Select(key => key.ExportSubjectPublicKeyInfoPem() + "\n")));

    internal void Import(string signing, string publicKeys)
    {
        if (signing.Length > 0)
            Write(options.SigningKeyFile, signing, FileMode.CreateNew);
        if (publicKeys.Length > 0)
            Write(options.PublicKeyFile, publicKeys, FileMode.Create);
    }

    internal static void Write(string file, string text, FileMode mode)
    {
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, how);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Public keys, one after the other.</summary>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    internal static IReadOnlyList<ECDsa> Parse(string pem, string file) =>
        [.. pem.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => ParseOne(part + Separator, file))];

    private static ECDsa ParseOne(string pem, string file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException($"{Path.GetFileName(file)} holds no key that can be read.", problem);
        }
    }
}
