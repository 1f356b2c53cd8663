namespace Runink.Domain.Triggers;

public enum TriggerVersionStatus
{
    Published,
    Superseded,
    Retired,

    /// <summary>Evaluated on live data beside the one in force; it records and never acts.</summary>
    Shadow,
}

/// <summary>One published text of a trigger. It never changes; what replaces it is a new version.</summary>
public sealed class TriggerVersion
{
    public required string TriggerId { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public required string Yaml { get; init; }

    public required string Hash { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset At { get; init; }

    public TriggerVersionStatus Status { get; set; }

    /// <summary>By what right it came into force: unchecked, shipped, approved, emergency or restored; empty for what never was.</summary>
    public string Ground { get; set; } = "";

    /// <summary>The review in which exactly this text was approved, or is looked at afterwards.</summary>
    public string? ReviewId { get; set; }

    public string? ApprovedById { get; set; }

    public string? ApprovedBy { get; set; }

    /// <summary>Why it was an emergency, or why it was restored.</summary>
    public string? Reason { get; set; }
}

/// <summary>The text that somebody is working on, one a trigger.</summary>
public sealed class TriggerDraft
{
    public required string TriggerId { get; init; }

    public required string Yaml { get; set; }

    /// <summary>Grows with every save, so that two people at once notice each other.</summary>
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
