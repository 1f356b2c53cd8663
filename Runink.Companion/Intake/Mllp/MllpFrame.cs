using System.Buffers;

namespace Runink.Companion.Intake.Mllp;

public enum FrameState { NeedMore, Complete, Garbage, TooLong }

/// <summary>MLLP framing: 0x0B, message, 0x1C 0x0D. A missing 0x0D before the next 0x0B is forgiven; some senders leave it out.</summary>
public static class MllpFrame
{
    public const byte Start = 0x0B;
    public const byte End = 0x1C;

    private const int MostGarbage = 4096;

    /// <summary>Looks for one message at the start of the buffer and moves the buffer behind it.</summary>
    public static FrameState TryRead(ref ReadOnlySequence<byte> buffer, int maxBytes, out ReadOnlySequence<byte> message)
    {
        message = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryAdvanceTo(Start))
        {
            if (buffer.Length > MostGarbage)
                return FrameState.Garbage;
            return FrameState.NeedMore;
        }

        if (reader.Consumed - 1 > MostGarbage)
            return FrameState.Garbage;
        var content = reader.Position;
        if (!reader.TryReadTo(out ReadOnlySequence<byte> found, End))
            return reader.Remaining > maxBytes ? FrameState.TooLong : FrameState.NeedMore;
        if (found.Length > maxBytes)
            return FrameState.TooLong;
        reader.IsNext((byte)'\r', advancePast: true);
        message = buffer.Slice(content, found.Length);
        buffer = buffer.Slice(reader.Position);
        return FrameState.Complete;
    }

    /// <summary>The bytes of an answer with its frame around it.</summary>
    public static byte[] Wrap(string answer)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(answer);
        var framed = new byte[body.Length + 3];
        framed[0] = Start;
        body.CopyTo(framed, 1);
        framed[^2] = End;
        framed[^1] = (byte)'\r';
        return framed;
    }
}
