using Runink.Domain.Delivery;

namespace Runink.Domain.Store.Writing;

/// <summary>What is done to many messages of the outbox at once.</summary>
public static class OutboxStatements
{
    /// <summary>Lets everything that waits for a channel wait until then; that is no attempt of theirs.</summary>
    /// <returns>How many.</returns>
    public static int Postpone(this WriteScope scope, string channel, DateTimeOffset until) => scope.Execute(
        "UPDATE Outbox SET NextAttemptAt = $0 WHERE Channel = $1 AND Status = $2 AND NextAttemptAt < $0", until.UtcTicks, channel, nameof(OutboxStatus.Pending));
}
