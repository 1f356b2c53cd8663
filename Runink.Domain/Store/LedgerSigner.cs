using System.Security.Cryptography;
using Runink.Domain.Ledger;
using Runink.Domain.Store.Reading;

namespace Runink.Domain.Store;

/// <summary>Where the proof stands.</summary>
/// <param name="Checkpoint">The newest signed head; null before the first.</param>
/// <param name="Finding">Why nothing is signed any more until a person has looked into it; null while the chain holds.</param>
public sealed record SigningState(LedgerCheckpoint? Checkpoint, string? Finding);

/// <summary>
/// Signs heads of the chain. Before each it reads what was written since the last one and asks whether it follows; over a store that
/// does not contain what was signed it signs the finding, once, and no head any more.
/// </summary>
public sealed class LedgerSigner(CheckpointFile file, LedgerReader reader) : IDisposable
{
    private readonly Lock gate = new();
    private ECDsa? key;
    private string lastLine = LedgerCheckpoint.NoPrevious;
    private bool isRead;
    private bool hasLooked;

    public SigningState State { get; private set; } = new(null, null);

    /// <summary>The line that was written last, for those who keep a copy elsewhere.</summary>
    public string? Line { get; private set; }

    public string LastLineHash => lastLine;

    /// <param name="head">Sequence of the newest committed row.</param>
    /// <returns>True when a head was signed.</returns>
    /// <exception cref="IOException">The file cannot be written at the moment; the next attempt makes up for it.</exception>
    public bool Sign(long head, DateTimeOffset now)
    {
        lock (gate)
            return SignNext(head, now);
    }

    /// <summary>A signature over something else that leaves the house; null without a key, or while nothing is signed.</summary>
    public byte[]? Seal(ReadOnlySpan<byte> content)
    {
        lock (gate)
            return State.Finding is null ? key?.SignData(content, HashAlgorithmName.SHA256) : null;
    }

    private bool SignNext(long head, DateTimeOffset now)
    {
        if (!isRead)
            Begin();
        // At the first look the store is held against the last head even when nothing was written since.
        if (State.Finding is not null || key is null || (hasLooked && head == (State.Checkpoint?.Seq ?? 0)))
            return false;
        hasLooked = true;
        var extension = LedgerExtension.Decide(State.Checkpoint, reader.Stored(State.Checkpoint?.Seq ?? 1, CancellationToken.None));
        if (extension.Finding is { } finding)
        {
            Report(extension, finding, now);
            return false;
        }

        if (extension.Seq == (State.Checkpoint?.Seq ?? 0))
            return false;
        try
        {
            Write(CheckpointKind.Head, extension.Seq, extension.Hash, null, now);
            return true;
        }
        catch (InvalidDataException problem)
        {
            State = State with { Finding = problem.Message };
            return false;
        }
    }

    /// <summary>A person has looked into what does not fit: the chain goes on from the newest row. Makes a key where the old one is lost.</summary>
    public void Accept(long seq, byte[] hash, string note, DateTimeOffset now)
    {
        lock (gate)
        {
            if (!isRead)
                Begin();
            key ??= file.Keys.Make();
            Write(CheckpointKind.Accepted, seq, hash, note, now);
            State = State with { Finding = null };
        }
    }

    public void Dispose() => key?.Dispose();

    private void Begin()
    {
        try
        {
            var log = file.Read();
            lastLine = log.LastLineHash;
            key = file.Keys.Signing() ?? (file.IsEmpty && !reader.WasWitnessed() ? file.Keys.Make() : null);
            State = new SigningState(log.Head, log switch
            {
                { Findings: [var first, ..] } => first,
                { OpenFinding.Note: { } note } => note,
                { Lines.Count: 0 } when reader.WasWitnessed() => "The checkpoints are gone: the ledger says that there were some.",
                _ when key is null => "The key that signs checkpoints is gone.",
                _ => null,
            });
        }
        catch (InvalidDataException problem)
        {
            State = new SigningState(null, problem.Message);
        }

        isRead = true;
    }

    /// <summary>The finding is itself evidence: whoever mends the store behind our back cannot take it away again.</summary>
    private void Report(LedgerExtension extension, string finding, DateTimeOffset now)
    {
        State = State with { Finding = finding };
        try
        {
            Write(CheckpointKind.Finding, extension.Seq, extension.Hash, finding, now);
        }
        catch (InvalidDataException)
        {
            // The file is gone as well; the state says what was found first.
        }
    }

    private void Write(CheckpointKind kind, long seq, byte[] hash, string? note, DateTimeOffset now)
    {
        var checkpoint = LedgerCheckpoint.Sign(kind, seq, hash, now, note, lastLine, key!);
        var line = checkpoint.ToLine();
        file.Append(line);
        (lastLine, Line) = (LedgerCheckpoint.HashOf(line), line);
        if (kind != CheckpointKind.Finding)
            State = State with { Checkpoint = checkpoint };
    }
}
