using Runink.Domain.Foundation.Calendars;

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

    /// <summary>
    /// The instant so long after a firing by the trigger's calendar; the steps of its ladder count by it too, as nobody answers
    /// when nobody works. A calendar that is no longer known counts round the clock: too early is safer than never.
    /// </summary>
    public DateTimeOffset? Due(DateTimeOffset fired, TimeSpan? target, IReadOnlyDictionary<string, BusinessHours> calendars, TimeZoneInfo site) =>
        target is not { } length ? null
        : Calendar is not null && calendars.TryGetValue(Calendar, out var hours) ? hours.In(site).Add(fired, length) ?? fired + length
        : fired + length;

    private static ServiceLevels Hours(double acknowledge, double act, double resolve) =>
        new(TimeSpan.FromMinutes(Math.Round(acknowledge * 60)), TimeSpan.FromHours(act), TimeSpan.FromHours(resolve));
}
