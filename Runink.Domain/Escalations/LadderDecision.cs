using Runink.Domain.Foundation.Calendars;

namespace Runink.Domain.Escalations;

/// <summary>How often a policy is gone through while nobody is on it.</summary>
public static class LadderRounds
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    /// <summary>A quarter of an hour, and a quarter more each time, up to four hours.</summary>
    /// <param name="round">1 is the first repetition.</param>
    public static TimeSpan PauseBefore(int round) => TimeSpan.FromMinutes(15) * round is var pause && pause > Longest ? Longest : pause;
}

/// <summary>What becomes of a step of the policy whose time has come.</summary>
/// <param name="Reason">tell, over, muted, acknowledged, closed-hours.</param>
/// <param name="WaitUntil">When to ask again; null when it is decided.</param>
public readonly record struct LadderDecision(bool Tells, string Reason, DateTimeOffset? WaitUntil = null)
{
    /// <param name="hours">The calendar of the step's hours; null when it is told at any time.</param>
    public static LadderDecision Decide(LadderStepRecord step, Escalation? escalation, BusinessCalendar? hours, DateTimeOffset now) => escalation switch
    {
        not { IsOpen: true } => new(false, "over"),
        { IsMuted: true } => new(false, "muted"),
        { AckHolds: true } when !step.ByAll => new(false, "acknowledged"),
        _ when hours is not null && !hours.IsOpen(now) && hours.NextEdge(now) is { } opening => new(false, "closed-hours", opening),
        _ => new(true, "tell"),
    };
}
