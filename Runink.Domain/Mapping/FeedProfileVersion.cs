using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Mapping;

/// <summary>One text of a feed's profile.</summary>
public sealed class FeedProfileVersion : TextVersion
{
    public required string ProfileId { get; init; }
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
