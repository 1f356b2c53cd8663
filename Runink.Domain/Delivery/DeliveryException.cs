namespace Runink.Domain.Delivery;

/// <summary>Why a message did not leave, which says what becomes of it.</summary>
public enum DeliveryFault
{
    /// <summary>This message, this time: it is tried again.</summary>
    Temporary,

    /// <summary>The server is away, slow or turns us off: it is tried again, and the others wait with it.</summary>
    Endpoint,

    /// <summary>No attempt will ever succeed, e.g. there is no such receiver: a person is asked at once.</summary>
    Permanent,

    /// <summary>There is nothing left to deliver, or the receiver never offered to take it: that is said, and nobody is asked.</summary>
    Moot,
}

/// <summary>A channel could not hand a message over.</summary>
public sealed class DeliveryException(DeliveryFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public DeliveryFault Fault => fault;

    /// <summary>How long the receiver asks us to wait before the next attempt.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
