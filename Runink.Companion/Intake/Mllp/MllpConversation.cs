using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Options;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Intake.Mllp;

/// <summary>One connection: frame in, answer out, until either side ends it. The answer leaves after the commit.</summary>
public sealed partial class MllpConversation(
    IOptions<MllpOptions> options, Hl7MessageProcessor processor, TimeProvider time, UlidSource ids, ILogger<MllpConversation> log)
{
    public async Task RunAsync(Stream stream, string sender, CancellationToken stopping)
    {
        var settings = options.Value;
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        var insideFrame = false;
        using var frameClock = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        try
        {
            while (true)
            {
                using var patience = new CancellationTokenSource(settings.Idle, time);
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping, insideFrame ? frameClock.Token : patience.Token);
                var read = await reader.ReadAsync(wait.Token);
                var buffer = read.Buffer;
                FrameState state;
                while ((state = MllpFrame.TryRead(ref buffer, settings.MaxMessageBytes, out var message)) == FrameState.Complete)
                {
                    insideFrame = false;
                    frameClock.CancelAfter(Timeout.InfiniteTimeSpan);
                    var answer = await processor.AcceptHl7Async(
                        new Envelope(ids.Next(), "mllp", sender, time.GetUtcNow(), message.ToArray()), stopping);
                    await ReplyAsync(stream, answer, settings.Write, stopping);
                }

                if (state != FrameState.NeedMore)
                {
                    LogRefused(sender, state);
                    await ReplyAsync(stream, Refusal(state, settings.MaxMessageBytes), settings.Write, stopping);
                    return;
                }

                if (!insideFrame && !buffer.IsEmpty)
                {
                    insideFrame = true;
                    frameClock.CancelAfter(settings.Frame);
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                    return;
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private string Refusal(FrameState state, int maxBytes) => Hl7Ack.Refuse(
        null,
        state == FrameState.TooLong
            ? new MessageFault(true, null, 207, $"The message is longer than {maxBytes} bytes.")
            : new MessageFault(true, null, 207, "No start block (0x0B) was found."),
        ids.Next(), time.GetUtcNow());

    private async Task ReplyAsync(Stream stream, string answer, TimeSpan limit, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token);
        await stream.WriteAsync(MllpFrame.Wrap(answer), wait.Token);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The MLLP connection of {Sender} was closed: {State}")]
    private partial void LogRefused(string sender, FrameState state);
}
