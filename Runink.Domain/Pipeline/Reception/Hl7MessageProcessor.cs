using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>
/// The way of one message, from bytes to a person's work: read, whose, what, does it matter, who does what, prove. All in one
/// transaction; the sender is answered after the commit.
/// </summary>
public sealed partial class Hl7MessageProcessor(
    StoreWriter writer, MessagePipeline pipeline, SiteOptions site, TimeProvider time, UlidSource ids, ILogger<Hl7MessageProcessor> log, FeedProfiles? profiles = null)
{
    /// <summary>As long as the column is.</summary>
    private const int LongestKey = 450;

    private readonly Hl7Reader hl7 = new(site.Zone, site.TestMessages, profiles);

    /// <returns>The acknowledgement to send back: AA, AE or AR.</returns>
    public async Task<string> AcceptHl7Async(Envelope envelope, CancellationToken cancel) => (await ReceiveAsync(envelope, cancel)).Answer;

    /// <summary>Takes one message in, or sets it aside, and says which.</summary>
    public async Task<Hl7Reception> ReceiveAsync(Envelope envelope, CancellationToken cancel)
    {
        Hl7Message? message = null;
        try
        {
            var decoded = Hl7Text.Read(envelope.Raw.Span);
            if (decoded.Fault is { } unreadable)
                return await RefuseAsync(envelope, Hl7Message.HeaderOf(decoded.Text), unreadable, cancel);
            return Hl7Message.TryParse(decoded.Text, out message, out var fault)
                ? await ReadAsync(envelope, message!, decoded.Finding, cancel)
                : await RefuseAsync(envelope, Hl7Message.HeaderOf(decoded.Text), fault!, cancel);
        }
        catch (StoreUnavailableException problem)
        {
            LogStoreUnavailable(problem, envelope.Id);
            var fault = new MessageFault(false, null, Hl7Reception.StoreIsAway, "The store cannot write at the moment. Send again.");
            return new Hl7Reception(Hl7Ack.Refuse(message, fault, ids.Next(), time.GetUtcNow()), fault);
        }
        catch (UnstorableTextException problem)
        {
            return await RefuseAsync(envelope, message, new MessageFault(false, null, 207, problem.Message), cancel);
        }
#pragma warning disable CA1031 // The edge of intake: whatever one message provokes must not stop the others.
        catch (Exception problem) when (problem is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogPoison(problem, envelope.Id);
            return await RefuseAsync(envelope, message, new MessageFault(false, null, 207, "The message could not be processed. It is kept for a person to look at."), cancel);
        }
    }

    private Task<Hl7Reception> ReadAsync(Envelope envelope, Hl7Message message, string? charset, CancellationToken cancel)
    {
        if (Hl7Limits.Check(message) is { } tooLong)
            return RefuseAsync(envelope, message, tooLong, cancel);
        var reading = hl7.Read(message, envelope.ReceivedAt);
        if (reading.Fault is { } fault)
            return RefuseAsync(envelope, message, fault, cancel);

        var plain = reading.Message! with { Patients = [.. reading.Message!.Patients.Select(NoticeLimits.Plain)] };
        var clinical = charset is null ? plain : plain with { Findings = [.. plain.Findings, new IntakeFinding(IntakeFinding.Charset, "MSH-18", charset)] };
        var key = Hl7Reader.DeduplicationKey(message);
        if (key.Length > LongestKey)
            key = $"hl7|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
        var hash = envelope.Hash;
        // Written out here, beside the writer.
        foreach (var said in clinical.Patients.SelectMany(patient => patient.Resources))
            _ = said.Json;
        return AcceptAsync();

        async Task<Hl7Reception> AcceptAsync()
        {
            try
            {
                return await writer.WriteAsync(scope => Take(scope, envelope, hash, message, clinical, key), cancel);
            }
            catch (UnresolvedPatientException unclear)
            {
                return await RefuseAsync(envelope, message, unclear.Fault, cancel);
            }
        }
    }

    private Hl7Reception Take(WriteScope scope, Envelope envelope, string hash, Hl7Message sent, ClinicalMessage message, string key)
    {
        if (MessageReception.AnswerGivenBefore(scope, key) is { } before)
        {
            scope.Record("message_repeated", new Subject("message", envelope.Id), Actor.System, Detail.Of(("source", message.Source)));
            return new Hl7Reception(before, IsRepeat: true) { Source = message.Source };
        }

        var findings = message.Findings.ToList();
        var reply = Hl7Ack.Accept(sent, scope.Ids.Next(), scope.Now);
        MessageReception.Accept(scope, envelope, message, key, reply, hash);
        pipeline.Identities.Before(scope, message, envelope.Id);
        foreach (var notice in message.Patients)
        {
            var (patientId, fault) = pipeline.Patients.Take(scope, notice, envelope.Id, findings);
            if (fault is not null)
                throw new UnresolvedPatientException(fault);
            foreach (var resource in ResourceStatements.Take(scope, patientId!, notice.Resources, envelope.Id))
                pipeline.Orders.Follow(scope, patientId!, resource, envelope.Id);
        }

        pipeline.Identities.After(scope, message, envelope.Id, findings);
        if (findings.Count > 0)
            MessageReception.Remark(scope, envelope.Id, findings, reply = Hl7Ack.Accept(sent, scope.Ids.Next(), scope.Now, findings));
        scope.Record("message_accepted", new Subject("message", envelope.Id), Actor.System, Detail.Of(("door", envelope.Door), ("kind", message.Kind), ("source", message.Source)));
        return new Hl7Reception(reply) { Source = message.Source };
    }

    private Task<Hl7Reception> RefuseAsync(Envelope envelope, Hl7Message? message, MessageFault fault, CancellationToken cancel) =>
        writer.WriteAsync(scope =>
        {
            var header = message?.Header;
            MessageReception.SetAside(
                scope, envelope, header?.Get(9) is { } type ? $"{type}^{header.Get(9, 2)}".TrimEnd('^') : "HL7 v2", (header is null ? null : Hl7Reader.Source(header)) ?? Sender(envelope), fault);
            return new Hl7Reception(Hl7Ack.Refuse(message, fault, scope.Ids.Next(), scope.Now), fault);
        }, cancel);

    /// <summary>The port of an address is another one with each connection, and the sender is the same.</summary>
    private static string Sender(Envelope envelope) => IPEndPoint.TryParse(envelope.Sender, out var address) ? address.Address.ToString() : envelope.Sender;

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} could not be stored; its sender was asked to send again")]
    private partial void LogStoreUnavailable(Exception problem, string messageId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} could not be processed and was set aside")]
    private partial void LogPoison(Exception problem, string messageId);
}
