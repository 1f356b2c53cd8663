namespace Runink.Domain.Intake;

/// <summary>A Task that somebody sent has changed, and not every subscriber heard of it yet. Written only while somebody listens.</summary>
public sealed class TaskChange
{
    /// <summary>Given by the writer, so that the order of ids is the order of commits.</summary>
    public required string Id { get; init; }

    public required string TaskId { get; init; }

    public required DateTimeOffset At { get; init; }
}
