namespace Runink.Domain.Delivery;

/// <summary>What a subscriber was told, by its number: whoever missed one asks for it again.</summary>
public sealed class SubscriptionEvent
{
    /// <summary>Of one subscription; older ones go.</summary>
    public const int MostKept = 10_000;

    public required string SubscriptionId { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required long Number { get; init; }

    public required string FocusType { get; init; }

    /// <summary>Who gives the number that <see cref="FocusId"/> is; null when it is the id of a resource alone.</summary>
    public string? FocusSystem { get; init; }

    public required string FocusId { get; init; }

    public required DateTimeOffset At { get; init; }
}
