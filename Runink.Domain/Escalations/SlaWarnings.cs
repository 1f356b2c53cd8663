using Runink.Domain.Foundation.Calendars;

namespace Runink.Domain.Escalations;

/// <param name="Clock">acknowledge, act or resolve.</param>
/// <param name="Percent">Of the clock's time that is used up at <paramref name="At"/>: 50, 80 or 100.</param>
public readonly record struct SlaWarning(string Clock, int Percent, DateTimeOffset At);

/// <summary>When a promise about time is half used up, nearly, and broken.</summary>
public static class SlaWarnings
{
    private static readonly int[] Percents = [50, 80, 100];

    /// <summary>Of the clocks that have not stopped, in order of time.</summary>
    public static IReadOnlyList<SlaWarning> Of(Escalation escalation, BusinessCalendar? calendar, DateTimeOffset now) => escalation.IsMuted || !escalation.IsOpen ? [] :
    [
        .. escalation.Clocks(now).Where(clock => clock.StoppedAt is null)
            .SelectMany(clock => Shares(clock, calendar))
            .OrderBy(warning => warning.At),
    ];

    public static IEnumerable<SlaWarning> Shares(SlaClock clock, BusinessCalendar? calendar) =>
        Percents.Select(percent => new SlaWarning(clock.Name, percent, At(clock, calendar, percent)));

    /// <summary>The first after an instant; null when none is left.</summary>
    public static DateTimeOffset? Next(Escalation escalation, BusinessCalendar? calendar, DateTimeOffset after)
    {
        var left = Of(escalation, calendar, after).Where(warning => warning.At > after).ToList();
        return left.Count == 0 ? null : left[0].At;
    }

    private static DateTimeOffset At(SlaClock clock, BusinessCalendar? calendar, int percent) => percent == 100
        ? clock.DueAt
        : WorkingTime.Add(calendar, clock.StartedAt, WorkingTime.Between(calendar, clock.StartedAt, clock.DueAt) * (percent / 100d));
}
