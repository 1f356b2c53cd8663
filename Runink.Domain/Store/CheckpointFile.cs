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

    /// <summary>True when nothing was signed here yet.</summary>
    public bool IsEmpty => !File.Exists(file) && !File.Exists(keyFile);

    /// <summary>What a copy of the store needs to be verified: the checkpoints that it can know, and the key.</summary>
    /// <param name="upTo">The newest row of the copy; what was signed later would say that its end was cut.</param>
    internal (string Lines, string? Key) Export(long upTo)
    {
        lock (gate)
        {
            var lines = !File.Exists(file) ? [] : File.ReadLines(file).Where(line => LedgerCheckpoint.FromLine(line) is { } checkpoint && checkpoint.Seq <= upTo).ToList();
            return (string.Concat(lines.Select(line => line + "\n")), File.Exists(keyFile) ? File.ReadAllText(keyFile) : null);
        }
    }

    internal void Import(string lines, string key)
    {
        lock (gate)
        {
            Directory.CreateDirectory(directory);
            if (key.Length > 0)
                WriteKey(key);
            if (lines.Length > 0)
                File.WriteAllText(file, lines);
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
        WriteKey(key.ExportECPrivateKeyPem());
        return key;
    }

    private void WriteKey(string pem)
    {
        File.WriteAllText(keyFile, pem);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
