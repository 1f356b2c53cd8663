using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery;

/// <summary>
/// Sends what the outbox holds. An attempt that the process did not live to record is made again with the same key: one recorded
/// effect, at least once on the wire.
/// </summary>
public sealed partial class OutboxWorker(
    CompanionStore store, StoreWriter writer, ChangeFeed feed, IEnumerable<IDeliveryChannel> channels, TimeProvider time, ILogger<OutboxWorker> log)
    : BackgroundService
{
    private const int AtOnce = 50;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, IDeliveryChannel> byName = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);
    private readonly SemaphoreSlim wake = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watching = feed.Subscribe(changes =>
        {
            if (changes.Any(change => change.Kind == "delivery") && wake.CurrentCount == 0)
                wake.Release();
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendDueAsync(stoppingToken);
                await wake.WaitAsync(LookAgain, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // The edge of the worker: it must live on.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                LogRoundFailed(problem);
                await Task.Delay(LookAgain, time, CancellationToken.None);
            }
        }
    }

    private async Task SendDueAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var due = await db.Outbox.Where(message => message.Status == OutboxStatus.Pending && message.NextAttemptAt <= now)
            .OrderBy(message => message.NextAttemptAt).Take(AtOnce).ToListAsync(cancel);
        foreach (var message in due)
            await SendAsync(db, message, cancel);
    }

    private async Task SendAsync(CompanionDb db, OutboxMessage message, CancellationToken cancel)
    {
        string? receipt = null;
        string? error = null;
        var skip = await IsOverAsync(db, message, cancel);
        if (!skip)
        {
            try
            {
                receipt = byName.TryGetValue(message.Channel, out var channel)
                    ? await channel.SendAsync(message, cancel)
                    : throw new InvalidOperationException($"There is no channel {message.Channel}.");
            }
#pragma warning disable CA1031 // Whatever a channel throws is a failed attempt.
            catch (Exception problem) when (problem is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogAttemptFailed(message.Id, message.Channel, problem.GetType().Name);
                error = problem.Message;
            }
        }

        await writer.WriteAsync(scope =>
        {
            var stored = scope.Db.Outbox.Single(row => row.Id == message.Id);
            if (skip)
                stored.Skipped("closed before it was sent", scope.Now);
            else if (receipt is not null)
                stored.Delivered(receipt, scope.Now);
            else
                stored.FailedAttempt(error!, scope.Now);
            scope.Record(
                stored.Status switch { OutboxStatus.Delivered => "delivery_accepted", OutboxStatus.Failed => "delivery_given_up", OutboxStatus.Skipped => "delivery_skipped", _ => "delivery_attempt_failed" },
                new Subject("delivery", message.Id), Actor.System, Detail.Of(("channel", message.Channel), ("attempt", stored.Attempts), ("escalation", message.EscalationId)));
            if (message.EscalationId is not null)
                scope.Announce(new Change("escalation", message.EscalationId));
            scope.Announce(new Change("delivery", message.Id));
            return true;
        }, cancel);
    }

    /// <summary>Nobody is woken for work that is done.</summary>
    private static async Task<bool> IsOverAsync(CompanionDb db, OutboxMessage message, CancellationToken cancel) =>
        message.EscalationId is { } id && await db.Escalations.Where(row => row.Id == id)
            .AnyAsync(row => row.Status == Domain.Escalations.EscalationStatus.Resolved || row.Status == Domain.Escalations.EscalationStatus.Retracted, cancel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivery {DeliveryId} over {Channel} failed: {Reason}")]
    private partial void LogAttemptFailed(string deliveryId, string channel, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be worked through")]
    private partial void LogRoundFailed(Exception problem);
}
