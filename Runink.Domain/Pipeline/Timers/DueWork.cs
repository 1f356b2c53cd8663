using Microsoft.EntityFrameworkCore;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>What happens because time passed: due evaluations, ladder steps, snoozes. Every instant is a row, so a restart loses none.</summary>
public sealed class DueWork(CompanionStore store, StoreWriter writer, MessagePipeline pipeline)
{
    private const int AtOnce = 200;

    /// <summary>Does everything that is due, and answers when the next thing is.</summary>
    public async Task<DateTimeOffset?> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await EvaluateDueAsync(now, cancel);
        await ClimbLaddersAsync(now, cancel);
        await WakeSnoozedAsync(now, cancel);
        return await NextAsync(cancel);
    }

    private async Task EvaluateDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var due = await db.DueEvaluations.Where(row => row.DueAt <= now).OrderBy(row => row.DueAt).Take(AtOnce).ToListAsync(cancel);
        foreach (var row in due)
        {
            await writer.WriteAsync(scope =>
            {
                var loaded = pipeline.Cache.Get(scope, row.PatientId);
                pipeline.Triggers.Due(scope, loaded, row.TriggerId);
                return true;
            }, cancel);
        }
    }

    private async Task ClimbLaddersAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var due = await db.LadderSteps.Where(step => step.State == LadderState.Planned && step.DueAt <= now).OrderBy(step => step.DueAt).Take(AtOnce).ToListAsync(cancel);
        foreach (var row in due)
        {
            await writer.WriteAsync(scope =>
            {
                var step = scope.Db.LadderSteps.Single(planned => planned.EscalationId == row.EscalationId && planned.Step == row.Step);
                var escalation = scope.Db.Escalations.Find(row.EscalationId);
                step.DoneAt = scope.Now;
                if (escalation is not { IsOpen: true, AcknowledgedAt: null })
                {
                    step.State = LadderState.Skipped;
                    return true;
                }

                step.State = LadderState.Told;
                scope.Db.Outbox.Add(pipeline.Opening.Mail(scope, escalation, step.To, $"Nobody has acknowledged {escalation.TriggerName} yet."));
                EpisodeEffects.Note(scope, escalation, new EscalationChange("escalated", "escalation_step_reached", $"told {step.To}"), Actor.System);
                return true;
            }, cancel);
        }
    }

    private async Task WakeSnoozedAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var due = await db.Escalations.Where(row => row.Status == EscalationStatus.Snoozed && row.SnoozedUntil <= now).Select(row => row.Id).Take(AtOnce).ToListAsync(cancel);
        foreach (var id in due)
        {
            await writer.WriteAsync(scope =>
            {
                if (scope.Db.Escalations.Find(id) is { } escalation && escalation.Wake(scope.Now) is { } woke)
                    EpisodeEffects.Note(scope, escalation, woke, Actor.System);
                return true;
            }, cancel);
        }
    }

    private async Task<DateTimeOffset?> NextAsync(CancellationToken cancel)
    {
        await using var db = store.Read();
        var instants = new[]
        {
            await db.DueEvaluations.MinAsync(row => (DateTimeOffset?)row.DueAt, cancel),
            await db.LadderSteps.Where(step => step.State == LadderState.Planned).MinAsync(step => (DateTimeOffset?)step.DueAt, cancel),
            await db.Escalations.Where(row => row.Status == EscalationStatus.Snoozed).MinAsync(row => row.SnoozedUntil, cancel),
        };
        return instants.Min();
    }
}
