namespace Runink.Domain.Delivery;

/// <summary>One word of a receiver about a message, as it came: also what came late and what nobody understood.</summary>
public sealed class DeliveryEvent
{
    public required string Id { get; init; }

    public required string MessageId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required LaterWord Word { get; init; }

    /// <summary>Nothing of the patient.</summary>
    public required string Text { get; init; }
}
