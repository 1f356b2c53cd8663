using Runink.Domain.Signals;

namespace Runink.Domain.Triggers;

/// <summary>A number of a trigger that somebody set for one unit or one patient. It is ended, never deleted: what was decided by it stays explainable.</summary>
public sealed class ParameterOverride
{
    public required string Id { get; init; }

    public required string TriggerId { get; init; }

    public required string Parameter { get; init; }

    /// <summary>Null when it is for one patient.</summary>
    public string? Unit { get; init; }

    /// <summary>Null when it is for a unit.</summary>
    public string? PatientId { get; init; }

    public required decimal Number { get; init; }

    /// <summary>UCUM; empty for a bare number.</summary>
    public required string Code { get; init; }

    public required string Author { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RemovedAt { get; private set; }

    public string? RemovedBy { get; private set; }

    public bool CountsAt(DateTimeOffset now) => RemovedAt is null && (ExpiresAt is null || ExpiresAt > now);

    public void Remove(string by, DateTimeOffset now) => (RemovedAt, RemovedBy) = (now, by);

    /// <summary>As the evaluator reads it.</summary>
    public ParameterSetting Setting() => new(
        TriggerId, Parameter, Unit, Number, Code, Author, Reason, At,
        RemovedAt is null || ExpiresAt < RemovedAt ? ExpiresAt : RemovedAt);
}
