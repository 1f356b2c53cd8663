using System.Text;
using Runink.Domain.Ledger;

namespace Runink.Domain.Store;

/// <summary>
/// Signed heads of the chain in a file outside the store: who can change the store can still not change what was signed. Lines are only
/// ever added; one process adds, and notices when somebody else did.
/// </summary>
public sealed class CheckpointFile(LedgerOptions options)
{
    private readonly Lock gate = new();
    private long? length;

    public LedgerKeys Keys { get; } = new(options);

    public string Path => options.CheckpointFile;

    /// <summary>True when nothing was signed here yet.</summary>
    public bool IsEmpty => !File.Exists(options.CheckpointFile) && !File.Exists(options.SigningKeyFile);

    /// <summary>What the file says; nothing is made by looking.</summary>
    /// <exception cref="InvalidDataException">A key cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public CheckpointLog Read()
    {
        lock (gate)
        {
            return File.Exists(options.CheckpointFile) ? CheckpointLog.Read(File.ReadAllText(options.CheckpointFile), Keys.Public()) : CheckpointLog.Empty;
        }
    }

    /// <summary>The same for a copy of some of the lines.</summary>
    public CheckpointLog ReadCopy(string file) => CheckpointLog.Read(File.ReadAllText(file), Keys.Public(), isWhole: false);

    /// <summary>Adds lines behind what this process has seen there, and lets them reach the disk. What a power cut left of a line is taken off first.</summary>
    /// <exception cref="InvalidDataException">The file is not as this process left it: nothing was written.</exception>
    /// <exception cref="IOException">It cannot be written, or is gone; it is not made anew.</exception>
    public void Append(string line)
    {
        lock (gate)
        {
            using var stream = Open();
            if (length is { } known && stream.Length != known)
                throw new InvalidDataException("The checkpoint file is not as it was left: somebody else has written to it or cut it.");
            if (length is null)
                stream.SetLength(WholeLength(stream));
            stream.Seek(0, SeekOrigin.End);
            stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            stream.Flush(flushToDisk: true);
            length = stream.Length;
        }
    }

    private FileStream Open()
    {
        var how = new FileStreamOptions { Mode = length is null ? FileMode.OpenOrCreate : FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows() && length is null)
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(options.CheckpointFile, how);
    }

    /// <summary>The length up to the last line feed.</summary>
    private static long WholeLength(FileStream stream)
    {
        for (var at = stream.Length; at > 0; at--)
        {
            stream.Seek(at - 1, SeekOrigin.Begin);
            if (stream.ReadByte() == '\n')
                return at;
        }

        return 0;
    }

    /// <summary>What a copy of the store needs to be verified: the checkpoints that it can know, and the keys.</summary>
    /// <param name="upTo">The newest row of the copy; what was signed later would say that its end was cut.</param>
    internal (string Lines, string SigningKey, string PublicKeys) Export(long upTo)
    {
        lock (gate)
        {
            var lines = File.Exists(options.CheckpointFile) ? File.ReadAllText(options.CheckpointFile).Split('\n')[..^1] : [];
            var kept = Array.FindLastIndex(lines, line => LedgerCheckpoint.FromLine(line) is { } checkpoint && checkpoint.Seq <= upTo) + 1;
            var (signing, publicKeys) = Keys.Export();
            return (string.Concat(lines.Take(kept).Select(line => line + "\n")), signing, publicKeys);
        }
    }

    internal void Import(string lines, string signingKey, string publicKeys)
    {
        lock (gate)
        {
            Keys.Import(signingKey, publicKeys);
            if (lines.Length > 0)
                LedgerKeys.Write(options.CheckpointFile, lines, FileMode.Create);
        }
    }

    /// <summary>Whether what is here is no more than an import of these lines put here before it was stopped: its store is empty then.</summary>
    /// <param name="seq">The row that the import adds.</param>
    internal bool IsLeftOf(string lines, long seq)
    {
        lock (gate)
        {
            var text = File.Exists(options.CheckpointFile) ? File.ReadAllText(options.CheckpointFile) : "";
            if (!text.StartsWith(lines, StringComparison.Ordinal))
                return false;
            return text.Length == lines.Length
                ? text.Length > 0 && !File.Exists(options.SigningKeyFile)
                : LedgerCheckpoint.FromLine(text[lines.Length..].TrimEnd('\n')) is { Kind: CheckpointKind.Accepted } accepted && accepted.Seq == seq;
        }
    }

    /// <summary>Takes everything away. Only for what was never a proof of anything.</summary>
    internal void Forget()
    {
        lock (gate)
        {
            foreach (var file in new[] { options.CheckpointFile, options.SigningKeyFile, options.PublicKeyFile })
                File.Delete(file);
            length = null;
        }
    }
}
