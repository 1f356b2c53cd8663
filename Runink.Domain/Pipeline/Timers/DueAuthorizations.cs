using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>Says once of each authorization that its days or its visits run out, before they have.</summary>
internal sealed class DueAuthorizations(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals)
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    private static readonly List<ReferralState> Before = [ReferralState.Triage, ReferralState.Authorization, ReferralState.ReadyToSchedule, ReferralState.Scheduled, ReferralState.OnHold];

    private DateTimeOffset nextSweep;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (now < nextSweep)
            return;
        nextSweep = now + Sweep;
        await using var db = store.Read();
        var soon = now + ReferralWorklists.AuthorizationRenews;
        var looked = await db.Referrals.AsNoTracking().Where(row => row.AuthorizationGate == "approved" && Before.Contains(row.State) && (row.AuthorizedUntil <= soon || row.AuthorizedUnits != null || row.AuthorizationWarned != null || row.AuthorizedFrom > now)).ToListAsync(cancel);
        foreach (var id in looked.Where(row => AuthorizationUse.Decide(row, now)?.Key != row.AuthorizationWarned).Take(AtOnce).Select(row => row.Id))
        {
            await writer.WriteAsync(
                scope =>
                {
                    if (scope.Db.Referrals.Find(id) is { } referral)
                        Say(scope, referral);
                    return true;
                }, cancel);
        }
    }

    private void Say(WriteScope scope, Referral referral)
    {
        var warning = AuthorizationUse.Decide(referral, scope.Now);
        if (warning?.Key == referral.AuthorizationWarned)
            return;
        // What a person cleared and what has grown worse are two warnings; a better one takes the mark away.
        if (warning is not null && !referral.OpenExceptions.HasFlag(ReferralExceptions.AuthExpiring))
            referrals.Act(scope, referral.Id, "raise-auth-expiring", new ReferralInput(referral.Version, warning.Words), Actor.System);
        else if (warning is not null)
            referrals.Act(scope, referral.Id, "comment", new ReferralInput(referral.Version, warning.Words), Actor.System);
        else if (referral.OpenExceptions.HasFlag(ReferralExceptions.AuthExpiring))
            referrals.Act(scope, referral.Id, "clear-auth-expiring", new ReferralInput(referral.Version, "Nothing runs out any more."), Actor.System);
        referral.Warned(warning?.Key);
    }
}
