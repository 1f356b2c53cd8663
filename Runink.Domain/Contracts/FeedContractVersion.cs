namespace Runink.Domain.Contracts;

/// <summary>One text of a feed's contract. It never changes; what replaces it is a new version.</summary>
public sealed class FeedContractVersion
{
    public required string ContractId { get; init; }

    public required int Version { get; init; }

    /// <summary>Empty where the contract was taken back and nothing stood before it.</summary>
    public required string Yaml { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>By what right it came into force: approved, emergency, restored or unchecked.</summary>
    public required string Ground { get; init; }

    public string? ReviewId { get; set; }

    public string? ApprovedById { get; set; }

    public string? ApprovedBy { get; set; }

    /// <summary>Why it came into force in an emergency, or again.</summary>
    public string? Reason { get; init; }
}
