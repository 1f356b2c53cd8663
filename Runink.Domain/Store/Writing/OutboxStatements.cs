using Runink.Domain.Delivery;

namespace Runink.Domain.Store.Writing;

/// <summary>What is done to many messages of the outbox at once.</summary>
public static class OutboxStatements
{
    /// <summary>Lets everything that waits for a server wait until then; that is no attempt of theirs.</summary>
    /// <param name="to">The registered endpoint; null when all of the channel goes over one server.</param>
    /// <returns>How many.</returns>
    public static int Postpone(this WriteScope scope, string channel, string? to, DateTimeOffset until) => to is null
        ? scope.Execute("UPDATE Outbox SET NextAttemptAt = $0 WHERE Channel = $1 AND Status = $2 AND NextAttemptAt < $0", until.UtcTicks, channel, nameof(OutboxStatus.Pending))
        : scope.Execute("UPDATE Outbox SET NextAttemptAt = $0 WHERE Channel = $1 AND Status = $2 AND NextAttemptAt < $0 AND \"To\" = $3", until.UtcTicks, channel, nameof(OutboxStatus.Pending), to);
}
