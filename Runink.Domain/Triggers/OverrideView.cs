namespace Runink.Domain.Triggers;

/// <summary>A number that counts now in place of a declared one, with who set it and why.</summary>
/// <param name="Unit">Null when it is for one patient.</param>
/// <param name="Declared">What the trigger itself says; null when the version in force no longer has the parameter.</param>
public sealed record OverrideView(
    string Id, string TriggerId, string TriggerName, string Parameter, string? Declared, string Value, string? Unit, string Author, string Reason,
    DateTimeOffset At, DateTimeOffset? ExpiresAt)
{
    /// <param name="trigger">In force; null when none is.</param>
    public static OverrideView Of(ParameterOverride row, CompiledTrigger? trigger) => new(
        row.Id, row.TriggerId, trigger?.Name ?? row.TriggerId, row.Parameter, trigger?.Parameters.FirstOrDefault(p => p.Name == row.Parameter)?.Shown,
        row.Setting().Shown, row.Unit, row.Author, row.Reason, row.At, row.ExpiresAt);
}
