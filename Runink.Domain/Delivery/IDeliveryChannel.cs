namespace Runink.Domain.Delivery;

/// <summary>A way out of the product: e-mail, messengers, webhooks, the record system.</summary>
public interface IDeliveryChannel
{
    /// <summary>As in the outbox: <c>email</c>.</summary>
    string Name { get; }

    /// <summary>Whether each receiver is a server of its own, which is left alone by itself when it fails. Else all messages go over one.</summary>
    bool IsServerForEachReceiver { get; }

    /// <exception cref="DeliveryException">It did not take the message, and what that means; any other exception is a failure of this attempt.</exception>
    Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel);
}
