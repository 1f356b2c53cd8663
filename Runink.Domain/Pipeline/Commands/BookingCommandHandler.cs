using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>A slot as a file or another system names it.</summary>
/// <param name="Status">Free, or what takes one back that was told before.</param>
public sealed record SlotDraft(string ServiceId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? Place, string? ServiceType, SlotStatus Status);

/// <summary>Books a slot for a referral, and takes slots that are told in a file, inside the writing transaction. The referral moves by its table of moves.</summary>
public sealed class BookingCommandHandler(ReferralCommandHandler referrals)
{
    private static readonly TimeSpan LongestSlot = TimeSpan.FromHours(12);

    /// <summary>Books, or puts the visit on another time when one is booked already.</summary>
    /// <param name="input">Version, reason and note as for any action.</param>
    /// <returns>The id of the booking.</returns>
    public Outcome<string> Book(WriteScope scope, string referralId, string slotId, ReferralInput input, Actor actor)
    {
        if (scope.Db.Referrals.Find(referralId) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (scope.Db.Slots.Find(slotId) is not { ServiceId: { } serviceId } slot || scope.Db.HealthcareServices.Find(serviceId) is not { } service)
            return new Refusal("not-found", "There is no such time.");
        if (input.ExpectedVersion != referral.Version && SlotBookings.On(scope, slotId)?.ReferralId != referralId)
            return new Refusal("stale-version", "Somebody changed this referral meanwhile. Look again, then decide.");
        if (WhyNot(scope, referral, slot, service) is { } refusal)
            return refusal;
        var before = SlotBookings.Of(scope, referralId);
        var action = ActionFor(referral.State);
        var acted = referrals.Act(scope, referralId, action, input with { Date = slot.StartsAt, Note = input.Note ?? Words(service, slot) }, actor);
        if (acted.Refusal is { } refused)
            return refused;
        // Another room at the same hour is another slot.
        if (before is { Stands: true })
            SlotBookings.End(scope, before, action, input.Reason, actor);
        var booking = new SlotBooking
        {
            Id = scope.Ids.Next(), SlotId = slotId, Holds = slotId, ReferralId = referralId, ServiceId = serviceId, ServiceName = service.Name, StartsAt = slot.StartsAt, EndsAt = slot.EndsAt, Place = slot.Place,
            BookedAt = scope.Now, BookedBy = actor.Name,
        };
        scope.Db.SlotBookings.Add(booking);
        scope.Record("slot_booked", new Subject("referral", referralId), actor, Detail.Of(("slot", slotId), ("booking", booking.Id), ("service", serviceId), ("starts", slot.StartsAt)));
        scope.Announce(new Change("slot", serviceId));
        if (SlotOffers.On(scope, slotId) is { } offer)
            SlotOffers.Accepted(scope, offer, actor);
        return booking.Id;
    }

    /// <summary>The action of the table of moves by which a booking happens.</summary>
    public static string ActionFor(ReferralState state) => state == ReferralState.Scheduled ? "move-visit" : "schedule";

    /// <returns>Whether it was new, or said something new.</returns>
    public Outcome<bool> Tell(WriteScope scope, SlotDraft draft, Actor actor)
    {
        if (scope.Db.HealthcareServices.Find(draft.ServiceId) is null)
            return new Refusal("not-found", "There is no such entry in the directory.");
        if (Fault(draft) is { } fault)
            return new Refusal("invalid", fault);
        var place = draft.Place is { } said && PlainText.Line(said).Trim() is { Length: > 0 } line ? line : null;
        var slot = new Slot
        {
            Id = scope.Ids.Next(), Source = Slot.FromFile, SourceKey = Key(draft, place), ServiceId = draft.ServiceId, StartsAt = draft.StartsAt.ToUniversalTime(), EndsAt = draft.EndsAt.ToUniversalTime(), Status = draft.Status,
            Place = place, ServiceType = draft.ServiceType, ChangedAt = scope.Now,
        };
        return SlotChanges.Say(scope, referrals, slot, actor, _ => false);
    }

    public static string? Fault(SlotDraft draft) =>
        draft.EndsAt <= draft.StartsAt ? "A slot ends after it starts."
        : draft.EndsAt - draft.StartsAt > LongestSlot ? "A slot has 12 hours at most."
        : draft.Place?.Length > Slot.LongestPlace || draft.ServiceType?.Length > Slot.LongestPlace ? $"A place has {Slot.LongestPlace} characters at most."
        : null;

    private static Refusal? WhyNot(WriteScope scope, Referral referral, Slot slot, HealthcareService service)
    {
        if (referral.RecipientId != service.Id)
        {
            return new Refusal("not-allowed-now", referral.RecipientName is { } chosen
                ? $"That time is at {service.Name}, and the patient goes to {chosen}. Choose the recipient first."
                : $"Choose first who sees the patient: that time is at {service.Name}.");
        }

        if (SlotBookings.On(scope, slot.Id) is { } other)
        {
            return other.ReferralId == referral.Id
                ? new Refusal("already-done", "It is booked at that time already.")
                : new Refusal("taken", $"{other.BookedBy} was faster: that time has been booked for somebody else. Choose another.");
        }

        if (SlotOffers.On(scope, slot.Id) is { } offer && offer.ReferralId != referral.Id)
            return new Refusal("taken", $"That time is offered to somebody on the waiting list and kept until {offer.ExpiresAt.ToUniversalTime():yyyy-MM-dd HH:mm} UTC. Choose another, or withdraw the offer on that referral.");
        return slot.Status != SlotStatus.Free ? new Refusal("taken", $"{service.Name} does not offer that time any more. Choose another.")
            : slot.StartsAt <= scope.Now ? new Refusal("not-allowed-now", "That time is over. Choose another.")
            : null;
    }

    private static string Words(HealthcareService service, Slot slot) => slot.Place is { } place ? $"{service.Name}, {place}" : service.Name;

    /// <summary>One room at one time is one slot.</summary>
    private static string Key(SlotDraft draft, string? place) => string.Create(CultureInfo.InvariantCulture, $"{draft.ServiceId} {draft.StartsAt.UtcTicks}{(place is null ? "" : $" {Detail.HashOf(place)![..16]}")}");
}
