namespace Runink.Domain.Triggers;

/// <summary>What a trigger remembers about one key (an encounter or a patient): whether it holds, when it fired last.</summary>
public sealed class EpisodeRecord
{
    public required string TriggerId { get; init; }

    public required string Key { get; init; }

    public required string PatientId { get; init; }

    /// <summary>JSON of the gate's state.</summary>
    public required string State { get; set; }
}

/// <summary>The next instant at which a trigger's truth about a patient may change with no message arriving.</summary>
public sealed class DueEvaluation
{
    public required string TriggerId { get; init; }

    public required string PatientId { get; init; }

    public required DateTimeOffset DueAt { get; set; }
}
