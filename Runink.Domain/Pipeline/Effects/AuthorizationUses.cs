using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Counts what is used of an authorization anew, whenever a visit took place or a charge came.</summary>
internal static class AuthorizationUses
{
    public static void Recount(WriteScope scope, Referral referral, TimeZoneInfo zone)
    {
        if (referral.AuthorizationGate != "approved" || referral.AuthorizationDecidedAt is not { } decided)
            return;
        // Of an authorization with a first day, visits from then on count, also those before the payer had decided.
        var since = referral.AuthorizedFrom is { } from && from < decided ? from : decided;
        scope.Db.ReferralEvents.Where(row => row.ReferralId == referral.Id && row.Kind == "seen").Load();
        scope.Db.ReferralCharges.Where(row => row.ReferralId == referral.Id).Load();
        var visits = scope.Db.ReferralEvents.Local.Where(row => row.ReferralId == referral.Id && row.Kind == "seen").Select(row => row.Date ?? row.At).Where(at => at >= since).Select(at => new UsedDay(Day(at), null));
        var charges = scope.Db.ReferralCharges.Local.Where(row => row.ReferralId == referral.Id && row is { IsReversed: false, Day: not null } && row.Day >= Day(since)).Select(row => new UsedDay(row.Day!.Value, row.Units));
        if (referral.Use(AuthorizationUse.Count(visits.Concat(charges))))
            scope.Announce(new Change("referral", referral.Id));

        DateOnly Day(DateTimeOffset at) => LocalTimes.Day(at, zone);
    }
}
