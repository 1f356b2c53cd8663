using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Teams;

namespace Runink.Domain.Escalations;

/// <summary>A stretch of an escalation's time and whose time it was.</summary>
/// <param name="WaitedOn">Null while nobody owned it.</param>
/// <param name="Until">Null while it lasts.</param>
/// <param name="State">runs, rests or closed.</param>
/// <param name="Seconds">How long it lasted by the clock on the wall.</param>
/// <param name="Counted">How much of that counts against the targets: by the business calendar, and nothing while it rests.</param>
public sealed record SlaPart(
    PersonRef? WaitedOn, DateTimeOffset From, DateTimeOffset? Until, string State, string Severity, string Cause, string? Policy, long Seconds, long Counted);

/// <summary>A share of a clock's time.</summary>
/// <param name="State">reached, spared (the clock stopped before), ahead, or rests.</param>
public sealed record SlaShare(string Clock, int Percent, DateTimeOffset At, string State);

/// <summary>Who waited on whom, and what of it counts.</summary>
/// <param name="Calendar">Null counts round the clock.</param>
/// <param name="Seconds">From the opening to now, or to the end; the parts add up to it.</param>
public sealed record SlaAccount(
    string? Calendar, string? Policy, long Seconds, long Counted, IReadOnlyList<SlaPart> Parts, IReadOnlyList<SlaClock> Clocks, IReadOnlyList<SlaShare> Shares)
{
    /// <param name="segments">All of the escalation, in order.</param>
    public static SlaAccount Of(Escalation escalation, IReadOnlyList<SlaSegment> segments, BusinessCalendar? calendar, DateTimeOffset now)
    {
        var until = escalation.IsOpen ? now : escalation.ResolvedAt ?? now;
        var parts = new List<SlaPart>(segments.Count);
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            DateTimeOffset? end = i + 1 < segments.Count ? segments[i + 1].StartedAt : null;
            var last = end ?? (until > segment.StartedAt ? until : segment.StartedAt);
            parts.Add(new SlaPart(
                segment.OwnerId is { } id ? new PersonRef(id, segment.OwnerName ?? id) : null, segment.StartedAt, end,
                segment.Runs ? "runs" : segment.Rests ? "rests" : "closed", segment.Severity, segment.Cause, segment.Policy,
                Whole(segment.StartedAt, last), segment.Rests ? 0 : calendar is null ? Whole(segment.StartedAt, last) : (long)WorkingTime.Between(calendar, segment.StartedAt, last).TotalSeconds));
        }

        var clocks = escalation.Clocks(now);
        return new SlaAccount(
            escalation.Calendar, escalation.Policy, Whole(escalation.OpenedAt, until), parts.Sum(part => part.Counted), parts, clocks,
            [.. clocks.SelectMany(clock => SlaWarnings.Shares(clock, calendar).Select(share => new SlaShare(share.Clock, share.Percent, share.At, State(escalation, clock, share, now))))]);
    }

    private static string State(Escalation escalation, SlaClock clock, SlaWarning share, DateTimeOffset now) => share.At <= (clock.StoppedAt ?? escalation.MutedAt ?? now) ? "reached"
        : clock.StoppedAt is not null ? "spared"
        : escalation.IsMuted ? "rests" : "ahead";

    /// <summary>Whole seconds since an instant that all parts share, so that what is cut off a part is not lost from the sum.</summary>
    private static long Whole(DateTimeOffset from, DateTimeOffset until) => until.ToUnixTimeSeconds() - from.ToUnixTimeSeconds();
}
