using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>The first row of every message: taken in once, or set aside with the reason.</summary>
internal static class MessageReception
{
    private const string InsertMessage = """
        INSERT INTO Messages (Id, Door, Source, Kind, ControlId, DedupKey, Hash, Raw, ReceivedAt, Reply)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (DedupKey) DO NOTHING
        """;

    /// <summary>The answer that the same message got before; null when this is the first time.</summary>
    public static string? AnswerGivenBefore(WriteScope scope, string dedupKey) =>
        scope.Scalar("SELECT Reply FROM Messages WHERE DedupKey = $0", dedupKey) as string;

    /// <param name="hash">Of the envelope's bytes, where it was made beside the writer: of ten megabytes it takes a while.</param>
    public static void Accept(WriteScope scope, Envelope envelope, ClinicalMessage message, string dedupKey, string reply, string? hash = null)
    {
        var inserted = scope.Execute(
            InsertMessage, envelope.Id, envelope.Door, message.Source, message.Kind, message.ControlId, dedupKey, hash ?? envelope.Hash,
            envelope.Raw.ToArray(), envelope.ReceivedAt.UtcTicks, reply);
        if (inserted != 1)
            throw new InvalidOperationException("The message was taken in between two looks by the only writer.");
    }

    /// <summary>Keeps what could not be taken in. The same bytes waiting already are not kept twice.</summary>
    public static void SetAside(WriteScope scope, Envelope envelope, string kind, string source, MessageFault fault)
    {
        var waiting = scope.Scalar("SELECT Id FROM Quarantine WHERE Hash = $0 AND Status = 'Waiting' LIMIT 1", envelope.Hash);
        if (waiting is not null)
            return;
        scope.Db.Quarantine.Add(new QuarantinedMessage
        {
            Id = envelope.Id,
            Door = envelope.Door,
            Source = source,
            Kind = kind,
            Hash = envelope.Hash,
            Raw = envelope.Raw.ToArray(),
            Reason = fault.Text,
            Place = fault.Line is { } line && fault.Place is null ? $"line {line}" : fault.Place,
            At = scope.Now,
        });
        scope.Record("message_quarantined", new Subject("message", envelope.Id), Actor.System, Detail.Of(("door", envelope.Door), ("kind", kind), ("place", fault.Place)));
        scope.Announce(new Change("quarantine", envelope.Id));
    }
}
