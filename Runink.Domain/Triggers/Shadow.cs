namespace Runink.Domain.Triggers;

public enum ShadowFindingKind
{
    /// <summary>It would have fired.</summary>
    Fired,

    /// <summary>It held already when the shadow began.</summary>
    HeldAtStart,

    /// <summary>A data fault hid the truth for too long.</summary>
    Unknown,

    /// <summary>It would have fired, but for an exception, a cooldown or a limit.</summary>
    Suppressed,
}

/// <summary>What a version in shadow would have done. It is kept and acts on nobody.</summary>
public sealed class ShadowFinding
{
    public required string Id { get; init; }

    public required string TriggerId { get; init; }

    public required int Version { get; init; }

    public required string PatientId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ShadowFindingKind Kind { get; init; }

    public string? Unit { get; init; }

    /// <summary>The short line that the worklist would have shown; the reason where it would not.</summary>
    public required string Text { get; init; }
}

/// <summary>How a version in shadow is named beside the one in force: its episodes and timers are its own.</summary>
public static class Shadow
{
    /// <summary>No id of a trigger holds this sign.</summary>
    private const char Mark = '@';

    public static CompiledTrigger Of(CompiledTrigger trigger, int version) =>
        trigger.With(version) with { Id = FormattableString.Invariant($"{trigger.Id}{Mark}{version}") };

    /// <summary>The trigger that a shadow belongs to.</summary>
    public static string TriggerId(CompiledTrigger shadow) => shadow.Id[..shadow.Id.IndexOf(Mark, StringComparison.Ordinal)];
}
