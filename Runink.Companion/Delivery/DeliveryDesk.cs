using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery;

/// <param name="Status">pending, delivered, failed (dead letter) or skipped.</param>
/// <param name="Receipt">What the receiver answered, e.g. the SMTP reply.</param>
public sealed record DeliveryRow(
    string Id, string Channel, string To, string Subject, string Status, int Attempts, DateTimeOffset CreatedAt,
    DateTimeOffset? DeliveredAt, DateTimeOffset? NextAttemptAt, string? Receipt, string? EscalationId);

public sealed record DeliveryView(DeliveryRow Row, string Body);

/// <summary>What left the house, what waits, and what could not be delivered.</summary>
public sealed class DeliveryDesk
{
    public Task<Outcome<IReadOnlyList<DeliveryRow>>> ListAsync(Caller caller, string? status, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<DeliveryView>> FindAsync(Caller caller, string id, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<DeliveryRow>> RetryAsync(Caller caller, string id, CancellationToken cancel) => throw new NotImplementedException();
}
