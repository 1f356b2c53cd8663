namespace Runink.Domain.Delivery;

/// <summary>What a receiver says of a message after its server took it.</summary>
public enum LaterWord
{
    /// <summary>It says something that changes nothing, or that nobody here understands.</summary>
    Nothing,

    /// <summary>It stands before the receiver.</summary>
    Delivered,

    /// <summary>It will never stand before the receiver; worth nothing once it was delivered.</summary>
    NotDelivered,

    Seen,

    Acknowledged,

    /// <summary>The receiver will not do it, or ended it.</summary>
    Refused,
}
