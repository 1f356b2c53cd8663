using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Reads what stands on the waiting list of a service, what of it is over, and what is to be offered to whom.</summary>
internal sealed class WaitlistReader(SiteOptions site, PatientMessageOptions patients, WaitlistOptions options)
{
    private const int MostTimes = 500;

    /// <summary>Entries that nobody waits on any more, with the reason as <see cref="WaitlistEntry.EndedBecause"/> has it.</summary>
    public List<(WaitlistEntry Entry, string Because)> Over(CompanionDb db, string service)
    {
        var standing = db.WaitlistEntries.Where(row => row.ServiceId == service && row.EndedAt == null)
            .Join(db.Referrals, entry => entry.ReferralId, referral => referral.Id, (entry, referral) => new { entry, referral.State, referral.RecipientId, referral.ConsentGate }).ToList();
        var ids = standing.Select(one => one.entry.Id).ToList();
        var unanswered = db.SlotOffers.Where(offer => ids.Contains(offer.EntryId) && (offer.Outcome == SlotOfferOutcome.Declined || offer.Outcome == SlotOfferOutcome.Lapsed)).GroupBy(offer => offer.EntryId).Select(group => new { group.Key, Count = group.Count() }).ToDictionary(group => group.Key, group => group.Count, StringComparer.Ordinal);
        return
        [
            .. from one in standing
               let because = one.State is not (ReferralState.ReadyToSchedule or ReferralState.Scheduled or ReferralState.OnHold) || one.ConsentGate == "withdrawn" ? "no-longer-waiting"
                   : one.RecipientId != service ? "recipient-changed"
                   : unanswered.GetValueOrDefault(one.entry.Id) >= options.MostUnanswered ? "offers-unanswered"
                   : null
               where because is not null
               select (one.entry, because),
        ];
    }

    /// <summary>Offers that end by themselves, and why.</summary>
    public static List<(SlotOffer Offer, SlotOfferOutcome Outcome, string Reason)> OffersOver(CompanionDb db, string service, DateTimeOffset now)
    {
        var open = db.SlotOffers.Where(row => row.ServiceId == service && row.EndedAt == null).ToList();
        var found = new List<(SlotOffer, SlotOfferOutcome, string)>();
        foreach (var offer in open)
        {
            var (slot, referral) = (db.Slots.Find(offer.SlotId), db.Referrals.Find(offer.ReferralId));
            if (slot is not { Status: SlotStatus.Free } || slot.StartsAt != offer.StartsAt || slot.ServiceId != service)
                found.Add((offer, SlotOfferOutcome.Withdrawn, $"{offer.ServiceName} does not offer that time any more."));
            else if (referral is null || db.WaitlistEntries.Find(offer.EntryId) is not { Stands: true } || referral.RecipientId != service || IsUnable(referral, now) || referral.VisitAt <= offer.StartsAt)
                found.Add((offer, SlotOfferOutcome.Withdrawn, "The patient does not wait for it any more."));
            else if (offer.ExpiresAt <= now)
                found.Add((offer, SlotOfferOutcome.Lapsed, "Nobody answered in time."));
        }

        return found;
    }

    /// <summary>What is offered to whom now.</summary>
    public IReadOnlyList<PlannedOffer> Plan(CompanionDb db, string service, DateTimeOffset now)
    {
        if (db.HealthcareServices.Find(service) is not { Active: true } known)
            return [];
        var standing = db.WaitlistEntries.Where(row => row.ServiceId == service && row.EndedAt == null).Join(db.Referrals, entry => entry.ReferralId, referral => referral.Id, (entry, referral) => new { entry, referral }).ToList();
        // Where all who wait have a visit, only what is earlier than the last of these is looked at.
        var until = standing.Count > 0 && standing.TrueForAll(one => one.referral.VisitAt is not null) ? standing.Max(one => one.referral.VisitAt!.Value) : DateTimeOffset.MaxValue;
        var free = standing.Count == 0 ? [] : db.Slots.Where(row => row.ServiceId == service && row.Status == SlotStatus.Free && row.StartsAt > now && row.StartsAt < until && !db.SlotBookings.Any(booking => booking.Holds == row.Id) && !db.SlotOffers.Any(offer => offer.Holds == row.Id))
            .OrderBy(row => row.StartsAt).Take(MostTimes).Select(row => new FreeTime(row.Id, row.StartsAt)).ToList();
        if (free.Count == 0)
            return [];
        var ids = standing.Select(one => one.referral.Id).ToList();
        var offers = db.SlotOffers.Where(row => ids.Contains(row.ReferralId)).Select(row => new { row.ReferralId, row.SlotId, row.EndedAt, row.Outcome }).ToList().ToLookup(row => row.ReferralId);
        var waiting = standing.Select(one => new WaitingPatient(
            one.entry.Id, one.referral.Id, one.referral.Priority, one.referral.OpenedAt, one.referral.VisitAt, one.entry.Earliest, SuitableTimes.Read(one.entry.Suits).Value!, TimeSpan.FromHours(one.entry.NoticeHours),
            PatientContacts.Read(db, one.referral.PatientId).NeedsInterpreterAt(known), one.referral.AuthorizedUntil, one.referral.RecipientId != service || IsUnable(one.referral, now),
            offers[one.referral.Id].Where(offer => offer.Outcome is SlotOfferOutcome.Declined or SlotOfferOutcome.Lapsed).Select(offer => offer.SlotId).ToHashSet(StringComparer.Ordinal), offers[one.referral.Id].Any(offer => offer.EndedAt is null))).ToList();
        return BackFill.Decide(free, waiting, Rules(now));
    }

    public BackFillRules Rules(DateTimeOffset now) => new(now, patients.NextAllowed(now, site.Zone), TimeSpan.FromHours(options.HoldHours), TimeSpan.FromHours(options.InterpreterNoticeHours), site.Zone);

    private static bool IsUnable(Referral referral, DateTimeOffset now) => ReferralFlow.Actions(referral, now).FirstOrDefault(action => action.Name == BookingCommandHandler.ActionFor(referral.State)) is not { WhyNot: null };
}
