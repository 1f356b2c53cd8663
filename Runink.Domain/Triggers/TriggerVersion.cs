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
}

/// <summary>The text that somebody is working on, one a trigger.</summary>
public sealed class TriggerDraft
{
    public required string TriggerId { get; init; }

    public required string Yaml { get; set; }

    /// <summary>Grows with every save, so that two people at once notice each other.</summary>
    public int Revision { get; set; }

    public required string Author { get; set; }

    public required DateTimeOffset At { get; set; }
}
