using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Who has which slot, and that a slot is free again as soon as its referral lets go of it, whoever moved that.</summary>
internal static class SlotBookings
{
    /// <summary>The booking that stands on a slot; null when nobody has it.</summary>
    public static SlotBooking? On(WriteScope scope, string slotId) => Known(scope, scope.Db.SlotBookings.Where(row => row.Holds == slotId)).FirstOrDefault(row => row.Holds == slotId);

    /// <summary>The slot that a referral has; null when it has none.</summary>
    public static SlotBooking? Of(WriteScope scope, string referralId) =>
        Known(scope, scope.Db.SlotBookings.Where(row => row.ReferralId == referralId && row.EndedAt == null)).FirstOrDefault(row => row.ReferralId == referralId && row.Stands);

    /// <summary>What an action on a referral means for its slot.</summary>
    public static void Follow(WriteScope scope, Referral referral, ReferralStep step, Actor actor)
    {
        if (Of(scope, referral.Id) is { } booking && !SlotBooking.Holding(referral.State, referral.VisitAt, booking.StartsAt))
            End(scope, booking, step.Kind, step.Text, actor);
    }

    public static void End(WriteScope scope, SlotBooking booking, string action, string? reason, Actor actor)
    {
        booking.End(action, reason, actor.Name, scope.Now);
        scope.Record("slot_released", new Subject("referral", booking.ReferralId), actor, Detail.Of(("slot", booking.SlotId), ("booking", booking.Id), ("action", action)));
        scope.Announce(new Change("slot", booking.ServiceId));
        // Whoever books it next must find it free in the store as well.
        scope.Flush();
    }

    private static IEnumerable<SlotBooking> Known(WriteScope scope, IQueryable<SlotBooking> stored)
    {
        var rows = stored.ToList();
        return scope.Db.SlotBookings.Local.Concat(rows).Distinct();
    }
}
