using System.Buffers;

namespace Runink.Companion.Intake.Mllp;

/// <summary>
/// Cuts the bytes of one connection into messages. Each byte is looked at once, however it is split, and what is unfinished is kept
/// in pieces that are asked for one by one. A missing 0x0D after the end block is forgiven, and so are blanks, line ends and the
/// single-byte acknowledgements of MLLP release 2 between frames.
/// </summary>
/// <param name="mostBytes">Of one message.</param>
/// <param name="tryTake">Asks for room beyond the first piece, which every connection has.</param>
/// <param name="give">Gives it back.</param>
public sealed class MllpFrameReader(int mostBytes, Func<int, bool> tryTake, Action<int> give) : IDisposable
{
    /// <summary>A connection that sends this much without a start block or a header does not speak MLLP.</summary>
    public const int MostNoise = 4096;

    /// <summary>Most messages are shorter: they never ask for room.</summary>
    public const int FirstPiece = 16 * 1024;

    private const int Piece = 64 * 1024;

    private static readonly SearchValues<byte> BetweenFrames = SearchValues.Create([(byte)'\r', (byte)'\n', (byte)' ', (byte)'\t', MllpFrame.End, 0x06, 0x15]);

    private readonly List<byte[]> pieces = [];
    private byte[]? first;
    private int length;
    private int taken;
    private bool isFramed;
    private bool isOpen;
    private bool isHandedOut;

    /// <summary>True from the first byte of a message to its last.</summary>
    public bool IsUnfinished => isOpen;

    /// <summary>True when what is unfinished began with a start block.</summary>
    public bool IsFramed => isFramed;

    /// <summary>Takes bytes off the front until something is whole, or all are taken.</summary>
    /// <param name="message">What was found; it lives until the next call.</param>
    public FrameState Next(ref ReadOnlyMemory<byte> bytes, out byte[] message)
    {
        message = [];
        if (isHandedOut)
            Forget();
        while (!bytes.IsEmpty)
        {
            if (!isOpen && !Open(ref bytes))
                return FrameState.NeedMore;
            var end = isFramed ? bytes.Span.IndexOf(MllpFrame.End) : bytes.Span.IndexOfAny(MllpFrame.Start, MllpFrame.End);
            var part = end < 0 ? bytes : bytes[..end];
            if (TooMuch(part) is { } excess)
            {
                KeepBeginning(part.Span);
                return excess;
            }

            if (end < 0)
            {
                bytes = default;
                return Keep(part.Span) ? FrameState.NeedMore : FrameState.NoRoom;
            }

            var isMessage = isFramed || bytes.Span[end] == MllpFrame.End || LooksLikeMessage(part.Span);
            bytes = bytes[(bytes.Span[end] == MllpFrame.End ? end + 1 : end)..];
            if (!isMessage)
            {
                Forget();
                continue;
            }

            message = Join(part.Span);
            (isOpen, isHandedOut) = (false, true);
            return isFramed ? FrameState.Complete : FrameState.Unframed;
        }

        return FrameState.NeedMore;
    }

    /// <summary>The beginning of what is unfinished: enough to say whose it is. All of it is forgotten with this.</summary>
    public byte[] TakeUnfinished()
    {
        var beginning = first.AsSpan(0, Math.Min(length, FirstPiece)).ToArray();
        Forget();
        return beginning;
    }

    public void Dispose() => Forget();

    private bool Open(ref ReadOnlyMemory<byte> bytes)
    {
        var at = bytes.Span.IndexOfAnyExcept(BetweenFrames);
        bytes = at < 0 ? default : bytes[at..];
        if (at < 0)
            return false;
        (isOpen, isFramed) = (true, bytes.Span[0] == MllpFrame.Start);
        if (isFramed)
            bytes = bytes[1..];
        return true;
    }

    private FrameState? TooMuch(ReadOnlyMemory<byte> part)
    {
        var total = (long)length + part.Length;
        if (total > MostNoise && !isFramed && !LooksLikeMessage(part.Span))
            return FrameState.Garbage;
        return total > mostBytes ? FrameState.TooLong : null;
    }

    private bool LooksLikeMessage(ReadOnlySpan<byte> part)
    {
        Span<byte> beginning = stackalloc byte[3];
        var kept = Math.Min(length, 3);
        first.AsSpan(0, kept).CopyTo(beginning);
        part[..Math.Min(part.Length, 3 - kept)].CopyTo(beginning[kept..]);
        return beginning.SequenceEqual("MSH"u8) || beginning.SequenceEqual("FHS"u8) || beginning.SequenceEqual("BHS"u8);
    }

    private void KeepBeginning(ReadOnlySpan<byte> part)
    {
        if (length < FirstPiece)
            Keep(part[..Math.Min(part.Length, FirstPiece - length)]);
    }

    private bool Keep(ReadOnlySpan<byte> part)
    {
        first ??= new byte[FirstPiece];
        while (!part.IsEmpty)
        {
            var (piece, at) = length < FirstPiece ? (first, length) : ((length - FirstPiece) / Piece is var index && index < pieces.Count ? pieces[index] : null, (length - FirstPiece) % Piece);
            if (piece is null)
            {
                if (!tryTake(Piece))
                    return false;
                taken += Piece;
                pieces.Add(piece = ArrayPool<byte>.Shared.Rent(Piece));
            }

            var fits = Math.Min(part.Length, (ReferenceEquals(piece, first) ? FirstPiece : Piece) - at);
            part[..fits].CopyTo(piece.AsSpan(at));
            length += fits;
            part = part[fits..];
        }

        return true;
    }

    private byte[] Join(ReadOnlySpan<byte> last)
    {
        var whole = GC.AllocateUninitializedArray<byte>(length + last.Length);
        var at = Math.Min(length, FirstPiece);
        first.AsSpan(0, at).CopyTo(whole);
        foreach (var piece in pieces)
        {
            var part = piece.AsSpan(0, Math.Min(Piece, length - at));
            part.CopyTo(whole.AsSpan(at));
            at += part.Length;
        }

        last.CopyTo(whole.AsSpan(at));
        return whole;
    }

    private void Forget()
    {
        foreach (var piece in pieces)
            ArrayPool<byte>.Shared.Return(piece);
        pieces.Clear();
        if (taken > 0)
            give(taken);
        (length, taken, isOpen, isHandedOut) = (0, 0, false, false);
    }
}
