namespace Runink.Domain.Triggers.Approval;

/// <summary>One text that came into force beside no draft: intake rules, what a feed means, a feed's contract. It never changes; what replaces it is a new version.</summary>
public abstract class TextVersion
{
    public required int Version { get; init; }

    /// <summary>Empty where it was taken back and nothing stood before it.</summary>
    public required string Yaml { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>By what right it came into force, as <see cref="PublicationGround.Word"/>.</summary>
    public required string Ground { get; init; }

    public string? ReviewId { get; set; }

    public string? ApprovedById { get; set; }

    public string? ApprovedBy { get; set; }

    /// <summary>Why it came into force in an emergency, or again.</summary>
    public string? Reason { get; init; }
}
