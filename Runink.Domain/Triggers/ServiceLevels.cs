namespace Runink.Domain.Triggers;

/// <summary>Targets counted from the firing; null means that none is set.</summary>
/// <param name="Calendar">Name of a business calendar; null counts round the clock.</param>
public sealed record ServiceLevels(TimeSpan? Acknowledge, TimeSpan? Act, TimeSpan? Resolve, string? Calendar = null)
{
    public static ServiceLevels For(TriggerSeverity severity) => severity switch
    {
        TriggerSeverity.Critical => Hours(1d / 6, 1, 4),
        TriggerSeverity.High => Hours(0.5, 2, 12),
        TriggerSeverity.Moderate => Hours(2, 8, 24),
        TriggerSeverity.Low => Hours(8, 24, 72),
        TriggerSeverity.Info => new(null, null, null),
    };

    private static ServiceLevels Hours(double acknowledge, double act, double resolve) =>
        new(TimeSpan.FromMinutes(Math.Round(acknowledge * 60)), TimeSpan.FromHours(act), TimeSpan.FromHours(resolve));
}
