namespace Runink.Domain.Patients;

/// <summary>Two records made one, with all that moved, so that it can be taken apart again.</summary>
public sealed class PatientMerge
{
    public required string Id { get; init; }

    public required string SurvivorId { get; init; }

    public required string PriorId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who said so: a person's name, or the kind of the message.</summary>
    public required string By { get; init; }

    /// <summary>The message that said so; null when a person did.</summary>
    public string? MessageId { get; init; }

    /// <summary>JSON of <see cref="MovedRows"/>.</summary>
    public required string Moved { get; init; }

    public DateTimeOffset? UndoneAt { get; private set; }

    public string? UndoneBy { get; private set; }

    public void Undo(string by, DateTimeOffset now) => (UndoneBy, UndoneAt) = (by, now);
}

/// <summary>The keys of the rows that a merge moved.</summary>
public sealed record MovedRows
{
    public List<string> Encounters { get; init; } = [];

    /// <summary>Messages whose values moved.</summary>
    public List<string> Batches { get; init; } = [];

    public List<string> Contexts { get; init; } = [];

    public List<MovedEscalation> Escalations { get; init; } = [];

    public List<string> Referrals { get; init; } = [];

    public List<string> Overrides { get; init; } = [];

    public List<string> Shadows { get; init; } = [];

    /// <summary><c>type/id</c> of resources.</summary>
    public List<string> Resources { get; init; } = [];

    public List<MovedIdentifier> Identifiers { get; init; } = [];

    /// <summary>What triggers remembered of the prior record.</summary>
    public List<MovedEpisode> Episodes { get; init; } = [];

    /// <summary>What triggers remember of the surviving record now because work of the prior one goes on there.</summary>
    public List<AdoptedEpisode> Adopted { get; init; } = [];

    /// <summary>Messages that spoke of both: what the surviving record had of them before.</summary>
    public Dictionary<string, string> Combined { get; init; } = [];
}

/// <param name="Twin">The surviving record has the same number already.</param>
public sealed record MovedIdentifier(string System, string Value, string Type, bool Identifies, string SourceMessage, bool Twin);

/// <param name="EpisodeKey">As it was before.</param>
public sealed record MovedEscalation(string Id, string EpisodeKey);

/// <param name="Before">JSON of what was remembered there before; null when nothing was.</param>
public sealed record AdoptedEpisode(string TriggerId, string Key, string? Before);

/// <param name="State">JSON of the episode's state.</param>
public sealed record MovedEpisode(string TriggerId, string Key, string State);
