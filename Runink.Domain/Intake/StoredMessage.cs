namespace Runink.Domain.Intake;

/// <summary>A message that was accepted, byte for byte, and what was answered to its sender.</summary>
public sealed class StoredMessage
{
    public required string Id { get; init; }

    public required string Door { get; init; }

    public required string Source { get; init; }

    public required string Kind { get; init; }

    public string? ControlId { get; init; }

    /// <summary>Unique: the same message sent again finds this row and gets the same answer.</summary>
    public required string DedupKey { get; init; }

    public required string Hash { get; init; }

    public required byte[] Raw { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Reply { get; init; }

    /// <summary>When its sender says that it was sent; null when it does not say.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>JSON array of <see cref="IntakeFinding"/>; null when all was understood.</summary>
    public string? Findings { get; init; }
}
