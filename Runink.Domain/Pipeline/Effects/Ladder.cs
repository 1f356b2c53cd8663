using Runink.Domain.Escalations;
using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>The steps of an escalation's policy as rows with an instant: planned at its opening, held while it is muted, begun anew when an acknowledgement runs out.</summary>
internal static class Ladder
{
    /// <param name="after">The instant so long after the opening, by the escalation's calendar.</param>
    public static void Plan(WriteScope scope, Escalation escalation, IEnumerable<EscalationStep> steps, Func<TimeSpan, DateTimeOffset> after)
    {
        var ordinal = Last(scope, escalation.Id);
        foreach (var step in steps)
        {
            foreach (var time in step.Times)
                Add(scope, escalation, ++ordinal, step.To, after(time), time, null, step.ByAll, step.Hours);
        }
    }

    /// <summary>One thing to say that is not a step of the policy.</summary>
    public static void Plan(WriteScope scope, Escalation escalation, string to, DateTimeOffset at, string? message) =>
        Add(scope, escalation, Last(scope, escalation.Id) + 1, to, at, TimeSpan.Zero, message, byAll: false, hours: null);

    public static void Hold(WriteScope scope, Escalation escalation)
    {
        foreach (var step in Of(scope, escalation.Id).Where(step => step.State == LadderState.Planned))
            step.State = LadderState.Held;
    }

    /// <summary>Nobody is told by it any more, now or in a later round.</summary>
    public static void End(WriteScope scope, Escalation escalation)
    {
        var steps = Of(scope, escalation.Id);
        foreach (var step in steps.Where(step => step.State is LadderState.Planned or LadderState.Held))
            (step.State, step.DoneAt) = (LadderState.Ended, scope.Now);
        // A round that has been told to its end would begin again.
        if (steps.Count > 0 && !steps.Exists(step => step.State == LadderState.Ended))
            steps.MaxBy(step => step.Step)!.State = LadderState.Ended;
    }

    /// <summary>What was left to wait when it was muted is left to wait.</summary>
    public static void Release(WriteScope scope, Escalation escalation, DateTimeOffset mutedAt, BusinessCalendar? calendar)
    {
        foreach (var step in Of(scope, escalation.Id).Where(step => step.State == LadderState.Held))
        {
            step.State = LadderState.Planned;
            step.DueAt = step.DueAt <= mutedAt ? scope.Now : WorkingTime.Add(calendar, scope.Now, WorkingTime.Between(calendar, mutedAt, step.DueAt));
        }
    }

    /// <summary>Nobody is on it any more: the policy begins again, its first step now.</summary>
    public static void Restart(WriteScope scope, Escalation escalation, BusinessCalendar? calendar)
    {
        foreach (var open in Of(scope, escalation.Id).Where(step => step.State == LadderState.Planned))
            (open.State, open.DoneAt) = (LadderState.Skipped, scope.Now);
        Again(scope, escalation, calendar, _ => scope.Now);
    }

    /// <summary>Everybody was told and nobody is on it: after a pause they are told again. It does not stop until somebody is.</summary>
    public static void GoOn(WriteScope scope, Escalation escalation, BusinessCalendar? calendar)
    {
        if (!escalation.Escalates || Of(scope, escalation.Id).Exists(step => step.State is LadderState.Planned or LadderState.Held))
            return;
        Again(scope, escalation, calendar, round => scope.Now + LadderRounds.PauseBefore(round));
    }

    private static void Again(WriteScope scope, Escalation escalation, BusinessCalendar? calendar, Func<int, DateTimeOffset> begins)
    {
        var steps = Of(scope, escalation.Id);
        var own = steps.Where(step => step is { Round: 0, Message: null }).OrderBy(step => step.Step).ToList();
        if (own.Count == 0 || steps.Exists(step => step.State == LadderState.Ended))
            return;
        var (ordinal, round) = (steps.Max(step => step.Step), steps.Max(step => step.Round) + 1);
        var (first, start) = (begins(round), own.Min(step => step.After));
        foreach (var step in own)
            Add(scope, escalation, ++ordinal, step.To, WorkingTime.Add(calendar, first, step.After - start), step.After, null, step.ByAll, step.Hours, round);
    }

    private static void Add(WriteScope scope, Escalation escalation, int ordinal, string to, DateTimeOffset at, TimeSpan after, string? message, bool byAll, string? hours, int round = 0) =>
        scope.Db.LadderSteps.Add(new LadderStepRecord
        {
            EscalationId = escalation.Id, Step = ordinal, To = to, DueAt = at, After = after, Message = message, ByAll = byAll, Hours = hours, Round = round,
            State = escalation.IsMuted ? LadderState.Held : LadderState.Planned,
        });

    private static List<LadderStepRecord> Of(WriteScope scope, string escalationId)
    {
        scope.Db.LadderSteps.Where(step => step.EscalationId == escalationId).ToList();
        return [.. scope.Db.LadderSteps.Local.Where(step => step.EscalationId == escalationId)];
    }

    private static int Last(WriteScope scope, string escalationId) => Of(scope, escalationId).Select(step => step.Step).DefaultIfEmpty(0).Max();
}
