using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Live;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Triggers.Approval;

/// <summary>What was approved for an instant comes into force at it. The instant is a row, so that a restart loses none.</summary>
public sealed class DuePublicationWorker(CompanionStore store, ReviewCommandHandler work, TriggerUseCases triggers, HospitalFacts facts, TimeProvider time, ILogger<DuePublicationWorker> log)
    : PeriodicWorker(TimeSpan.FromSeconds(1), time, log)
{
    private static readonly TimeSpan LooksAfterWork = TimeSpan.FromMinutes(10);

    private DateTimeOffset lookedAfter;

    public override async Task LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        foreach (var review in await db.TextReviews.Where(row => row.State == ReviewState.Scheduled && row.PublishAt <= now).OrderBy(row => row.PublishAt).ToListAsync(cancel))
            await work.PublishDueAsync(review, review.Kind == ReviewKind.Trigger ? await triggers.OverBudgetAsync(review, cancel) : null, await facts.ReadAsync(cancel), cancel);
        if (now - lookedAfter < LooksAfterWork)
            return;
        lookedAfter = now;
        await work.KeepWorkOpenAsync(cancel);
    }
}
