using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Live;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery;

/// <summary>
/// Sends what the outbox holds, the critical first, a few at a time to each server. An attempt that the process did not live to
/// record is made again with the same key: one recorded effect, at least once on the wire.
/// </summary>
public sealed partial class OutboxWorker(
    CompanionStore store, StoreWriter writer, ChangeFeed feed, DeliveryLanes lanes, ThrottleGate throttle, TimeProvider time, WorkPulse pulse, ILogger<OutboxWorker> log)
    : BackgroundService
{
    private const int LookedAtOnce = 200;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (OutboxMessage Message, Task Sending)> onTheirWay = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim wake = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watching = feed.Subscribe(changes =>
        {
            if (changes.Any(change => change.Kind == "delivery"))
                Wake();
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartDueAsync(stoppingToken);
                pulse.Beat(WorkPulse.Sender);
                await wake.WaitAsync(LookAgain, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
#pragma warning disable CA1031 // The edge of the worker: it must live on.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                LogRoundFailed(problem);
                await Task.Delay(LookAgain, time, CancellationToken.None);
            }
        }

        await Task.WhenAll(onTheirWay.Values.Select(one => one.Sending));
    }

    private void Wake()
    {
        lock (wake)
        {
            if (wake.CurrentCount == 0)
                wake.Release();
        }
    }

    private async Task StartDueAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var busy = onTheirWay.Keys.ToList();
        // What waits for a place would fill the page, and hide what could go elsewhere.
        var full = lanes.Full;
        var due = await (
            from message in db.Outbox
            where message.Status == OutboxStatus.Pending && message.NextAttemptAt <= now && !busy.Contains(message.Id)
                && !full.Contains(message.Channel) && !full.Contains(message.Channel + "/" + message.To)
                // What became of a referral is told in the order in which it did.
                && (message.ReferralId == null || !db.Outbox.Any(earlier => earlier.ReferralId == message.ReferralId && earlier.Channel == message.Channel && earlier.To == message.To
                    && earlier.Status == OutboxStatus.Pending && string.Compare(earlier.Id, message.Id) < 0))
            join escalation in db.Escalations on message.EscalationId equals escalation.Id into about
            from escalation in about.DefaultIfEmpty()
            orderby escalation == null ? 3 : escalation.Severity == "critical" ? 0 : escalation.Severity == "high" ? 1 : 2, message.NextAttemptAt
            select message).Take(LookedAtOnce).ToListAsync(stopping);
        foreach (var group in due.GroupBy(message => lanes.Of(message.Channel, message.To)))
        {
            if (group.Key is { } lane)
                await StartLaneAsync(db, lane, group, now, stopping);
            else
                await RefuseAsync(group, stopping);
        }

        if (due.Count == LookedAtOnce)
            Wake();
    }

    private async Task StartLaneAsync(CompanionDb db, DeliveryLane lane, IEnumerable<OutboxMessage> due, DateTimeOffset now, CancellationToken stopping)
    {
        foreach (var message in due)
        {
            if (lane.IsFull)
                return;
            // Also not beside an attempt whose message was superseded on its way.
            if (message.ReferralId is not null && onTheirWay.Values.Any(one => one.Message.ReferralId == message.ReferralId && one.Message.To == message.To))
                continue;
            if (!await throttle.LetsGoAsync(db, message, onTheirWay.Values.Select(one => one.Message), now, stopping))
                continue;
            if (lane.TryEnter() is not { } decision)
                return;
            if (decision.RetryAt is { } until)
            {
                await writer.WriteAsync(scope => scope.Postpone(lane.Channel.Name, lane.To, until), stopping);
                return;
            }

            Start(lane, message, stopping);
        }
    }

    private async Task RefuseAsync(IEnumerable<OutboxMessage> messages, CancellationToken stopping)
    {
        foreach (var message in messages)
            await RecordAsync(message, new Attempt(null, new DeliveryException(DeliveryFault.Permanent, $"There is no channel {message.Channel}.")), stopping);
    }

    private void Start(DeliveryLane lane, OutboxMessage message, CancellationToken stopping) =>
        onTheirWay[message.Id] = (message, Task.Run(
            async () =>
            {
                try
                {
                    await SendAsync(lane, message, stopping);
                }
#pragma warning disable CA1031 // What could not be recorded is still in the outbox, and is sent again.
                catch (Exception problem) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    LogRoundFailed(problem);
                }
                catch (OperationCanceledException)
                {
                    // The host ends; the next one sends it again.
                }
                finally
                {
                    onTheirWay.TryRemove(message.Id, out _);
                    Wake();
                }
            },
            CancellationToken.None));

    private async Task SendAsync(DeliveryLane lane, OutboxMessage message, CancellationToken stopping)
    {
        var attempt = new Attempt(null, null);
        try
        {
            await using (var db = store.Read())
            {
                if (!await IsOverAsync(db, message, stopping))
                    attempt = await TryAsync(lane.Channel, message, stopping);
            }
        }
        finally
        {
            lane.Leave(attempt.Failure?.Fault, attempt != new Attempt(null, null));
        }

        await RecordAsync(message, attempt, CancellationToken.None);
    }

    private async Task<Attempt> TryAsync(IDeliveryChannel channel, OutboxMessage message, CancellationToken stopping)
    {
        try
        {
            return new Attempt(await channel.SendAsync(message, stopping), null);
        }
        catch (DeliveryException failure)
        {
            LogAttemptFailed(message.Id, message.Channel, failure.Fault);
            return new Attempt(null, failure);
        }
#pragma warning disable CA1031 // Whatever else a channel throws is a failed attempt.
        catch (Exception problem) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogAttemptFailed(message.Id, message.Channel, DeliveryFault.Temporary);
            return new Attempt(null, new DeliveryException(DeliveryFault.Temporary, problem.Message, problem));
        }
    }

    private Task<bool> RecordAsync(OutboxMessage message, Attempt attempt, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            var stored = scope.Db.Outbox.Single(row => row.Id == message.Id);
            if (stored.Status != OutboxStatus.Pending)
            {
                // Somebody told them, or a later word holds: that stands, and the end of this attempt beside it.
                LaterReceipts.Note(scope, stored, attempt.Receipt is { } late ? $"It got there all the same: {late.Text}" : "The attempt that was on its way did not get there.");
                return true;
            }

            if (attempt.Receipt is not null)
                stored.Delivered(attempt.Receipt, scope.Now);
            else if (attempt.Failure is { Fault: DeliveryFault.Moot } moot)
                stored.Skipped(moot.Message, scope.Now);
            else if (attempt.Failure is { Fault: DeliveryFault.Permanent } permanent)
                stored.GivenUp(permanent.Message, scope.Now);
            else if (attempt.Failure is { } failure)
                stored.FailedAttempt(failure.Message, scope.Now, failure.RetryAfter);
            else
                stored.Skipped(OutsideContent.Read(stored.Content).TaskUpdate is null ? "closed before it was sent" : "the work changed again before it was sent", scope.Now);
            scope.Record(
                stored.Status switch { OutboxStatus.Delivered => "delivery_accepted", OutboxStatus.Failed => "delivery_given_up", OutboxStatus.Skipped => "delivery_skipped", _ => "delivery_attempt_failed" },
                new Subject("delivery", message.Id), Actor.System, Detail.Of(("channel", message.Channel), ("attempt", stored.Attempts), ("escalation", message.EscalationId), ("referral", message.ReferralId)));
            Tasks(scope, stored);
            // The work may have been closed while its Task was on the way there.
            if (stored is { Status: OutboxStatus.Delivered, Channel: "fhir", EscalationId: { } about } && scope.Db.Escalations.Find(about) is { } work)
                RecordSystemTasks.Follow(scope, work);
            if (message.EscalationId is not null)
                scope.Announce(new Change("escalation", message.EscalationId));
            scope.Announce(new Change("delivery", message.Id));
            return true;
        }, cancel);

    /// <summary>A receiver who cannot be told is one piece of work for somebody, however many messages wait for them.</summary>
    private static void Tasks(WriteScope scope, OutboxMessage message)
    {
        var key = $"{message.Channel} {message.Receiver}";
        AnnouncementReceipts.Work(scope, message);
        if (message.Status == OutboxStatus.Delivered)
        {
            OperationalTasks.Settle(scope, "delivery-failed", key, "A message got through again.");
            LaterReceipts.Work(scope, message);
        }
        else if (message is { Status: OutboxStatus.Failed, ReferralId: null })
            OperationalTasks.Raise(scope, "delivery-failed", key, "high", $"{message.To} cannot be told over {message.Channel}", $"{message.Receipt} Try again, choose another channel, or tell them by phone and write it down.", "/admin/deliveries?status=failed");
    }

    /// <summary>Nobody is woken for work that is done.</summary>
    private static async Task<bool> IsOverAsync(CompanionDb db, OutboxMessage message, CancellationToken cancel)
    {
        if (message.EscalationId is not { } id || await db.Escalations.Where(row => row.Id == id).Select(row => (EscalationStatus?)row.Status).FirstOrDefaultAsync(cancel) is not { } status)
            return false;
        return OutsideContent.Read(message.Content).TaskUpdate is { } update ? RecordSystemTasks.IsOvertaken(update, status) : RecordSystemTasks.StatusOf(status) is not null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivery {DeliveryId} over {Channel} failed: {Fault}")]
    private partial void LogAttemptFailed(string deliveryId, string channel, DeliveryFault fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be worked through")]
    private partial void LogRoundFailed(Exception problem);

    /// <summary>How an attempt ended: with a receipt, with a failure, or with neither when there was nothing left to say.</summary>
    private sealed record Attempt(DeliveryReceipt? Receipt, DeliveryException? Failure);
}
