using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What a patient can do with a time that becomes free.</summary>
/// <param name="Earliest">Not before this day; null: as soon as possible.</param>
/// <param name="Suits">As <see cref="SuitableTimes"/> reads it.</param>
/// <param name="Channel">message or telephone.</param>
public sealed record WaitlistDraft(DateOnly? Earliest, string? Suits, int NoticeHours, string Channel);

/// <summary>Keeps the waiting lists of services, and offers times that became free to those who wait, inside the writing transaction.</summary>
public sealed class WaitlistCommandHandler
{
    /// <summary>An offer that ends frees a time, which is offered in the same round.</summary>
    private const int MostRounds = 3;

    private readonly BookingCommandHandler bookings;
    private readonly VisitMessageCommandHandler messages;
    private readonly SiteOptions site;
    private readonly WaitlistReader reader;

    internal WaitlistCommandHandler(BookingCommandHandler bookings, VisitMessageCommandHandler messages, SiteOptions site, WaitlistReader reader) => (this.bookings, this.messages, this.site, this.reader) = (bookings, messages, site, reader);

    /// <summary>Puts the patient on the list of the chosen recipient, or changes what suits.</summary>
    /// <returns>The id of the entry.</returns>
    public Outcome<string> Join(WriteScope scope, string referralId, WaitlistDraft draft, Actor actor)
    {
        if (scope.Db.Referrals.Find(referralId) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (WhyNot(referral) is { } why)
            return new Refusal("not-allowed-now", why);
        if (SuitableTimes.Read(draft.Suits).Refusal is { } unreadable)
            return unreadable;
        if (draft.NoticeHours is < 0 or > WaitlistEntry.MostNoticeHours)
            return new Refusal("invalid", $"The notice is 0 to {WaitlistEntry.MostNoticeHours} hours.");
        if (draft.Channel is not (WaitlistEntry.ByMessage or WaitlistEntry.ByTelephone))
            return new Refusal("invalid", "Offers go by message or telephone.");
        if (draft.Channel == WaitlistEntry.ByMessage && messages.ReachOf(scope.Db, referral.PatientId) is null)
            return new Refusal("not-allowed-now", "No message reaches the patient: choose telephone, and a person calls.");
        var service = scope.Db.HealthcareServices.Find(referral.RecipientId)!;
        var entry = Of(scope.Db, referralId);
        var isNew = entry is null || entry.ServiceId != service.Id;
        if (isNew)
        {
            if (entry is not null)
                Leave(scope, entry, "recipient-changed", null, actor);
            entry = new WaitlistEntry
            {
                Id = scope.Ids.Next(), Holds = referralId, ReferralId = referralId, ServiceId = service.Id, ServiceName = service.Name, Channel = draft.Channel, AddedAt = scope.Now, AddedBy = actor.Name,
            };
            scope.Db.WaitlistEntries.Add(entry);
        }

        (entry!.Earliest, entry.Suits, entry.NoticeHours, entry.Channel) = (draft.Earliest, PlainText.Line(draft.Suits ?? "").Trim(), draft.NoticeHours, draft.Channel);
        ReferralEffects.Note(scope, referralId, isNew ? "waitlist-joined" : "waitlist-changed", Words(entry), null, actor);
        scope.Record(isNew ? "waitlist_joined" : "waitlist_changed", new Subject("referral", referralId), actor, Detail.Of(("entry", entry.Id), ("service", service.Id), ("channel", entry.Channel), ("noticeHours", entry.NoticeHours)));
        scope.Announce(new Change("slot", service.Id));
        scope.Flush();
        return entry.Id;
    }

    public static Outcome<string> Leave(WriteScope scope, string referralId, string? reason, Actor actor)
    {
        if (Of(scope.Db, referralId) is not { } entry)
            return new Refusal("not-found", "The patient is on no waiting list.");
        Leave(scope, entry, "removed", reason, actor);
        return entry.Id;
    }

    /// <summary>A person answers for the patient, or the patient told a person.</summary>
    public Outcome<string> Answer(WriteScope scope, string referralId, string offerId, SlotOfferOutcome outcome, string? reason, Actor actor)
    {
        if (scope.Db.SlotOffers.Find(offerId) is not { } offer || offer.ReferralId != referralId || scope.Db.Referrals.Find(referralId) is not { } referral)
            return new Refusal("not-found", "There is no such offer.");
        if (!offer.Stands)
            return offer.Outcome == outcome ? new Refusal("already-done", "That was said already.") : new Refusal("not-allowed-now", "That offer is over.");
        if (outcome == SlotOfferOutcome.Accepted)
            return bookings.Book(scope, referralId, offer.SlotId, new ReferralInput(referral.Version, reason ?? "Took the offered time"), actor);
        SlotOffers.End(scope, offer, outcome, reason, actor);
        return offerId;
    }

    /// <summary>Whether anything of this service's list is to be done.</summary>
    internal bool IsDue(CompanionDb db, string service, DateTimeOffset now) =>
        WaitlistReader.OffersOver(db, service, now).Count > 0 || reader.Over(db, service).Count > 0 || reader.Plan(db, service, now).Count > 0;

    /// <summary>Ends what is over, then offers what is free to whoever is first.</summary>
    internal void Fill(WriteScope scope, string service)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            scope.Flush();
            foreach (var (offer, outcome, reason) in WaitlistReader.OffersOver(scope.Db, service, scope.Now))
                SlotOffers.End(scope, offer, outcome, reason, Actor.System);
            foreach (var (entry, because) in reader.Over(scope.Db, service))
            {
                if (entry.Stands)
                    Leave(scope, entry, because, null, Actor.System);
            }

            var planned = reader.Plan(scope.Db, service, scope.Now);
            foreach (var plan in planned)
                Offer(scope, plan);
            if (planned.Count == 0)
                return;
        }
    }

    internal static WaitlistEntry? Of(CompanionDb db, string referralId) => db.WaitlistEntries.Local.FirstOrDefault(row => row.Holds == referralId) ?? db.WaitlistEntries.FirstOrDefault(row => row.Holds == referralId);

    /// <summary>Why the patient cannot be put on a list now; null when that is possible.</summary>
    public static string? WhyNot(Referral referral) =>
        referral.State is not (ReferralState.ReadyToSchedule or ReferralState.Scheduled) ? $"In {ReferralStates.Of(referral.State).Title} nobody waits for a time."
        : referral.ConsentGate == "withdrawn" ? "The patient withdrew consent."
        : referral.RecipientId is null ? "Choose first who sees the patient."
        : null;

    private static void Leave(WriteScope scope, WaitlistEntry entry, string because, string? reason, Actor actor)
    {
        foreach (var offer in scope.Db.SlotOffers.Where(row => row.EntryId == entry.Id && row.EndedAt == null).ToList().Where(row => row.Stands))
            SlotOffers.End(scope, offer, SlotOfferOutcome.Withdrawn, "The patient is not on the list any more.", actor);
        SlotOffers.Leave(scope, entry, because, reason, actor);
        if (because == "offers-unanswered")
            CoordinationTasks.Raise(scope, entry.ReferralId, CoordinationTaskKinds.StillWaiting, $"still-waiting/{entry.Id}", $"Ask whether the patient still waits for an earlier time at {entry.ServiceName}", scope.Now.AddDays(2));
    }

    private void Offer(WriteScope scope, PlannedOffer plan)
    {
        if (scope.Db.Slots.Find(plan.Time.SlotId) is not { Status: SlotStatus.Free } slot || SlotBookings.On(scope, slot.Id) is not null || SlotOffers.On(scope, slot.Id) is not null
            || scope.Db.WaitlistEntries.Find(plan.To.EntryId) is not { Stands: true } entry || scope.Db.Referrals.Find(entry.ReferralId) is not { } referral)
            return;
        var reach = entry.Channel == WaitlistEntry.ByMessage ? messages.ReachOf(scope.Db, referral.PatientId) : null;
        var offer = new SlotOffer
        {
            Id = scope.Ids.Next(), SlotId = slot.Id, Holds = slot.Id, ReferralId = referral.Id, EntryId = entry.Id, ServiceId = entry.ServiceId, ServiceName = entry.ServiceName, StartsAt = slot.StartsAt, EndsAt = slot.EndsAt, Place = slot.Place,
            Channel = reach is null ? WaitlistEntry.ByTelephone : WaitlistEntry.ByMessage, OfferedAt = scope.Now, SaidAt = messages.NextAllowed(scope.Now), ExpiresAt = plan.ExpiresAt, Behind = plan.Behind,
        };
        scope.Db.SlotOffers.Add(offer);
        var kept = $"kept until {Local(offer.ExpiresAt)}";
        ReferralEffects.Note(scope, referral.Id, "slot-offered", $"{offer.ServiceName} by {offer.Channel}, {kept}", offer.StartsAt, Actor.System);
        scope.Record("slot_offered", new Subject("referral", referral.Id), Actor.System, Detail.Of(("offer", offer.Id), ("slot", slot.Id), ("starts", offer.StartsAt), ("until", offer.ExpiresAt), ("channel", offer.Channel), ("behind", offer.Behind)));
        scope.Announce(new Change("slot", offer.ServiceId));
        if (reach is not null)
            messages.Offer(scope, referral, offer, reach);
        else
            CoordinationTasks.Raise(scope, referral.Id, CoordinationTaskKinds.OfferTime, SlotOffers.TaskOf(offer), $"Offer {Local(offer.StartsAt)} at {offer.ServiceName} by telephone; {kept}", offer.ExpiresAt);
        scope.Flush();
    }

    private static string Words(WaitlistEntry entry) =>
        $"{entry.ServiceName}, {(entry.Earliest is { } day ? $"from {day:yyyy-MM-dd}" : "as soon as possible")}, {(entry.Suits.Length > 0 ? entry.Suits : "at any time")}, {entry.NoticeHours} hours ahead, by {entry.Channel}";

    private string Local(DateTimeOffset at) => LocalTimes.WeekdayClock(at, site.Zone);
}
