using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Writes to patients about their visit, and takes what they answer by the link, inside the writing transaction.</summary>
public sealed class VisitMessageCommandHandler(ReferralCommandHandler referrals, BookingCommandHandler bookings, RegisteredEndpoints endpoints, SiteOptions site, PatientMessageOptions options)
{
    /// <summary>What fits into one text message.</summary>
    private const int LongestText = 160;

    /// <summary>The same words whether it never was, is over or was taken back: a link says nothing about others.</summary>
    public static readonly Refusal NotValid = new("not-found", "This link is not valid, or not any more.");

    /// <returns>The id of the message.</returns>
    public Outcome<string> Send(WriteScope scope, string referralId, VisitMessageKind kind, Actor actor)
    {
        if (scope.Db.Referrals.Find(referralId) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (WhyNot(referral, kind, scope.Now) is { } why)
            return new Refusal("not-allowed-now", why);
        if (PatientContacts.WantsNoMessages(scope.Db, referral.PatientId))
            return new Refusal("not-allowed-now", "The patient wants no messages: call.");
        if (ReachOf(scope.Db, referral.PatientId) is not { } reach)
            return new Refusal("not-allowed-now", "The record has no mail address and no number to which a text message can go: call, or write a letter.");
        var sendAt = NextAllowed(scope.Now);
        var visit = kind == VisitMessageKind.NoShow ? null : referral.VisitAt;
        var expires = Earlier(scope.Now + VisitMessage.Lasts, visit);
        if (expires <= sendAt)
            return new Refusal("not-allowed-now", "The visit comes before the quiet hours end: call.");
        foreach (var before in scope.Db.VisitMessages.Where(row => row.ReferralId == referralId && row.RevokedAt == null && !scope.Db.SlotOffers.Any(offer => offer.Id == row.OfferId && offer.EndedAt == null)).ToList())
            before.Revoke(scope.Now);
        return Write(scope, referral, kind, reach, visit, sendAt, expires, null, actor);
    }

    /// <summary>Offers a time of the waiting list; what was written of the booked visit stays.</summary>
    internal string Offer(WriteScope scope, Referral referral, SlotOffer offer, PatientReach reach) =>
        Write(scope, referral, VisitMessageKind.SlotOffer, reach, offer.StartsAt, offer.SaidAt, offer.ExpiresAt, offer.Id, Actor.System);

    /// <summary>The next instant at which a patient may be written to.</summary>
    internal DateTimeOffset NextAllowed(DateTimeOffset now) => options.NextAllowed(now, site.Zone);

    public static Outcome<string> Revoke(WriteScope scope, string referralId, string id, Actor actor)
    {
        if (scope.Db.VisitMessages.Find(id) is not { } message || message.ReferralId != referralId)
            return new Refusal("not-found", "There is no such message.");
        if (message.IsOffer && scope.Db.SlotOffers.Find(message.OfferId) is { Stands: true })
            return new Refusal("not-allowed-now", "It offers a time: decline or withdraw the offer.");
        VisitMessageEffects.TakeBack(scope, message, "taken back before it was sent");
        scope.Record("patient_link_revoked", new Subject("referral", referralId), actor, Detail.Of(("message", id)));
        scope.Announce(new Change("referral", referralId));
        return id;
    }

    /// <summary>Somebody opens the page: programs that look through mails do so too, and it answers nothing.</summary>
    public static Outcome<VisitMessage> Open(WriteScope scope, string token)
    {
        var found = Find(scope, token);
        if (found.Value is { } message)
        {
            message.Seen(scope.Now);
            scope.Record("patient_link_opened", new Subject("referral", message.ReferralId), ActorOf(message), Detail.Of(("message", message.Id)));
        }

        return found;
    }

    /// <param name="barrier">One of <see cref="Barriers"/>; null when the patient does not say.</param>
    public Outcome<string> Answer(WriteScope scope, string token, VisitAnswer answer, string? barrier)
    {
        var found = Find(scope, token);
        if (found.Value is not { } message)
            return found.Refusal!;
        if (!message.Takes(answer) || (barrier is not null && !Barriers.IsKnown(barrier)))
            return new Refusal("invalid", "Choose one of the answers on the page.");
        // Pressed twice it is said once.
        if (message.Answer == answer && message.Barrier == barrier)
            return message.Id;
        var referral = scope.Db.Referrals.Find(message.ReferralId)!;
        if (message.IsOffer)
            return AnswerOffer(scope, message, referral, answer);
        var because = barrier is null ? "" : $": {Barriers.Of(barrier)}";
        var input = new ReferralInput(referral.Version, answer switch { VisitAnswer.CannotCome => $"Cannot come{because}", VisitAnswer.AnotherTime => $"Asks for another time{because}", _ => null }, FromPartner: true, Note: "By the link", Barrier: barrier);
        if (referrals.Act(scope, referral.Id, answer == VisitAnswer.Confirm ? "patient-confirms" : "patient-cannot-come", input, ActorOf(message)).Refusal is { } refusal)
            return refusal;
        message.Answered(answer, barrier, scope.Now);
        scope.Record("patient_answered", new Subject("referral", referral.Id), ActorOf(message), Detail.Of(("message", message.Id), ("answer", answer.ToString()), ("barrier", barrier)));
        return message.Id;
    }

    /// <summary>Why a patient is not written to now; null when it can be.</summary>
    public static string? WhyNot(Referral referral, VisitMessageKind kind, DateTimeOffset now) =>
        referral.ConsentGate == "withdrawn" ? "The patient withdrew consent."
        : kind == VisitMessageKind.SlotOffer ? "Times that become free are offered by the waiting list."
        : kind == VisitMessageKind.NoShow ? (referral.State == ReferralState.ReadyToSchedule && referral.OpenExceptions.HasFlag(ReferralExceptions.NoShow) ? null : "The patient has missed no visit that is to be booked again.")
        : referral.State == ReferralState.Scheduled && referral.VisitAt > now ? null : "No visit is booked that is still to come.";

    /// <summary>How this patient is written to; null when nothing reaches them.</summary>
    public PatientReach? ReachOf(Store.CompanionDb db, string patientId)
    {
        var contacts = PatientContacts.Read(db, patientId);
        return contacts.NoMessages ? null : PatientReach.Of(contacts.Addresses, contacts.Language, options, endpoints.Names.Any(name => endpoints.Find(name)!.Kind == "sms"));
    }

    private Outcome<string> AnswerOffer(WriteScope scope, VisitMessage message, Referral referral, VisitAnswer answer)
    {
        var offer = scope.Db.SlotOffers.Find(message.OfferId)!;
        if (answer == VisitAnswer.Confirm)
        {
            if (bookings.Book(scope, referral.Id, offer.SlotId, new ReferralInput(referral.Version, "Took the offered time by the link"), ActorOf(message)).Refusal is { } refusal)
                return refusal;
        }
        else
        {
            SlotOffers.End(scope, offer, SlotOfferOutcome.Declined, "By the link", ActorOf(message), byLink: true);
            message.Answered(VisitAnswer.Decline, null, scope.Now);
        }

        scope.Record("patient_answered", new Subject("referral", referral.Id), ActorOf(message), Detail.Of(("message", message.Id), ("answer", answer.ToString()), ("offer", offer.Id)));
        return message.Id;
    }

    private string Write(WriteScope scope, Referral referral, VisitMessageKind kind, PatientReach reach, DateTimeOffset? visit, DateTimeOffset sendAt, DateTimeOffset expires, string? offer, Actor actor)
    {
        var token = VisitMessage.NewToken();
        var place = referral.RecipientId is { } recipient ? scope.Db.HealthcareServices.Find(recipient) : null;
        var message = new VisitMessage
        {
            Id = scope.Ids.Next(), ReferralId = referral.Id, Kind = kind, Language = reach.Language, Channel = reach.Channel, TokenHash = PartnerLink.HashOf(token), VisitAt = visit,
            Place = place?.Name ?? referral.RecipientName, Address = place?.Address, CreatedAt = scope.Now, CreatedBy = actor.Name, SendAt = sendAt, ExpiresAt = expires, OfferId = offer,
        };
        scope.Db.VisitMessages.Add(message);
        Post(scope, message, reach, token);
        scope.Record("patient_message_sent", new Subject("referral", referral.Id), actor, Detail.Of(("message", message.Id), ("kind", kind.ToString()), ("channel", reach.Channel), ("language", reach.Language), ("notBefore", sendAt)));
        scope.Announce(new Change("referral", referral.Id));
        return message.Id;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    private void Post(WriteScope scope, VisitMessage message, PatientReach reach, string token)
    {
        var (texts, link) = (VisitTexts.In(message.Language), $"{site.BaseUrl}/v/{token}");
        var posted = new OutboxMessage
        {
            Id = message.Id, Channel = reach.Channel, To = reach.To, Who = OutboxMessage.ThePatient, Subject = texts.Subject, ReferralId = message.ReferralId, IsPrivate = true, CreatedAt = scope.Now,
            Body = reach.Channel == "sms" ? texts.Text(site.Name, link, LongestText) : texts.Mail(site.Name, link),
        };
        posted.Plan(message.SendAt);
        scope.Db.Outbox.Add(posted);
        scope.Announce(new Change("delivery", posted.Id));
    }

    private static Outcome<VisitMessage> Find(WriteScope scope, string token)
    {
        var hash = PartnerLink.HashOf(token);
        if (scope.Db.VisitMessages.FirstOrDefault(row => row.TokenHash == hash) is not { } message || !message.IsOpen(scope.Now) || scope.Db.Referrals.Find(message.ReferralId) is not { } referral)
            return NotValid;
        if (message.IsOffer)
            return referral.ConsentGate != "withdrawn" && scope.Db.SlotOffers.Find(message.OfferId) is { Stands: true } offer && offer.ExpiresAt > scope.Now ? message : NotValid;
        if (message.Answer == VisitAnswer.Decline)
            return message;
        // What the page would show must still be so.
        return referral.ConsentGate == "withdrawn" || !ReferralStates.IsOpen(referral.State) || (message.VisitAt is { } visit && visit != referral.VisitAt) ? NotValid : message;
    }

    private static Actor ActorOf(VisitMessage message) => new("patient-link", message.Id, OutboxMessage.ThePatient);
}
