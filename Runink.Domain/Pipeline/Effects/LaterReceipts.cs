using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Takes in what a receiver says of a message that its server took, and keeps every word of it. A no is work for a person.</summary>
public static class LaterReceipts
{
    private const string Refused = "delivery-refused";

    /// <param name="said">In the receiver's own word.</param>
    /// <param name="text">What is shown of it to everybody who sees deliveries: nothing of the patient.</param>
    /// <returns>Whether the message stands elsewhere than before.</returns>
    public static bool Take(WriteScope scope, OutboxMessage message, LaterWord word, string said, string text)
    {
        var isNews = message.Hear(word, said, text, scope.Now);
        Keep(scope, message, word, text);
        scope.Record($"delivery_said_{word.ToString().ToLowerInvariant()}", new Subject("delivery", message.Id), Actor.System,
            Detail.Of(("channel", message.Channel), ("said", said), ("changes", isNews), ("escalation", message.EscalationId)));
        if (message.EscalationId is { } escalation)
            scope.Announce(new Change("escalation", escalation));
        if (isNews)
            Work(scope, message);
        return isNews;
    }

    /// <summary>Something about what the receiver says, which changes nothing: why it could not be asked.</summary>
    public static void Note(WriteScope scope, OutboxMessage message, string text) => Keep(scope, message, LaterWord.Nothing, text);

    private static void Keep(WriteScope scope, OutboxMessage message, LaterWord word, string text)
    {
        scope.Db.DeliveryEvents.Add(new DeliveryEvent { Id = scope.Ids.Next(), MessageId = message.Id, At = scope.Now, Word = word, Text = text });
        scope.Announce(new Change("delivery", message.Id));
    }

    /// <summary>One piece of work for each receiver that said no, until nothing of it is left.</summary>
    public static void Work(WriteScope scope, OutboxMessage message)
    {
        var key = $"{message.Channel} {message.Receiver}";
        if (message is { Status: OutboxStatus.Failed, RefusedAt: not null })
        {
            OperationalTasks.Raise(
                scope, Refused, key, "high", message.Channel == "fhir" ? $"{message.Receiver} will not do what was asked" : $"{message.Receiver} did not get a message over {message.Channel}",
                $"{message.Receipt} Try again, choose another channel, or tell them by phone and write it down.", "/admin/deliveries?status=failed");
        }
        else if (!scope.Db.Outbox.Any(other => other.Id != message.Id && other.Channel == message.Channel && other.To == message.To && other.Status == OutboxStatus.Failed && other.RefusedAt != null))
        {
            OperationalTasks.Settle(scope, Refused, key, "Nothing that was refused is left.");
        }
    }
}
