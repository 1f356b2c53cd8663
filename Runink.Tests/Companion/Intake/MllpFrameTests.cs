using System.Diagnostics;
using System.Text;
using Runink.Companion.Intake.Mllp;

namespace Runink.Tests.Companion.Intake;

public sealed class MllpFrameTests
{
    private const int Most = 10_000;

    private static readonly byte[] Two = [.. MllpFrame.Wrap("MSH|one\rPID|é"), .. MllpFrame.Wrap("MSH|two")];

    [Fact]
    public void TwoFramesAreFoundWhereverTheBytesAreSplit()
    {
        for (var first = 0; first <= Two.Length; first++)
        {
            for (var second = first; second <= Two.Length; second += 3)
                Assert.Equal(["MSH|one\rPID|é", "MSH|two"], ReadAll(Two[..first], Two[first..second], Two[second..]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnySplitOfAnyBytesGivesTheSameAnswers(int seed)
    {
        var random = new Random(seed);
        byte[][] words = [[MllpFrame.Start], [MllpFrame.End], [MllpFrame.End, 0x0D], [0x0D], "\n"u8.ToArray(), "MSH|"u8.ToArray(), "BHS|"u8.ToArray(), "noise"u8.ToArray(), new byte[3000], new byte[4200], new byte[20_000], [0x06]];
        for (var round = 0; round < 300; round++)
        {
            byte[] bytes = [.. Enumerable.Range(0, random.Next(1, 30)).SelectMany(_ => words[random.Next(words.Length)])];
            var whole = Events(22_000, bytes);
            var parts = new List<byte[]>();
            for (var at = 0; at < bytes.Length;)
            {
                var next = Math.Min(bytes.Length, at + random.Next(1, random.Next(2) == 0 ? 4 : 9000));
                parts.Add(bytes[at..next]);
                at = next;
            }

            Assert.Equal(whole, Events(22_000, [.. parts]));
        }
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r\r\n \t")]
    [InlineData("\u001c\r\n")]
    public void WhatFollowsAnEndBlockStartsNoFrame(string after)
    {
        using var frames = Reader(Most);
        var bytes = (ReadOnlyMemory<byte>)(byte[])[MllpFrame.Start, .. "one"u8, MllpFrame.End, .. Encoding.ASCII.GetBytes(after)];
        Assert.Equal(FrameState.Complete, frames.Next(ref bytes, out _));
        Assert.Equal(FrameState.NeedMore, frames.Next(ref bytes, out _));

        Assert.False(frames.IsUnfinished);
    }

    [Fact]
    public void AMissingCarriageReturnIsForgiven() => Assert.Equal(
        ["one", "two", "three"], ReadAll([MllpFrame.Start, .. "one"u8, MllpFrame.End, .. MllpFrame.Wrap("two"), MllpFrame.Start, .. "three"u8, MllpFrame.End]));

    [Fact]
    public void AFewBytesBetweenFramesAreSkipped() => Assert.Equal(["one", "two"], ReadAll([.. "\r\n noise"u8, .. MllpFrame.Wrap("one"), .. "more"u8, .. MllpFrame.Wrap("two")]));

    [Fact]
    public void AMessageWithoutAStartBlockIsFoundByItsEndOrByTheNextStart() => Assert.Equal(
        ["Unframed MSH|one", "Complete two", "Unframed MSH|three", "Complete four", "Unframed noise"],
        Events(Most, [.. "MSH|one"u8, MllpFrame.End, 0x0D, .. MllpFrame.Wrap("two"), .. "MSH|three"u8, .. MllpFrame.Wrap("four"), .. "noise"u8, MllpFrame.End]));

    [Theory]
    [InlineData(4096, "")]
    [InlineData(4097, "Garbage")]
    public void NoiseWithoutAStartIsNotWaitedForEndlessly(int length, string state) => Assert.Equal(state, string.Join(' ', Events(Most, new byte[length])));

    [Fact]
    public void MuchNoiseBeforeAStartIsGarbageToo() => Assert.Equal(["Garbage"], Events(Most, [.. new byte[5000], .. MllpFrame.Wrap("one")]));

    [Theory]
    [InlineData(100, false, "")]
    [InlineData(101, false, "TooLong")]
    [InlineData(100, true, "Complete")]
    [InlineData(101, true, "TooLong")]
    public void ALongMessageIsRefusedWithOrWithoutItsEnd(int length, bool hasEnd, string state) => Assert.Equal(
        state, string.Join(' ', Events(100, [MllpFrame.Start, .. new byte[length], .. hasEnd ? new[] { MllpFrame.End, (byte)'\r' } : []]).Select(one => one.Split(' ')[0])));

    [Fact]
    public void AnEmptyFrameIsAMessageOfNothing() => Assert.Equal([""], ReadAll(MllpFrame.Wrap("")));

    [Fact]
    public void RoomIsAskedForBeyondTheFirstPieceAndGivenBackAfterTheAnswer()
    {
        var held = 0;
        using var frames = new MllpFrameReader(1_000_000, bytes => (held += bytes) > 0, bytes => held -= bytes);
        var message = new byte[300_000];
        Feed([MllpFrame.Start, .. message[..MllpFrameReader.FirstPiece]]);
        Assert.Equal(0, held);

        Feed(message[MllpFrameReader.FirstPiece..]);
        Assert.InRange(held, 300_000 - MllpFrameReader.FirstPiece, 400_000);
        var end = (ReadOnlyMemory<byte>)(byte[])[MllpFrame.End, 0x0D];
        Assert.Equal(FrameState.Complete, frames.Next(ref end, out var found));
        Assert.Equal(message, found);
        Assert.NotEqual(0, held);
        frames.Next(ref end, out _);
        Assert.Equal(0, held);

        void Feed(byte[] part)
        {
            var bytes = (ReadOnlyMemory<byte>)part;
            Assert.Equal(FrameState.NeedMore, frames.Next(ref bytes, out _));
        }
    }

    [Fact]
    public void WithoutRoomALongMessageIsRefusedAndItsBeginningIsKnown()
    {
        using var frames = new MllpFrameReader(1_000_000, _ => false, _ => { });
        var bytes = (ReadOnlyMemory<byte>)(byte[])[MllpFrame.Start, .. "MSH|"u8, .. new byte[MllpFrameReader.FirstPiece]];

        Assert.Equal(FrameState.NoRoom, frames.Next(ref bytes, out _));
        Assert.StartsWith("MSH|", Encoding.UTF8.GetString(frames.TakeUnfinished()), StringComparison.Ordinal);
    }

    /// <summary>Two megabytes byte by byte: some milliseconds when each byte is looked at once, many minutes when all are looked at again.</summary>
    [Fact]
    public void ALongFrameByteByByteCostsNoMoreThanItsLength()
    {
        using var frames = Reader(4_000_000);
        var one = new byte[1];
        one[0] = MllpFrame.Start;
        var clock = Stopwatch.GetTimestamp();
        for (var at = 0; at < 2_000_000; at++)
        {
            var bytes = (ReadOnlyMemory<byte>)one;
            Assert.Equal(FrameState.NeedMore, frames.Next(ref bytes, out _));
            one[0] = (byte)'x';
        }

        Assert.True(Stopwatch.GetElapsedTime(clock) < TimeSpan.FromSeconds(20));
    }

    private static MllpFrameReader Reader(int most) => new(most, _ => true, _ => { });

    private static List<string> ReadAll(params byte[][] parts) => [.. Events(Most, parts).Select(one => one["Complete ".Length..])];

    /// <summary>What a conversation would meet, until it would close.</summary>
    private static List<string> Events(int most, params byte[][] parts)
    {
        using var frames = Reader(most);
        var found = new List<string>();
        foreach (var part in parts)
        {
            var bytes = (ReadOnlyMemory<byte>)part;
            FrameState state;
            while ((state = frames.Next(ref bytes, out var message)) is FrameState.Complete or FrameState.Unframed)
                found.Add($"{state} {Encoding.UTF8.GetString(message)}");
            if (state == FrameState.NeedMore)
                continue;
            found.Add(state.ToString());
            break;
        }

        return found;
    }
}
