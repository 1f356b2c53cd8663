using Microsoft.EntityFrameworkCore;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>Whoever owes something for a dossier is reminded as the rules of the service say, and then a person takes over.</summary>
internal sealed class DueChases(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals)
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(30);

    private DateTimeOffset nextSweep;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (now < nextSweep)
            return;
        nextSweep = now + Sweep;
        await using var db = store.Read();
        var waiting = await db.Referrals.AsNoTracking().Where(row => row.State == ReferralState.AwaitingInformation).ToListAsync(cancel);
        if (waiting.Count > 0)
        {
            var lines = (await db.ReferralEvents.AsNoTracking().Where(row => ReferralCommandHandler.ChaseKinds.Contains(row.Kind) && db.Referrals.Any(one => one.Id == row.ReferralId && one.State == ReferralState.AwaitingInformation)).ToListAsync(cancel)).ToLookup(row => row.ReferralId, StringComparer.Ordinal);
            foreach (var referral in waiting.Where(referral => referrals.ChaseIsDue(referral, lines[referral.Id], now)))
                await writer.WriteAsync(scope => referrals.FollowChase(scope, referral.Id), cancel);
        }

        var open = await db.CoordinationTasks.AsNoTracking().Where(row => row.State == CoordinationTaskState.Open && row.Kind == CoordinationTaskKinds.MissingItems).ToListAsync(cancel);
        foreach (var task in open)
        {
            await writer.WriteAsync(
                scope =>
                {
                    referrals.SettleChase(scope, task);
                    return true;
                }, cancel);
        }
    }
}
