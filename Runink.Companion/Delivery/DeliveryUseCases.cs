using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Delivery;

/// <param name="Status">pending, delivered, failed (dead letter), told (by a person), bundled (with others) or skipped.</param>
/// <param name="AcceptedAt">When the receiver's server took it.</param>
/// <param name="DeliveredAt">When it stood before the receiver, where the server says that.</param>
/// <param name="Receipt">What the receiver answered, e.g. the SMTP reply.</param>
/// <param name="RefusedAt">When the receiver said no to what its server had taken.</param>
public sealed record DeliveryRow(
    string Id, string Channel, string To, string Subject, string Status, int Attempts, DateTimeOffset CreatedAt,
    DateTimeOffset? AcceptedAt, DateTimeOffset? DeliveredAt, DateTimeOffset? SeenAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? NextAttemptAt, string? Receipt,
    string? EscalationId, DateTimeOffset? RefusedAt)
{
    /// <summary>How far it came: queued, accepted, delivered, seen, acknowledged; or after it was accepted not-delivered (it never stood before the receiver) or refused.</summary>
    public string Stage => this switch
    {
        { RefusedAt: not null, DeliveredAt: null } => "not-delivered",
        { RefusedAt: not null } => "refused",
        { AcknowledgedAt: not null } => "acknowledged",
        { SeenAt: not null } => "seen",
        { DeliveredAt: not null } => "delivered",
        { AcceptedAt: not null } => "accepted",
        _ => "queued",
    };
}

/// <param name="Word">nothing, delivered, notDelivered, seen, acknowledged or refused: what it means here.</param>
public sealed record DeliverySaid(DateTimeOffset At, LaterWord Word, string Text);

/// <param name="Said">What the receiver said later, in the order in which it came.</param>
/// <param name="AskedAgainAt">When the receiver is asked next what became of it.</param>
public sealed record DeliveryView(DeliveryRow Row, string Body, IReadOnlyList<DeliverySaid> Said, DateTimeOffset? AskedAgainAt);

/// <param name="How">phone, in-person or pager.</param>
/// <param name="Whom">A name, or the role of who answered.</param>
public sealed record ToldBody(string? How, string? Whom)
{
    public ToldBody()
        : this(null, null)
    {
    }

    public static IReadOnlyDictionary<string, string> Ways { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["phone"] = "by phone", ["in-person"] = "in person", ["pager"] = "by pager",
    };
}

/// <summary>What left the product, what waits, and what could not be delivered.</summary>
public sealed class DeliveryUseCases(CompanionStore store, StoreWriter writer)
{
    private const int MostRows = 500;

    public async Task<Outcome<IReadOnlyList<DeliveryRow>>> ListAsync(Caller caller, string? status, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadDeliveries) is { } refusal)
            return refusal;
        await using var db = store.Read();
        IQueryable<OutboxMessage> rows = db.Outbox;
        if (Enum.TryParse<OutboxStatus>(status, ignoreCase: true, out var wanted))
            rows = rows.Where(row => row.Status == wanted);
        var found = await rows.OrderByDescending(row => row.Id).Take(MostRows).ToListAsync(cancel);
        return new Outcome<IReadOnlyList<DeliveryRow>>([.. found.Select(Row)], null);
    }

    public async Task<Outcome<DeliveryView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadDeliveries) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Outbox.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } message)
            return new Refusal("not-found", "There is no such delivery.");
        var said = await db.DeliveryEvents.Where(one => one.MessageId == id).OrderBy(one => one.Id).Select(one => new DeliverySaid(one.At, one.Word, one.Text)).ToListAsync(cancel);
        return new DeliveryView(Row(message), message.IsPrivate ? "What this says is for its receiver alone." : message.Body, said, message.NextLookAt);
    }

    public async Task<Outcome<DeliveryRow>> RetryAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadDeliveries) is { } refusal)
            return refusal;
        return await writer.WriteAsync<Outcome<DeliveryRow>>(scope =>
        {
            if (scope.Db.Outbox.Find(id) is not { } message)
                return new Refusal("not-found", "There is no such delivery.");
            if (message.Status != OutboxStatus.Failed)
                return new Refusal("not-allowed-now", "Only a failed delivery can be tried again.");
            message.Retry(scope.Now);
            scope.Record("delivery_retried", new Subject("delivery", id), caller.Actor);
            AnnouncementReceipts.Work(scope, message);
            scope.Announce(new Change("delivery", id));
            return Row(message);
        }, cancel);
    }

    /// <summary>Somebody reached the receiver in another way: the message is done, and who says so stands in the ledger.</summary>
    public async Task<Outcome<DeliveryRow>> TellAsync(Caller caller, string id, ToldBody body, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadDeliveries) is { } refusal)
            return refusal;
        if (body.How is null || !ToldBody.Ways.TryGetValue(body.How, out var way))
            return new Refusal("invalid", $"How is one of {string.Join(", ", ToldBody.Ways.Keys)}.");
        var whom = WrittenText.Note(body.Whom, "Who was told");
        if (whom.Refusal is { } unwritable)
            return unwritable;
        if (string.IsNullOrEmpty(whom.Value))
            return new Refusal("invalid", "Say who was told: a name, or the role of who answered.");
        return await writer.WriteAsync<Outcome<DeliveryRow>>(scope =>
        {
            if (scope.Db.Outbox.Find(id) is not { } message)
                return new Refusal("not-found", "There is no such delivery.");
            if (message.Status != OutboxStatus.Failed)
                return new Refusal("not-allowed-now", "Only a failed delivery can be told in another way.");
            message.ToldByHand($"{caller.Name} told {PlainText.Line(whom.Value)} {way}", scope.Now);
            LaterReceipts.Work(scope, message);
            AnnouncementReceipts.Work(scope, message);
            scope.Record("delivery_told", new Subject("delivery", id), caller.Actor, Detail.Of(("how", body.How), ("whomHash", Detail.HashOf(whom.Value)), ("escalation", message.EscalationId)));
            scope.Announce(new Change("delivery", id));
            if (message.EscalationId is { } escalation)
                scope.Announce(new Change("escalation", escalation));
            return Row(message);
        }, cancel);
    }

    private static DeliveryRow Row(OutboxMessage message) => new(
        message.Id, message.Channel, message.Receiver, message.Subject, message.Status.ToString().ToLowerInvariant(), message.Attempts,
        message.CreatedAt,
        message.AcceptedAt, message.DeliveredAt, message.SeenAt, message.AcknowledgedAt, message.NextAttemptAt, message.Receipt, message.EscalationId, message.RefusedAt);
}
