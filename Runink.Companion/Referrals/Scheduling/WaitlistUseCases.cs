using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Scheduling;

/// <param name="Channel">message or telephone.</param>
public sealed record WaitlistEntryView(string Service, DateOnly? Earliest, string Suits, int NoticeHours, string Channel, DateTimeOffset AddedAt, string AddedBy, DateTimeOffset? EndedAt, string? EndedBecause);

/// <param name="Behind">How many more would have taken it when it was offered.</param>
public sealed record SlotOfferView(string Id, string Service, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? Place, string Channel, DateTimeOffset OfferedAt, DateTimeOffset SaidAt, DateTimeOffset ExpiresAt, int Behind, SlotOfferOutcome? Outcome, DateTimeOffset? EndedAt, string? EndedBy, string? Reason);

/// <param name="WhyNot">Why the patient cannot be put on the list now; null when that is possible.</param>
/// <param name="Entry">As it stands, or as it last stood.</param>
/// <param name="MessageReaches">False: only by telephone.</param>
public sealed record WaitlistView(string? WhyNot, WaitlistEntryView? Entry, IReadOnlyList<SlotOfferView> Offers, bool MessageReaches);

/// <summary>Who waits at which service, and what is offered to them now.</summary>
/// <param name="Patient">A name, or initials for whom names are not needed.</param>
/// <param name="Offer">Null while nothing is offered.</param>
public sealed record WaitingView(string ReferralId, string ServiceId, string Service, string Patient, string Priority, DateTimeOffset WaitsSince, DateTimeOffset? VisitAt, WaitlistEntryView Entry, SlotOfferView? Offer);

/// <summary>The waiting lists of services: who waits for what, who was offered what.</summary>
public sealed class WaitlistUseCases(CompanionStore store, StoreWriter writer, WaitlistCommandHandler waitlist, VisitMessageCommandHandler messages, PhiAccessLog reads, TimeProvider time)
{
    public async Task<Outcome<WaitlistView>> FindAsync(Caller caller, string referral, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await ReferralUseCases.ClosedAsync(db, caller, referral, cancel) is { } refusal)
            return refusal;
        var row = await db.Referrals.FirstAsync(one => one.Id == referral, cancel);
        var entry = await db.WaitlistEntries.AsNoTracking().Where(one => one.ReferralId == referral).OrderByDescending(one => one.Id).FirstOrDefaultAsync(cancel);
        var offers = await db.SlotOffers.AsNoTracking().Where(one => one.ReferralId == referral).OrderByDescending(one => one.Id).ToListAsync(cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", referral), cancel, row.PatientId);
        return new WaitlistView(caller.Lacks(Permission.ActOnReferrals)?.Message ?? WaitlistCommandHandler.WhyNot(row), entry is null ? null : ViewOf(entry), [.. offers.Select(ViewOf)], messages.ReachOf(db, row.PatientId) is not null);
    }

    /// <summary>Everybody who waits, by service, the next to be asked first.</summary>
    public async Task<Outcome<IReadOnlyList<WaitingView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var seen = db.Referrals.SeenBy(db, caller);
        var rows = await db.WaitlistEntries.AsNoTracking().Where(entry => entry.EndedAt == null).Join(seen, entry => entry.ReferralId, referral => referral.Id, (entry, referral) => new { entry, referral })
            .Join(db.Patients, one => one.referral.PatientId, patient => patient.Id, (one, patient) => new { one.entry, one.referral, patient }).ToListAsync(cancel);
        var ids = rows.Select(one => one.referral.Id).ToList();
        var offers = await db.SlotOffers.AsNoTracking().Where(offer => offer.EndedAt == null && ids.Contains(offer.ReferralId)).ToDictionaryAsync(offer => offer.ReferralId, cancel);
        var now = time.GetUtcNow();
        var named = caller.May(Permission.ReadPatients);
        await reads.NoteListAsync(caller, "waitlist_read", new Subject("waitlist", "all"), rows.Select(one => one.patient.Id), cancel);
        return new Outcome<IReadOnlyList<WaitingView>>(
        [
            .. from one in rows
               orderby one.entry.ServiceName, ReferralPriority.Rank(one.referral.Priority), one.referral.OpenedAt
               let card = one.patient.Card(now)
               select new WaitingView(one.referral.Id, one.entry.ServiceId, one.entry.ServiceName, named ? card.Name : card.Initials, one.referral.Priority, one.referral.OpenedAt, one.referral.VisitAt, ViewOf(one.entry), offers.TryGetValue(one.referral.Id, out var offer) ? ViewOf(offer) : null),
        ], null);
    }

    public Task<Outcome<WaitlistView>> JoinAsync(Caller caller, string referral, WaitlistDraft draft, CancellationToken cancel) =>
        DoAsync(caller, referral, scope => waitlist.Join(scope, referral, draft, caller.Actor), cancel);

    public Task<Outcome<WaitlistView>> LeaveAsync(Caller caller, string referral, string? reason, CancellationToken cancel) =>
        WrittenText.Note(reason, "The reason") is { Refusal: { } unwritable } ? Task.FromResult<Outcome<WaitlistView>>(unwritable) : DoAsync(caller, referral, scope => WaitlistCommandHandler.Leave(scope, referral, WrittenText.Note(reason, "The reason").Value, caller.Actor), cancel);

    /// <param name="answer">accept, decline or withdraw.</param>
    public async Task<Outcome<WaitlistView>> AnswerAsync(Caller caller, string referral, string offer, string answer, string? reason, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var said = WrittenText.Note(reason, "The reason");
        if (said.Refusal is { } unwritable)
            return unwritable;
        SlotOfferOutcome? outcome = answer switch { "accept" => SlotOfferOutcome.Accepted, "decline" => SlotOfferOutcome.Declined, "withdraw" => SlotOfferOutcome.Withdrawn, _ => null };
        return outcome is { } meant ? await DoAsync(caller, referral, scope => waitlist.Answer(scope, referral, offer, meant, said.Value, caller.Actor), cancel) : new Refusal("invalid", "An offer is accepted, declined or withdrawn: accept, decline, withdraw.");
    }

    private async Task<Outcome<WaitlistView>> DoAsync(Caller caller, string referral, Func<WriteScope, Outcome<string>> act, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var done = await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, referral) ?? act(scope), cancel);
        return done.Refusal is { } refused ? refused : await FindAsync(caller, referral, cancel);
    }

    private static WaitlistEntryView ViewOf(WaitlistEntry row) => new(row.ServiceName, row.Earliest, row.Suits, row.NoticeHours, row.Channel, row.AddedAt, row.AddedBy, row.EndedAt, row.EndedBecause);

    private static SlotOfferView ViewOf(SlotOffer row) => new(row.Id, row.ServiceName, row.StartsAt, row.EndsAt, row.Place, row.Channel, row.OfferedAt, row.SaidAt, row.ExpiresAt, row.Behind, row.Outcome, row.EndedAt, row.EndedBy, row.Reason);
}
