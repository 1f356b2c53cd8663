using System.Buffers;
using System.Text;
using Runink.Companion.Intake.Mllp;

namespace Runink.Tests.Companion.Intake;

public sealed class MllpFrameTests
{
    private const int Most = 10_000;
    private const byte CarriageReturn = 0x0D;

    [Fact]
    public void TwoFramesAreFoundWhereverTheBytesAreSplit()
    {
        byte[] bytes = [.. MllpFrame.Wrap("MSH|one\rPID|é"), .. MllpFrame.Wrap("MSH|two")];
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second += 3)
                Assert.Equal(["MSH|one\rPID|é", "MSH|two"], ReadAll(bytes[..first], bytes[first..second], bytes[second..]));
        }
    }

    [Fact]
    public void BytesThatComeOneByOneAreWaitedFor()
    {
        var bytes = MllpFrame.Wrap("MSH|one");
        for (var length = 0; length < bytes.Length - 1; length++)
        {
            var buffer = new ReadOnlySequence<byte>(bytes, 0, length);
            Assert.Equal(FrameState.NeedMore, MllpFrame.TryRead(ref buffer, Most, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Fact]
    public void AMissingCarriageReturnIsForgiven() => Assert.Equal(
        ["one", "two", "three"], ReadAll([MllpFrame.Start, .. "one"u8, MllpFrame.End, .. MllpFrame.Wrap("two"), MllpFrame.Start, .. "three"u8, MllpFrame.End]));

    [Fact]
    public void ACarriageReturnThatComesLaterIsSkipped() => Assert.Equal(
        ["one", "two"], ReadAll([MllpFrame.Start, .. "one"u8, MllpFrame.End], [CarriageReturn, .. MllpFrame.Wrap("two")]));

    [Fact]
    public void AFewBytesBetweenFramesAreSkipped() => Assert.Equal(["one"], ReadAll([.. "\r\n noise"u8, .. MllpFrame.Wrap("one")]));

    [Theory]
    [InlineData(4096, FrameState.NeedMore)]
    [InlineData(4097, FrameState.Garbage)]
    public void NoiseWithoutAStartIsNotWaitedForEndlessly(int length, FrameState state)
    {
        var buffer = new ReadOnlySequence<byte>(new byte[length]);

        Assert.Equal(state, MllpFrame.TryRead(ref buffer, Most, out _));
    }

    [Fact]
    public void MuchNoiseBeforeAStartIsGarbageToo()
    {
        var buffer = new ReadOnlySequence<byte>([.. new byte[5000], .. MllpFrame.Wrap("one")]);

        Assert.Equal(FrameState.Garbage, MllpFrame.TryRead(ref buffer, Most, out _));
    }

    [Theory]
    [InlineData(100, false, FrameState.NeedMore)]
    [InlineData(101, false, FrameState.TooLong)]
    [InlineData(100, true, FrameState.Complete)]
    [InlineData(101, true, FrameState.TooLong)]
    public void ALongMessageIsRefusedWithOrWithoutItsEnd(int length, bool hasEnd, FrameState state)
    {
        byte[] bytes = [MllpFrame.Start, .. new byte[length], .. hasEnd ? new[] { MllpFrame.End, CarriageReturn } : []];
        var buffer = new ReadOnlySequence<byte>(bytes);

        Assert.Equal(state, MllpFrame.TryRead(ref buffer, 100, out _));
    }

    [Fact]
    public void AnEmptyFrameIsAMessageOfNothing() => Assert.Equal([""], ReadAll(MllpFrame.Wrap("")));

    private static List<string> ReadAll(params byte[][] parts)
    {
        var messages = new List<string>();
        var arrived = new List<byte>();
        foreach (var part in parts)
        {
            arrived.AddRange(part);
            var buffer = Segmented([.. arrived]);
            while (MllpFrame.TryRead(ref buffer, Most, out var message) == FrameState.Complete)
                messages.Add(Encoding.UTF8.GetString(message.ToArray()));
            arrived = [.. buffer.ToArray()];
        }

        return messages;
    }

    /// <summary>In segments of three bytes, as a pipe may hand them out.</summary>
    private static ReadOnlySequence<byte> Segmented(byte[] bytes)
    {
        if (bytes.Length == 0)
            return ReadOnlySequence<byte>.Empty;
        var first = new Segment(bytes.AsMemory(0, Math.Min(3, bytes.Length)), null);
        var last = first;
        for (var at = 3; at < bytes.Length; at += 3)
            last = new Segment(bytes.AsMemory(at, Math.Min(3, bytes.Length - at)), last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
