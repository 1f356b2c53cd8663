using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What became of a message after a server took it: seen, acknowledged. Both only of what was taken.</summary>
public static class OutboxReceipts
{
    /// <summary>Somebody opened what the messages are about: those for that person, and those for a group, are seen.</summary>
    public static void Seen(WriteScope scope, string escalationId, Actor by) =>
        Mark(scope, escalationId, "delivery_seen", by, message => message.RecipientId is null || message.RecipientId == by.Id ? message.Seen(scope.Now) : false);

    /// <summary>Somebody acknowledged the work: all messages about it have done what they were for.</summary>
    public static void Acknowledged(WriteScope scope, string escalationId, Actor by) =>
        Mark(scope, escalationId, "delivery_acknowledged", by, message => message.Acknowledged(scope.Now));

    private static void Mark(WriteScope scope, string escalationId, string kind, Actor by, Func<OutboxMessage, bool> mark)
    {
        foreach (var message in scope.Db.Outbox.Where(row => row.EscalationId == escalationId && row.AcceptedAt != null).ToList().Where(mark))
        {
            scope.Record(kind, new Subject("delivery", message.Id), by, Detail.Of(("channel", message.Channel), ("escalation", escalationId)));
            scope.Announce(new Change("delivery", message.Id));
        }
    }
}
