using System.Text.Json;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>The first row of every message: taken in once, or set aside with the reason.</summary>
internal static class MessageReception
{
    /// <summary>A message that is wrong a thousand times is wrong in one way: the rest can be read in it.</summary>
    private const int MostFindings = 50;

    private const string InsertMessage = """
        INSERT INTO Messages (Id, Door, Source, Kind, ControlId, DedupKey, Hash, Raw, ReceivedAt, Reply, SentAt)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    /// <summary>The answer that the same message got before; null when this is the first time.</summary>
    public static string? AnswerGivenBefore(WriteScope scope, string dedupKey) =>
        scope.Scalar("SELECT Reply FROM Messages WHERE DedupKey = $0", dedupKey) as string;

    /// <param name="hash">Of the envelope's bytes, where it was made beside the writer: of ten megabytes it takes a while.</param>
    public static void Accept(WriteScope scope, Envelope envelope, ClinicalMessage message, string dedupKey, string reply, string? hash = null)
    {
        // The key is unique: were it there already, the database would refuse the row and with it the message.
        scope.Post(
            InsertMessage, envelope.Id, envelope.Door, message.Source, message.Kind, message.ControlId, dedupKey, hash ?? envelope.Hash,
            envelope.Raw.ToArray(), envelope.ReceivedAt.UtcTicks, reply, message.SentAt?.UtcTicks);
    }

    /// <summary>Writes down what was kept and not understood of a message, beside it.</summary>
    /// <param name="reply">The answer, which says so too; null leaves it as it is.</param>
    public static void Remark(WriteScope scope, string messageId, IReadOnlyList<IntakeFinding> findings, string? reply = null)
    {
        if (findings.Count == 0)
            return;
        scope.Post(
            reply is null ? "UPDATE Messages SET Findings = $1 WHERE Id = $0" : "UPDATE Messages SET Findings = $1, Reply = $2 WHERE Id = $0",
            reply is null ? [messageId, JsonSerializer.Serialize(findings.Take(MostFindings))] : [messageId, JsonSerializer.Serialize(findings.Take(MostFindings)), reply]);
    }

    /// <summary>Keeps what could not be taken in. The same bytes waiting already are not kept twice.</summary>
    public static void SetAside(WriteScope scope, Envelope envelope, string kind, string source, MessageFault fault)
    {
        var waiting = scope.Scalar("SELECT Id FROM Quarantine WHERE Hash = $0 AND Status = 'Waiting'", envelope.Hash);
        if (waiting is not null)
            return;
        scope.Db.Quarantine.Add(new QuarantinedMessage
        {
            Id = envelope.Id,
            Door = envelope.Door,
            Source = Storable(source),
            Kind = Storable(kind),
            Hash = envelope.Hash,
            Raw = envelope.Raw.ToArray(),
            Reason = Storable(fault.Text),
            DeviceId = fault.Device is { } device ? DeviceRegistry.Known(scope, device).Id : null,
            Place = fault.Line is { } line && fault.Place is null ? $"line {line}" : fault.Place is { } place ? Storable(place) : null,
            At = scope.Now,
        });
        scope.Record("message_quarantined", new Subject("message", envelope.Id), Actor.System, Detail.Of(("door", envelope.Door), ("kind", kind), ("place", fault.Place)));
        scope.Announce(new Change("quarantine", envelope.Id));
    }

    /// <summary>What is set aside may be set aside for its NUL characters: the bytes keep them, the texts about it do not.</summary>
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}
