using Runink.Domain.Foundation.Calendars;

namespace Runink.Domain.Escalations;

/// <summary>
/// A stretch of an escalation's time in which nothing that matters to its clocks changed. Rows are only added: each ends where the next begins,
/// and the last one, which no longer runs, is the end. Their lengths add up to the time from opening to end.
/// </summary>
public sealed class SlaSegment
{
    public required string EscalationId { get; init; }

    public required int Ordinal { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>False while it is muted, and from its end on.</summary>
    public required bool Runs { get; init; }

    /// <summary>Whose time it is; null while nobody owns it.</summary>
    public string? OwnerId { get; init; }

    public string? OwnerName { get; init; }

    public required string Severity { get; init; }

    public string? Calendar { get; init; }

    /// <summary>The policy and its version by which it is escalated.</summary>
    public string? Policy { get; init; }

    /// <summary>The kind of event that began it.</summary>
    public required string Cause { get; init; }

    /// <summary>Nobody is asked for anything. Time between a closing and a reopening is not rest: the patient's need went on.</summary>
    public bool Rests => !Runs && Cause is not ("resolved" or "retracted");

    public static SlaSegment Of(Escalation escalation, int ordinal, string cause, DateTimeOffset at) => new()
    {
        EscalationId = escalation.Id, Ordinal = ordinal, StartedAt = at, Runs = escalation is { IsOpen: true, IsMuted: false },
        OwnerId = escalation.OwnerId, OwnerName = escalation.OwnerName, Severity = escalation.Severity,
        Calendar = escalation.Calendar, Policy = escalation.Policy, Cause = cause,
    };

    /// <summary>Whether the escalation is as this segment says, so that no new one begins.</summary>
    public bool Still(Escalation escalation) =>
        Runs == escalation is { IsOpen: true, IsMuted: false } && OwnerId == escalation.OwnerId && Severity == escalation.Severity;
}

/// <summary>What segments add up to.</summary>
public static class SlaSegments
{
    /// <param name="segments">Of one escalation, in order.</param>
    /// <param name="until">Now; the end is known from the last segment once it is closed.</param>
    /// <returns>Each segment with how long it lasted.</returns>
    public static IEnumerable<(SlaSegment Segment, TimeSpan Length)> Lengths(IReadOnlyList<SlaSegment> segments, BusinessCalendar? calendar, DateTimeOffset until)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            var end = i + 1 < segments.Count ? segments[i + 1].StartedAt : segments[i].StartedAt > until ? segments[i].StartedAt : until;
            yield return (segments[i], WorkingTime.Between(calendar, segments[i].StartedAt, end));
        }
    }

    /// <summary>How long it rested while it was muted.</summary>
    public static TimeSpan Paused(IReadOnlyList<SlaSegment> segments, BusinessCalendar? calendar, DateTimeOffset until) =>
        Lengths([.. segments.TakeWhile(segment => segment.StartedAt < until)], calendar, until).Where(part => part.Segment.Rests).Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Length);
}
