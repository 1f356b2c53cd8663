using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery.Subscriptions;

/// <summary>
/// Turns what happened into notifications. It reads on from the event that each subscription heard of last, in the order in which they were
/// written, so that a restart misses none; and it says now and then that there is nothing to say.
/// </summary>
public sealed class SubscriptionWorker(CompanionStore store, StoreWriter writer, TimeProvider time) : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(LookAgain, time);
        try
        {
            do
            {
                await using var db = store.Read();
                var waiting = await db.TopicSubscriptions.Where(row => row.State == SubscriptionState.Active || row.State == SubscriptionState.Error).ToListAsync(stoppingToken);
                foreach (var subscription in waiting)
                    await TellAsync(db, subscription, stoppingToken);
            }
            while (await clock.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends; the next one reads on.
        }
    }

    private async Task TellAsync(CompanionDb db, TopicSubscription subscription, CancellationToken cancel)
    {
        var cursor = subscription.Cursor;
        var isReferral = subscription.Topic == SubscriptionTopics.ReferralChanged;
        var events = isReferral
            ? await db.ReferralEvents.Where(one => string.Compare(one.Id, cursor) > 0).OrderBy(one => one.Id).Take(AtOnce).Select(one => new Happening(one.Id, one.ReferralId, one.At)).ToListAsync(cancel)
            : await db.EscalationEvents.Where(one => string.Compare(one.Id, cursor) > 0).OrderBy(one => one.Id).Take(AtOnce).Select(one => new Happening(one.Id, one.EscalationId, one.At)).ToListAsync(cancel);
        if (events.Count == 0 && !subscription.IsSilent(time.GetUtcNow()))
            return;
        await writer.WriteAsync(
            scope =>
            {
                var kept = scope.Db.TopicSubscriptions.Single(row => row.Id == subscription.Id);
                // Another round, or the end of the subscription, may have been quicker.
                if (kept.Cursor != cursor || kept.State == SubscriptionState.Off)
                    return false;
                foreach (var one in events)
                {
                    SubscriptionOutbox.Write(scope, kept, new SubscriptionNotice(
                        kept.Id, "event-notification", kept.Happened(scope.Now), isReferral ? "ServiceRequest" : "Task", isReferral ? "urn:runink:referral" : "urn:runink:escalation", one.Subject, one.At));
                    kept.Cursor = one.Id;
                }

                if (events.Count == 0)
                {
                    kept.Said(scope.Now);
                    SubscriptionOutbox.Write(scope, kept, new SubscriptionNotice(kept.Id, "heartbeat", kept.Events, null, null, null, scope.Now));
                }

                return true;
            }, cancel);
    }

    private sealed record Happening(string Id, string Subject, DateTimeOffset At);
}
