namespace Runink.Domain.Delivery;

/// <summary>A way out of the product: e-mail, later messengers and webhooks.</summary>
public interface IDeliveryChannel
{
    /// <summary>As in the outbox: <c>email</c>.</summary>
    string Name { get; }

    /// <returns>What the receiver answered. Throws when it did not take the message.</returns>
    Task<string> SendAsync(OutboxMessage message, CancellationToken cancel);
}
