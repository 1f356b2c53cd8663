using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What whoever keeps a calendar says of a slot. Where it was booked here, and is not to be had any more, its referral says so until somebody has dealt with it.</summary>
internal static class SlotChanges
{
    public static Slot? Find(WriteScope scope, string source, string key) =>
        scope.Db.Slots.Local.FirstOrDefault(row => row.Source == source && row.SourceKey == key) ?? scope.Db.Slots.FirstOrDefault(row => row.Source == source && row.SourceKey == key);

    /// <param name="said">As it is now; one that is not known yet is added.</param>
    /// <param name="ours">Whether what makes it busy is the visit that was booked here.</param>
    /// <returns>Whether anything is otherwise than it was.</returns>
    public static bool Say(WriteScope scope, ReferralCommandHandler referrals, Slot said, Actor actor, Func<SlotBooking, bool> ours)
    {
        if (Find(scope, said.Source, said.SourceKey) is not { } known)
        {
            scope.Db.Slots.Add(said);
            Announce(scope, said);
            return true;
        }

        var before = (known.ServiceId, known.ScheduleId, known.StartsAt, known.EndsAt, known.Status, known.ServiceType, known.Place);
        var (was, start) = (known.Status, known.StartsAt);
        (known.ServiceId, known.ScheduleId, known.StartsAt, known.EndsAt, known.Status, known.ServiceType, known.Place) = (said.ServiceId, said.ScheduleId, said.StartsAt, said.EndsAt, said.Status, said.ServiceType, said.Place);
        if (before == (known.ServiceId, known.ScheduleId, known.StartsAt, known.EndsAt, known.Status, known.ServiceType, known.Place))
            return false;
        known.ChangedAt = scope.Now;
        Announce(scope, known);
        if (SlotBookings.On(scope, known.Id) is not { } booking || booking.StartsAt < scope.Now)
            return true;
        if (known.Status == SlotStatus.Withdrawn && was != SlotStatus.Withdrawn)
            Lose(scope, referrals, booking, "does not offer that time any more", actor);
        else if (known.StartsAt != start)
            Lose(scope, referrals, booking, $"has put that time on {known.StartsAt.ToUniversalTime():yyyy-MM-dd HH:mm} UTC", actor);
        else if (known.Status == SlotStatus.Busy && was != SlotStatus.Busy && !ours(booking))
            Lose(scope, referrals, booking, "says that the time is taken, and names nobody: ask whether by this patient", actor);
        return true;
    }

    /// <summary>Somebody has to see it: an exception, and where the referral takes none, a line of its history.</summary>
    public static void Lose(WriteScope scope, ReferralCommandHandler referrals, SlotBooking booking, string what, Actor actor)
    {
        if (scope.Db.Referrals.Find(booking.ReferralId) is not { } referral)
            return;
        var input = new ReferralInput(referral.Version, $"{booking.ServiceName} {what}.");
        if (referrals.Act(scope, referral.Id, Lost.RaiseAction, input, actor).Refusal is not null)
            referrals.Act(scope, referral.Id, "comment", input, actor);
    }

    /// <summary>The time is this patient's after all.</summary>
    public static void Confirm(WriteScope scope, ReferralCommandHandler referrals, SlotBooking booking, Actor actor)
    {
        if (scope.Db.Referrals.Find(booking.ReferralId) is { } referral && referral.OpenExceptions.HasFlag(ReferralExceptions.SlotLost))
            referrals.Act(scope, referral.Id, Lost.ClearAction, new ReferralInput(referral.Version, $"{booking.ServiceName} has this patient at that time."), actor);
    }

    private static ReferralExceptionInfo Lost { get; } = ReferralExceptionCodes.All.First(info => info.Flag == ReferralExceptions.SlotLost);

    private static void Announce(WriteScope scope, Slot slot)
    {
        if (slot.ServiceId is { } service)
            scope.Announce(new Change("slot", service));
    }
}
