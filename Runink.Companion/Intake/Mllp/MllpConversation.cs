using System.Buffers;
using Microsoft.Extensions.Options;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Intake.Mllp;

/// <summary>One connection: frame in, answer out, until either side ends it. The answer leaves after the commit.</summary>
public sealed partial class MllpConversation(
    IOptions<MllpOptions> options, MllpConnections connections, Hl7TransmissionProcessor transmissions, TimeProvider time, UlidSource ids, ILogger<MllpConversation> log)
{
    private const int ReadBytes = 16 * 1024;

    /// <summary>Who goes on sending what cannot be read hears it this often, and is then left.</summary>
    private const int MostRefusals = 10;

    /// <summary>A message without a start block has no end that could be waited for, but a pause.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task RunAsync(Stream stream, MllpConnection connection, string sender, CancellationToken stopping)
    {
        var settings = options.Value;
        using var frames = new MllpFrameReader(settings.MaxMessageBytes, bytes => connections.TryTake(connection, bytes), bytes => connections.Give(connection, bytes));
        using var patience = new Patience(time, connection.Closing);
        using var writing = new Patience(time, stopping);
        var answers = new Answers(stream, writing, settings.Write);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            var opened = time.GetTimestamp();
            var refusals = 0;
            while (true)
            {
                int read;
                try
                {
                    read = await stream.ReadAsync(buffer.AsMemory(0, ReadBytes), patience.Until(Left(frames, connection, opened, settings)));
                }
                catch (OperationCanceledException) when (patience.IsOver && frames.IsUnfinished)
                {
                    await RefuseAsync(answers, sender, frames.IsFramed ? FrameState.NeedMore : FrameState.Unframed, frames.TakeUnfinished());
                    if (frames.IsFramed || ++refusals > MostRefusals)
                        return;
                    connection.Rests();
                    continue;
                }

                if (read == 0)
                    return;
                var bytes = (ReadOnlyMemory<byte>)buffer.AsMemory(0, read);
                FrameState state;
                while ((state = frames.Next(ref bytes, out var message)) is FrameState.Complete or FrameState.Unframed)
                {
                    connection.IsWhole();
                    if (state == FrameState.Complete)
                    {
                        await AnswerAsync(answers, sender, message, stopping);
                        connection.Answered(!bytes.IsEmpty);
                        refusals = 0;
                        continue;
                    }

                    await RefuseAsync(answers, sender, state, message);
                    if (++refusals > MostRefusals)
                        return;
                }

                if (state != FrameState.NeedMore)
                {
                    await RefuseAsync(answers, sender, state, frames.TakeUnfinished());
                    return;
                }

                if (frames.IsUnfinished)
                    connection.Begins();
                else
                    connection.Rests();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private TimeSpan Left(MllpFrameReader frames, MllpConnection connection, long opened, MllpOptions settings)
    {
        if (frames.IsUnfinished && !frames.IsFramed)
            return Pause;
        var (allowed, since) = frames.IsUnfinished ? (settings.Frame, connection.LastUsed) : connection.HasDelivered ? (settings.Idle, time.GetTimestamp()) : (settings.FirstByte, opened);
        var left = allowed - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task AnswerAsync(Answers answers, string sender, byte[] message, CancellationToken stopping)
    {
        var reply = await transmissions.AcceptAsync(new Envelope(ids.Next(), "mllp", sender, time.GetUtcNow(), message), stopping);
        foreach (var answer in reply.Answers)
            await answers.WriteAsync(answer);
    }

    private async Task RefuseAsync(Answers answers, string sender, FrameState state, byte[] sent)
    {
        LogRefused(sender, state);
        var settings = options.Value;
        var fault = state switch
        {
            FrameState.TooLong => new MessageFault(true, null, 207, $"The message is longer than {settings.MaxMessageBytes} bytes."),
            FrameState.NoRoom => new MessageFault(false, null, 207, "Too many long messages are on their way at the moment. Send again."),
            FrameState.NeedMore => new MessageFault(false, null, 207, $"The frame had no end block (0x1C 0x0D) within {settings.Frame.TotalSeconds} seconds. Send again."),
            _ => new MessageFault(true, null, 207, "Frame without start block: a message begins with 0x0B and ends with 0x1C 0x0D."),
        };
        if (transmissions.Refuse(sent, fault) is { } answer)
            await answers.WriteAsync(answer);
    }

    /// <summary>The way back to the sender.</summary>
    private sealed record Answers(Stream Stream, Patience Patience, TimeSpan Limit)
    {
        public ValueTask WriteAsync(string answer) => Stream.WriteAsync(MllpFrame.Wrap(answer), Patience.Until(Limit));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What {Sender} sent by MLLP was refused: {State}")]
    private partial void LogRefused(string sender, FrameState state);
}
