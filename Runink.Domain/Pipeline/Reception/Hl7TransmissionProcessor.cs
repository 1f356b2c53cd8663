using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>What came of one frame, one body or one file.</summary>
/// <param name="Answers">What is sent back, each in a frame of its own; empty when nothing is answered.</param>
/// <param name="Receptions">One for each message that was not an acknowledgement.</param>
public sealed record Hl7TransmissionReply(IReadOnlyList<string> Answers, IReadOnlyList<Hl7Reception> Receptions);

/// <summary>
/// What every HL7 v2 door does alike with the bytes that reach it: a batch is cut and answered as a batch, acknowledgements are
/// counted and never answered, and a sender in enhanced mode (MSH-15, MSH-16) hears what it asked for.
/// </summary>
public sealed partial class Hl7TransmissionProcessor(Hl7MessageProcessor messages, TimeProvider time, UlidSource ids, ILogger<Hl7TransmissionProcessor> log)
{
    private long acknowledgements;

    /// <summary>How many acknowledgements and other responses have come, since the program started.</summary>
    public long Acknowledgements => Interlocked.Read(ref acknowledgements);

    public async Task<Hl7TransmissionReply> AcceptAsync(Envelope envelope, CancellationToken cancel)
    {
        if (Hl7Batch.IsSingle(envelope.Raw.Span))
            return await OneAsync(envelope, cancel);

        var batch = Hl7Batch.Of(envelope.Raw);
        if (batch.Messages.Count == 1 && batch.Header is null)
            return await OneAsync(envelope, cancel);
        var answers = new List<string>();
        var receptions = new List<Hl7Reception>();
        foreach (var message in batch.Messages)
        {
            var reply = await OneAsync(envelope with { Id = ids.Next(), Raw = message }, cancel);
            answers.AddRange(reply.Answers);
            receptions.AddRange(reply.Receptions);
        }

        if (batch.Header is not null && (answers.Count > 0 || batch.Messages.Count == 0))
            answers = [batch.Answer(answers, ids.Next(), time.GetUtcNow())];
        // What holds no message at all is one that cannot be read.
        return batch.Messages.Count > 0 || batch.Header is not null ? new Hl7TransmissionReply(answers, receptions) : await OneAsync(envelope, cancel);
    }

    /// <summary>Answers what was not even a transmission: without its start block, without an end, too long. Nothing of it is kept.</summary>
    /// <returns>Null for an acknowledgement, which is never answered.</returns>
    public string? Refuse(ReadOnlySpan<byte> raw, MessageFault fault)
    {
        if (!Hl7Peek.Of(raw).IsResponse)
            return Hl7Ack.Refuse(Hl7Message.HeaderOf(Hl7Text.Decode(raw)), fault, ids.Next(), time.GetUtcNow());
        Count("without a frame");
        return null;
    }

    private async Task<Hl7TransmissionReply> OneAsync(Envelope envelope, CancellationToken cancel)
    {
        var peek = Hl7Peek.Of(envelope.Raw.Span);
        if (peek.IsResponse)
        {
            Count(envelope.Door);
            return new Hl7TransmissionReply([], []);
        }

        var began = Stopwatch.GetTimestamp();
        using var activity = Measures.Activities.StartActivity("intake hl7v2");
        var reception = await messages.ReceiveAsync(envelope, cancel);
        var outcome = reception.IsRepeat ? "repeated" : reception.Fault is null ? "accepted" : reception.IsKept ? "refused" : "unavailable";
        Measures.Count(envelope.Door, reception.Source ?? "unknown", outcome, began);
        activity?.SetTag("runink.door", envelope.Door).SetTag("runink.message.id", envelope.Id).SetTag("runink.outcome", outcome);
        return new Hl7TransmissionReply(peek.IsOriginalMode ? [reception.Answer] : EnhancedMode(peek, reception), [reception]);
    }

    /// <summary>
    /// HL7 v2, chapter 2.9.3: first whether the message is kept (CA, CE, CR), then what became of it (AA, AE), each only when it was
    /// asked for. A message set aside is kept; but if its sender does not want to hear more, CE is all it would ever hear of it.
    /// </summary>
    private List<string> EnhancedMode(Hl7Peek peek, Hl7Reception reception)
    {
        var fails = reception.Fault is not null;
        var saysMore = Wants(peek.ApplicationAck, fails);
        var isCommitted = reception.Fault is null || (reception.IsKept && !reception.Fault.Permanent && saysMore);
        var answers = new List<string>(2);
        if (Wants(peek.AcceptAck, !isCommitted))
            answers.Add(Hl7Ack.Commit(reception.Answer, isCommitted, ids.Next()));
        if (isCommitted && saysMore)
            answers.Add(Hl7Ack.Final(reception.Answer));
        return answers;
    }

    /// <summary>HL7 table 0155.</summary>
    private static bool Wants(string condition, bool fails) => condition switch
    {
        "AL" => true,
        "ER" => fails,
        "SU" => !fails,
        _ => false,
    };

    private void Count(string door)
    {
        Interlocked.Increment(ref acknowledgements);
        LogAcknowledgement(door);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "An acknowledgement came by {Door}; it is not answered")]
    private partial void LogAcknowledgement(string door);
}
