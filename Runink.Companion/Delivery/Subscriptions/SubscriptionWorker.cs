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
    private const string Escalation = "urn:runink:escalation";
    private const string Referral = "urn:runink:referral";
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
                await ForgetAsync(db, stoppingToken);
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
        var events = await HappenedAsync(db, subscription.Topic, cursor, cancel);
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
                    var told = new SubscriptionEvent
                    {
                        SubscriptionId = kept.Id, Number = kept.Happened(scope.Now), FocusType = one.System == Referral ? "ServiceRequest" : "Task", FocusSystem = one.System, FocusId = one.Subject, At = one.At,
                    };
                    scope.Db.SubscriptionEvents.Add(told);
                    SubscriptionOutbox.Write(scope, kept, SubscriptionNotice.Of(told));
                    kept.Cursor = one.Id;
                }

                var tooOld = kept.Events - SubscriptionEvent.MostKept;
                if (tooOld > 0)
                    scope.Db.SubscriptionEvents.Where(row => row.SubscriptionId == kept.Id && row.Number <= tooOld).ExecuteDelete();

                if (events.Count == 0)
                {
                    kept.Said(scope.Now);
                    SubscriptionOutbox.Write(scope, kept, new SubscriptionNotice(kept.Id, "heartbeat", kept.Events, null, null, null, scope.Now));
                }

                return true;
            }, cancel);
    }

    /// <summary>What the topic is about, after the event that was heard of last.</summary>
    private static async Task<List<Happening>> HappenedAsync(CompanionDb db, string topic, string cursor, CancellationToken cancel)
    {
        if (topic == SubscriptionTopics.ReferralChanged)
            return await db.ReferralEvents.Where(one => string.Compare(one.Id, cursor) > 0).OrderBy(one => one.Id).Take(AtOnce).Select(one => new Happening(one.Id, Referral, one.ReferralId, one.At)).ToListAsync(cancel);
        var events = await db.EscalationEvents.Where(one => string.Compare(one.Id, cursor) > 0).OrderBy(one => one.Id).Take(AtOnce).Select(one => new Happening(one.Id, Escalation, one.EscalationId, one.At)).ToListAsync(cancel);
        if (topic != SubscriptionTopics.TaskChanged)
            return events;
        var sent = await db.TaskChanges.Where(one => string.Compare(one.Id, cursor) > 0).OrderBy(one => one.Id).Take(AtOnce).Select(one => new Happening(one.Id, null, one.TaskId, one.At)).ToListAsync(cancel);
        return [.. events.Concat(sent).OrderBy(one => one.Id, StringComparer.Ordinal).Take(AtOnce)];
    }

    /// <summary>What every subscriber heard of goes.</summary>
    private async Task ForgetAsync(CompanionDb db, CancellationToken cancel)
    {
        var heard = await db.TopicSubscriptions.Where(row => row.Topic == SubscriptionTopics.TaskChanged && row.State != SubscriptionState.Off).MinAsync(row => (string?)row.Cursor, cancel);
        if (await db.TaskChanges.AnyAsync(row => heard == null || string.Compare(row.Id, heard) <= 0, cancel))
            await writer.WriteAsync(scope => scope.Db.TaskChanges.Where(row => heard == null || string.Compare(row.Id, heard) <= 0).ExecuteDelete(), cancel);
    }

    /// <param name="System">Who gives the number that the subject is; null when it is the id of a resource alone.</param>
    private sealed record Happening(string Id, string? System, string Subject, DateTimeOffset At);
}
