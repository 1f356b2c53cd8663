using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>What happens because time passed: due evaluations, whatever an escalation promised, ends of holds, discharges to prepare. Every instant is a row, so a restart loses none.</summary>
public sealed class DueWork(CompanionStore store, StoreWriter writer, MessagePipeline pipeline)
{
    private const int AtOnce = 200;

    private readonly DueEscalations escalations = new(store, writer, pipeline);
    private readonly DueDischarges discharges = new(store, writer);
    private readonly DueSlots slots = new(store, writer, pipeline.Referrals, pipeline.Site);
    private readonly DueVisitMessages visitMessages = new(store, writer, pipeline.Referrals);
    private readonly DueWaitlists waitlists = new(store, writer, pipeline.Waitlist);
    private readonly DueReminders reminders = new(store, writer, pipeline.VisitMessages, pipeline.Site);
    private readonly DueNeeds needs = new(store, writer, pipeline.Referrals);
    private readonly DueChases chases = new(store, writer, pipeline.Referrals);
    private readonly DueAuthorizations authorizations = new(store, writer, pipeline.Referrals);
    private readonly DueReferralNotices referralNotices = new(store, writer, pipeline);
    private readonly DueReferrals referrals = new(store, writer, pipeline.Referrals);

    /// <summary>Does everything that is due, and answers when the next thing is.</summary>
    public async Task<DateTimeOffset?> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            // What happened before a stop is known before anybody judges what did not.
            await referralNotices.RunAsync(cancel);
        }
        finally
        {
            await DoDueAsync(now, cancel);
        }

        return await NextAsync(cancel);
    }

    private async Task DoDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await EvaluateDueAsync(now, cancel);
        await escalations.RunAsync(now, cancel);
        await referrals.RunAsync(now, cancel);
        await authorizations.RunAsync(now, cancel);
        await chases.RunAsync(now, cancel);
        await slots.RunAsync(now, cancel);
        await visitMessages.RunAsync(cancel);
        await waitlists.RunAsync(now, cancel);
        await reminders.RunAsync(now, cancel);
        await needs.RunAsync(now, cancel);
        await discharges.RunAsync(now, cancel);
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

    private async Task<DateTimeOffset?> NextAsync(CancellationToken cancel)
    {
        await using var db = store.Read();
        return new[]
        {
            await db.DueEvaluations.MinAsync(row => (DateTimeOffset?)row.DueAt, cancel), await DueEscalations.NextAsync(db, cancel), await referrals.NextAsync(db, cancel),
        }.Min();
    }
}
