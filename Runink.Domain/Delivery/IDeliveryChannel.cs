namespace Runink.Domain.Delivery;

/// <summary>A way out of the product: e-mail, later messengers and webhooks.</summary>
public interface IDeliveryChannel
{
    /// <summary>As in the outbox: <c>email</c>.</summary>
    string Name { get; }

    /// <returns>What the receiver answered.</returns>
    /// <exception cref="DeliveryException">It did not take the message, and what that means; any other exception is a failure of this attempt.</exception>
    Task<string> SendAsync(OutboxMessage message, CancellationToken cancel);
}
