using System.Security.Cryptography;
using Runink.Domain.Ledger;

namespace Runink.Domain.Store;

/// <summary>
/// Signed heads of the chain in a file beside the store, not in it: who can change the store can still not change what was
/// signed. The key is made on first use; keep a copy of both elsewhere.
/// </summary>
public sealed class CheckpointFile(string directory)
{
    private readonly string file = Path.Combine(directory, "ledger-checkpoints.jsonl");
    private readonly string keyFile = Path.Combine(directory, "ledger-signing-key.pem");
    private readonly Lock gate = new();

    public void Append(long seq, byte[] hash, DateTimeOffset at)
    {
        lock (gate)
        {
            using var key = Key();
            File.AppendAllText(file, LedgerCheckpoint.Sign(seq, hash, at, key).ToLine() + "\n");
        }
    }

    /// <summary>The newest checkpoint with a good signature; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The newest line is not one that was signed here.</exception>
    public LedgerCheckpoint? Last()
    {
        lock (gate)
        {
            if (!File.Exists(file) || File.ReadLines(file).LastOrDefault(line => line.Length > 0) is not { } line)
                return null;
            using var key = Key();
            return LedgerCheckpoint.FromLine(line) is { } checkpoint && checkpoint.IsSignedBy(key)
                ? checkpoint
                : throw new InvalidDataException("The newest checkpoint carries no valid signature.");
        }
    }

    private ECDsa Key()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(keyFile))
        {
            key.ImportFromPem(File.ReadAllText(keyFile));
            return key;
        }

        Directory.CreateDirectory(directory);
        File.WriteAllText(keyFile, key.ExportECPrivateKeyPem());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return key;
    }
}
