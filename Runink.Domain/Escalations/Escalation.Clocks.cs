using Runink.Domain.Foundation.Calendars;

namespace Runink.Domain.Escalations;

/// <summary>Targets of the three clocks counted from the opening; null where none is set.</summary>
public readonly record struct SlaTargets(TimeSpan? Acknowledge, TimeSpan? Act, TimeSpan? Resolve);

public sealed partial class Escalation
{
    /// <summary>While it is muted they are as they were when they came to rest.</summary>
    public IReadOnlyList<SlaClock> Clocks(DateTimeOffset now) =>
    [
        .. Clock("acknowledge", AcknowledgeDueAt, AcknowledgedAt, MutedAt ?? now),
        .. Clock("act", ActDueAt, ActedAt, MutedAt ?? now),
        .. Clock("resolve", ResolveDueAt, ResolvedAt, MutedAt ?? now),
    ];

    /// <summary>Sets the clocks going, or sets them anew for other targets: time that has passed has passed.</summary>
    /// <param name="calendar">The calendar named by <see cref="Calendar"/>; null counts round the clock.</param>
    /// <param name="paused">How long they have rested so far.</param>
    public void SetTargets(SlaTargets targets, BusinessCalendar? calendar, TimeSpan paused)
    {
        AcknowledgeDueAt = AcknowledgedAt is null ? Due(targets.Acknowledge) : AcknowledgeDueAt;
        ActDueAt = ActedAt is null ? Due(targets.Act) : ActDueAt;
        ResolveDueAt = Due(targets.Resolve);

        DateTimeOffset? Due(TimeSpan? target) => target is { } length ? WorkingTime.Add(calendar, OpenedAt, length + paused) : null;
    }

    /// <summary>What was left of each clock when it began to rest is left when it runs again.</summary>
    private void Shift(DateTimeOffset restedFrom, BusinessCalendar? calendar, DateTimeOffset now)
    {
        AcknowledgeDueAt = AcknowledgedAt is null ? Later(AcknowledgeDueAt) : AcknowledgeDueAt;
        ActDueAt = ActedAt is null ? Later(ActDueAt) : ActDueAt;
        ResolveDueAt = Later(ResolveDueAt);

        DateTimeOffset? Later(DateTimeOffset? due) =>
            due is not { } at || at <= restedFrom ? due : WorkingTime.Add(calendar, now, WorkingTime.Between(calendar, restedFrom, at));
    }

    private IEnumerable<SlaClock> Clock(string name, DateTimeOffset? due, DateTimeOffset? met, DateTimeOffset now)
    {
        if (due is not { } dueAt)
            yield break;
        var stopped = met ?? (IsOpen ? null : ResolvedAt);
        yield return new SlaClock(name, OpenedAt, dueAt, stopped, SlaDecision.Decide(dueAt, stopped, now));
    }
}
