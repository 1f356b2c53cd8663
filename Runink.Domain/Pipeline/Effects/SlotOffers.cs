using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What is offered to whom on the waiting list, and what goes with the end of an offer: its link, its task, its place on the list.</summary>
internal static class SlotOffers
{
    /// <summary>The offer that stands on a slot; null when it is offered to nobody.</summary>
    public static SlotOffer? On(WriteScope scope, string slotId)
    {
        var stored = scope.Db.SlotOffers.FirstOrDefault(row => row.Holds == slotId);
        return scope.Db.SlotOffers.Local.FirstOrDefault(row => row.Holds == slotId) ?? (stored?.Holds == slotId ? stored : null);
    }

    public static string TaskOf(SlotOffer offer) => $"offer/{offer.Id}";

    /// <summary>The time is booked for whom it was offered: the patient leaves the list, and the link shows the visit from now on.</summary>
    public static void Accepted(WriteScope scope, SlotOffer offer, Actor actor)
    {
        End(scope, offer, SlotOfferOutcome.Accepted, null, actor);
        if (MessageOf(scope, offer) is { } message)
        {
            message.Answered(VisitAnswer.Confirm, null, scope.Now);
            message.ExpiresAt = scope.Now + VisitMessage.Lasts < offer.StartsAt ? scope.Now + VisitMessage.Lasts : offer.StartsAt;
        }

        if (scope.Db.WaitlistEntries.Find(offer.EntryId) is { Stands: true } entry)
            Leave(scope, entry, "accepted", null, actor);
    }

    public static void End(WriteScope scope, SlotOffer offer, SlotOfferOutcome outcome, string? reason, Actor actor, bool byLink = false)
    {
        offer.End(outcome, reason, actor.Name, scope.Now);
        var said = outcome.ToString().ToLowerInvariant();
        CoordinationTasks.Settle(scope, TaskOf(offer), outcome is SlotOfferOutcome.Accepted or SlotOfferOutcome.Declined ? CoordinationTaskState.Done : CoordinationTaskState.NotNeeded, $"The offer was {(outcome == SlotOfferOutcome.Lapsed ? "not answered in time" : said)}.", actor);
        if (outcome != SlotOfferOutcome.Accepted && !byLink && MessageOf(scope, offer) is { } message)
            VisitMessageEffects.TakeBack(scope, message, "the offer is over");
        ReferralEffects.Note(scope, offer.ReferralId, $"slot-offer-{said}", reason ?? offer.ServiceName, offer.StartsAt, actor);
        scope.Record("slot_offer_ended", new Subject("referral", offer.ReferralId), actor, Detail.Of(("offer", offer.Id), ("slot", offer.SlotId), ("outcome", said)));
        scope.Announce(new Change("slot", offer.ServiceId));
        // Whoever is asked next must find it free in the store as well.
        scope.Flush();
    }

    /// <param name="because">As in <see cref="WaitlistEntry.EndedBecause"/>.</param>
    public static void Leave(WriteScope scope, WaitlistEntry entry, string because, string? reason, Actor actor)
    {
        entry.End(because, scope.Now);
        ReferralEffects.Note(scope, entry.ReferralId, "waitlist-left", reason ?? Words(because), null, actor);
        scope.Record("waitlist_left", new Subject("referral", entry.ReferralId), actor, Detail.Of(("entry", entry.Id), ("service", entry.ServiceId), ("because", because)));
        scope.Announce(new Change("slot", entry.ServiceId));
        scope.Flush();
    }

    public static string Words(string because) => because switch
    {
        "accepted" => "Has the time that was offered.",
        "no-longer-waiting" => "No time is wanted any more.",
        "recipient-changed" => "Goes to somebody else.",
        "offers-unanswered" => "Offers came to nothing: ask whether the patient still waits.",
        _ => "Taken off the list.",
    };

    private static VisitMessage? MessageOf(WriteScope scope, SlotOffer offer) => scope.Db.VisitMessages.Local.FirstOrDefault(row => row.OfferId == offer.Id) ?? scope.Db.VisitMessages.FirstOrDefault(row => row.OfferId == offer.Id);
}
