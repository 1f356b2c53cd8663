namespace Runink.Domain.Delivery;

/// <summary>What a receiver's server said when it took a message.</summary>
/// <param name="IsDelivered">It also says that the message stands before its receiver.</param>
/// <param name="Reference">What the receiver calls the message from now on.</param>
/// <param name="IsAskedLater">What becomes of it there can be read.</param>
public sealed record DeliveryReceipt(string Text, bool IsDelivered = false, string? Reference = null, bool IsAskedLater = false);
