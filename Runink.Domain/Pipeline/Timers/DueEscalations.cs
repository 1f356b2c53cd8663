using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>What an escalation promised for an instant: steps of its policy, ends of snoozes, acknowledgements, offers and silences, shares of its clocks.</summary>
internal sealed class DueEscalations(CompanionStore store, StoreWriter writer, MessagePipeline pipeline)
{
    /// <summary>An offer that nobody took for so long is no longer one.</summary>
    public static readonly TimeSpan OfferLasts = TimeSpan.FromMinutes(30);

    private const int AtOnce = 200;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await TurnSilencesAsync(now, cancel);
        await ForEachAsync(row => row.Status == EscalationStatus.Snoozed && row.SnoozedUntil <= now, Wake, cancel);
        await ForEachAsync(row => row.AckExpiresAt <= now, ExpireAcknowledgement, cancel);
        await ClimbAsync(now, cancel);
        await ForEachAsync(row => row.NextWarningAt <= now, Warn, cancel);
        var offered = now - OfferLasts;
        await ForEachAsync(row => row.OfferedAt <= offered, ForgetOffer, cancel);
    }

    public static async Task<DateTimeOffset?> NextAsync(CompanionDb db, CancellationToken cancel) => new[]
    {
        await db.LadderSteps.Where(step => step.State == LadderState.Planned).MinAsync(step => (DateTimeOffset?)step.DueAt, cancel),
        await db.Escalations.Where(row => row.Status == EscalationStatus.Snoozed).MinAsync(row => row.SnoozedUntil, cancel),
        await db.Escalations.MinAsync(row => row.AckExpiresAt, cancel),
        await db.Escalations.MinAsync(row => row.NextWarningAt, cancel),
        await db.Escalations.MinAsync(row => row.OfferedAt, cancel) + OfferLasts,
        await db.Silences.Where(row => row.EndedAt == null && row.BegunAt == null).MinAsync(row => (DateTimeOffset?)row.From, cancel),
        await db.Silences.Where(row => row.EndedAt == null).MinAsync(row => (DateTimeOffset?)row.Until, cancel),
    }.Min();

    private async Task ForEachAsync(Expression<Func<Escalation, bool>> isDue, Action<WriteScope, Escalation> act, CancellationToken cancel)
    {
        await using var db = store.Read();
        foreach (var id in await db.Escalations.Where(isDue).OrderBy(row => row.Id).Select(row => row.Id).Take(AtOnce).ToListAsync(cancel))
        {
            await writer.WriteAsync(scope =>
            {
                if (scope.Db.Escalations.Find(id) is { } escalation)
                    act(scope, escalation);
                return true;
            }, cancel);
        }
    }

    private void Wake(WriteScope scope, Escalation escalation)
    {
        if (escalation.Wake(scope.Now) is not { } woke)
            return;
        EpisodeEffects.Note(scope, escalation, woke, Actor.System);
        EpisodeStates.Follow(scope, pipeline.Cache.Get(scope, escalation.PatientId), escalation, pipeline.Vocabulary);
    }

    private void ExpireAcknowledgement(WriteScope scope, Escalation escalation)
    {
        if (escalation.ExpireAcknowledgement(scope.Now) is not { } expired)
            return;
        EpisodeEffects.Note(scope, escalation, expired, Actor.System);
        scope.Db.EscalationAcknowledgements.RemoveRange(scope.Db.EscalationAcknowledgements.Where(one => one.EscalationId == escalation.Id));
        Ladder.Restart(scope, escalation, pipeline.Calendars.Find(escalation.Calendar));
        Remind(scope, escalation, $"You acknowledged {escalation.TriggerName}, and nothing has been done since. It is being escalated again.");
    }

    private async Task ClimbAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var due = await db.LadderSteps.Where(step => step.State == LadderState.Planned && step.DueAt <= now).OrderBy(step => step.DueAt).ThenBy(step => step.Step).Take(AtOnce).ToListAsync(cancel);
        foreach (var row in due)
        {
            await writer.WriteAsync(scope =>
            {
                var step = scope.Db.LadderSteps.Single(planned => planned.EscalationId == row.EscalationId && planned.Step == row.Step);
                if (step.State == LadderState.Planned && step.DueAt <= scope.Now)
                    Climb(scope, step, scope.Db.Escalations.Find(row.EscalationId));
                return true;
            }, cancel);
        }
    }

    private void Climb(WriteScope scope, LadderStepRecord step, Escalation? escalation)
    {
        var decision = LadderDecision.Decide(step, escalation, pipeline.Calendars.Find(step.Hours), scope.Now);
        if (decision.WaitUntil is { } opening)
        {
            step.DueAt = opening;
            return;
        }

        step.DoneAt = scope.Now;
        step.State = decision.Tells ? LadderState.Told : LadderState.Skipped;
        if (escalation is null)
            return;
        if (!decision.Tells)
        {
            Ladder.GoOn(scope, escalation, pipeline.Calendars.Find(escalation.Calendar));
            return;
        }

        var message = step.Message is null ? $"Nobody has acknowledged {escalation.TriggerName} yet." : step.Message.Length == 0 ? null : step.Message;
        var told = pipeline.Notices.Tell(scope, escalation, step.To, message, step.Step, step.ByAll ? Acknowledged(scope, escalation) : null);
        EpisodeEffects.Note(scope, escalation, new EscalationChange("escalated", "escalation_step_reached", $"told {told}"), Actor.System);
        Ladder.GoOn(scope, escalation, pipeline.Calendars.Find(escalation.Calendar));
    }

    private static HashSet<string> Acknowledged(WriteScope scope, Escalation escalation) =>
        scope.Db.EscalationAcknowledgements.Where(one => one.EscalationId == escalation.Id).Select(one => one.PersonId).ToHashSet(StringComparer.Ordinal);

    private void Warn(WriteScope scope, Escalation escalation)
    {
        var calendar = pipeline.Calendars.Find(escalation.Calendar);
        var since = escalation.NextWarningAt;
        escalation.NextWarningAt = SlaWarnings.Next(escalation, calendar, scope.Now);
        // After a pause of the program several shares of one clock may be used up at once: the largest says it all.
        foreach (var warning in SlaWarnings.Of(escalation, calendar, scope.Now).Where(one => one.At >= since && one.At <= scope.Now).GroupBy(one => one.Clock, StringComparer.Ordinal).Select(clock => clock.MaxBy(one => one.Percent)))
        {
            var words = warning.Percent == 100 ? $"The time to {warning.Clock} is over." : $"{warning.Percent} % of the time to {warning.Clock} is over.";
            var kind = warning.Percent == 100 ? "sla_missed" : "sla_warned";
            if (warning.Percent < 80)
            {
                scope.Record(kind, new Subject("escalation", escalation.Id), Actor.System, Detail.Of(("clock", warning.Clock), ("percent", warning.Percent)));
                scope.Announce(new Change("escalation", escalation.Id));
                continue;
            }

            EpisodeEffects.Write(scope, escalation, new EscalationChange(kind.Replace('_', '-'), kind, words), Actor.System);
            Remind(scope, escalation, $"{escalation.TriggerName}: {char.ToLowerInvariant(words[0])}{words[1..]}");
        }
    }

    private void ForgetOffer(WriteScope scope, Escalation escalation)
    {
        if (escalation.LapseOffer() is not { } lapsed)
            return;
        EpisodeEffects.Note(scope, escalation, lapsed, Actor.System);
        Remind(scope, escalation, $"{escalation.TriggerName}: nobody took it over. It is still yours.");
    }

    private void Remind(WriteScope scope, Escalation escalation, string words)
    {
        if (escalation.Owner is { } owner)
            pipeline.Notices.Tell(scope, escalation, owner, words);
    }

    private async Task TurnSilencesAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        foreach (var id in await db.Silences.Where(row => row.EndedAt == null && (row.Until <= now || (row.BegunAt == null && row.From <= now))).Select(row => row.Id).ToListAsync(cancel))
        {
            await writer.WriteAsync(scope =>
            {
                if (scope.Db.Silences.Find(id) is not { EndedAt: null } silence)
                    return true;
                if (silence.Until <= scope.Now)
                    pipeline.Muting.End(scope, silence, Actor.System);
                else if (silence.BegunAt is null)
                    pipeline.Muting.Begin(scope, silence);
                return true;
            }, cancel);
        }
    }
}
