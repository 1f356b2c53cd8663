using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery;

/// <summary>Holds what is too much for one receiver, and tells what was held in one message when there is room again.</summary>
public sealed class ThrottleGate(StoreWriter writer, IOptions<DeliveryOptions> options, SiteOptions site)
{
    /// <param name="onTheirWay">Messages that left a moment ago and are not recorded yet.</param>
    /// <returns>Whether this message may go now; when not, it was held or is told with others.</returns>
    public async Task<bool> LetsGoAsync(CompanionDb db, OutboxMessage message, IEnumerable<OutboxMessage> onTheirWay, DateTimeOffset now, CancellationToken cancel)
    {
        var limits = options.Value.LimitsOf(message.Channel);
        if (limits.Count == 0)
            return true;
        var since = now - limits.Max(limit => limit.Within);
        var sent = await db.Outbox.Where(row => row.Channel == message.Channel && row.To == message.To && row.AcceptedAt > since).Select(row => row.AcceptedAt!.Value).ToListAsync(cancel);
        sent.AddRange(onTheirWay.Where(other => other.Channel == message.Channel && other.To == message.To).Select(_ => now));
        var severity = await db.Escalations.Where(row => row.Id == message.EscalationId).Select(row => row.Severity).FirstOrDefaultAsync(cancel);
        var decision = ContactThrottle.Decide(sent, limits, severity, now);
        if (decision.HoldUntil is { } until)
        {
            await HoldAsync(message, decision.Reason, until, cancel);
            return false;
        }

        return !message.IsHeld || decision.Reason == "critical" || !await BundleAsync(message, now, cancel);
    }

    private Task<bool> HoldAsync(OutboxMessage message, string limit, DateTimeOffset until, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            var stored = scope.Db.Outbox.Single(row => row.Id == message.Id);
            if (!stored.IsHeld)
                scope.Record("delivery_held", new Subject("delivery", message.Id), Actor.System, Detail.Of(("channel", message.Channel), ("limit", limit), ("escalation", message.EscalationId)));
            stored.Held($"held: no more than {limit} to one receiver", until);
            scope.Announce(new Change("delivery", message.Id));
            return true;
        }, cancel);

    /// <returns>Whether others were held too, so that one message speaks for all of them; that may have been made a moment ago.</returns>
    private Task<bool> BundleAsync(OutboxMessage message, DateTimeOffset now, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            if (scope.Db.Outbox.Single(row => row.Id == message.Id).Status != OutboxStatus.Pending)
                return true;
            var held = (
                from row in scope.Db.Outbox
                where row.Status == OutboxStatus.Pending && row.IsHeld && row.Channel == message.Channel && row.To == message.To && row.NextAttemptAt <= now
                join escalation in scope.Db.Escalations on row.EscalationId equals escalation.Id
                where escalation.Severity != "critical" && escalation.Status != EscalationStatus.Resolved && escalation.Status != EscalationStatus.Retracted
                select row).ToList();
            if (held.Count < 2)
                return false;
            var bundle = new OutboxMessage
            {
                Id = scope.Ids.Next(),
                Channel = message.Channel,
                To = message.To,
                RecipientId = message.RecipientId,
                Subject = $"{held.Count} more escalations wait",
                Body = $"{held.Count} more escalations wait: {site.BaseUrl}/",
                CreatedAt = scope.Now,
            };
            bundle.Plan(scope.Now);
            scope.Db.Outbox.Add(bundle);
            foreach (var row in held)
            {
                row.BundledInto(bundle.Id, scope.Now);
                scope.Record("delivery_bundled", new Subject("delivery", row.Id), Actor.System, Detail.Of(("channel", row.Channel), ("bundle", bundle.Id), ("escalation", row.EscalationId)));
                scope.Announce(new Change("escalation", row.EscalationId!));
            }

            scope.Announce(new Change("delivery", bundle.Id));
            return true;
        }, cancel);
}
