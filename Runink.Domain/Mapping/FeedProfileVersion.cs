namespace Runink.Domain.Mapping;

/// <summary>One text of a feed's profile. It never changes; what replaces it is a new version.</summary>
public sealed class FeedProfileVersion
{
    public required string ProfileId { get; init; }

    public required int Version { get; init; }

    /// <summary>Empty where the profile was taken back and nothing stood before it.</summary>
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

/// <summary>What somebody is working on, one a profile, with the sample beside it.</summary>
public sealed class FeedProfileDraft
{
    /// <summary>Steps that can be taken back.</summary>
    public const int MostSteps = 50;

    public required string ProfileId { get; init; }

    public required string Yaml { get; set; }

    /// <summary>The texts before, as a list in JSON; the last is the next to come back.</summary>
    public string Steps { get; set; } = "[]";

    /// <summary>The rows as they were given, sealed with a key that is not in the store; null when there are none, or none any more.</summary>
    public byte[]? Sample { get; set; }

    public DateTimeOffset? SampleAt { get; set; }

    /// <summary>Grows with every change, so that two people at once notice each other.</summary>
    public int Revision { get; set; }

    public required string Author { get; set; }

    /// <summary>Ids of everybody who wrote on it, one a line: none of them can approve it.</summary>
    public string Editors { get; private set; } = "";

    public required DateTimeOffset At { get; set; }

    public void WrittenBy(string id)
    {
        if (!Editors.Split('\n').Contains(id, StringComparer.Ordinal))
            Editors = Editors.Length == 0 ? id : $"{Editors}\n{id}";
    }
}
