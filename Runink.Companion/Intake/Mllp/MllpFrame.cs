namespace Runink.Companion.Intake.Mllp;

/// <summary>What a sender's bytes have come to.</summary>
public enum FrameState
{
    /// <summary>Nothing is whole yet.</summary>
    NeedMore,

    /// <summary>A message with its blocks around it.</summary>
    Complete,

    /// <summary>Something that ended like a message, or looks like one, and had no start block.</summary>
    Unframed,

    /// <summary>Many bytes that are no message at all.</summary>
    Garbage,

    /// <summary>Longer than one message may be.</summary>
    TooLong,

    /// <summary>All connections together hold as many unfinished bytes as they may.</summary>
    NoRoom,
}

/// <summary>MLLP framing: 0x0B, message, 0x1C 0x0D.</summary>
public static class MllpFrame
{
    public const byte Start = 0x0B;
    public const byte End = 0x1C;

    /// <summary>The bytes of an answer with its frame around it.</summary>
    public static byte[] Wrap(string answer)
    {
        var framed = new byte[System.Text.Encoding.UTF8.GetByteCount(answer) + 3];
        framed[0] = Start;
        System.Text.Encoding.UTF8.GetBytes(answer, framed.AsSpan(1));
        framed[^2] = End;
        framed[^1] = (byte)'\r';
        return framed;
    }
}
