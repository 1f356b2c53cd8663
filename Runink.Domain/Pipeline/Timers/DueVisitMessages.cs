using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>A message that went out to somebody who is to be booked is a try to reach them; one that could not go is none.</summary>
internal sealed class DueVisitMessages(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals)
{
    private const int AtOnce = 200;

    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = store.Read();
        var sent = await db.VisitMessages.Where(row => !row.Counted && db.Outbox.Any(message => message.Id == row.Id && message.Status == OutboxStatus.Delivered)).Select(row => row.Id).Take(AtOnce).ToListAsync(cancel);
        foreach (var id in sent)
        {
            await writer.WriteAsync(
                scope =>
                {
                    if (scope.Db.VisitMessages.Find(id) is not { Counted: false } message)
                        return false;
                    message.Counted = true;
                    if (message.AnsweredAt is null && scope.Db.Referrals.Find(message.ReferralId) is { State: ReferralState.ReadyToSchedule } referral)
                        referrals.Act(scope, referral.Id, "attempt-message", new ReferralInput(referral.Version, $"Written to by {(message.Channel == "sms" ? "text message" : "mail")}"), Actor.System);
                    return true;
                }, cancel);
        }
    }
}
