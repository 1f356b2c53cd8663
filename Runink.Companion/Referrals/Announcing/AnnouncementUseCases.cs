using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Announcing;

/// <summary>What was told outside of a referral, what became of it, and what a person told instead.</summary>
public sealed class AnnouncementUseCases(CompanionStore store, StoreWriter writer, PhiAccessLog reads)
{
    public async Task<Outcome<IReadOnlyList<AnnouncementView>>> ListAsync(Caller caller, string referral, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await ReferralUseCases.ClosedAsync(db, caller, referral, cancel) is { } refusal)
            return refusal;
        var patient = await db.Referrals.Where(row => row.Id == referral).Select(row => row.PatientId).FirstAsync(cancel);
        var rows = await db.ReferralAnnouncements.AsNoTracking().Where(row => row.ReferralId == referral).OrderByDescending(row => row.Id).ToListAsync(cancel);
        var messages = await db.Outbox.AsNoTracking().Where(message => message.ReferralId == referral).ToDictionaryAsync(message => message.Id, cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", referral), cancel, patient);
        var mayTell = caller.May(Permission.ActOnReferrals) && ReferralUseCases.MayAct(db, caller, referral) is null;
        return new Outcome<IReadOnlyList<AnnouncementView>>([.. rows.Select(row => AnnouncementView.Of(row, messages.GetValueOrDefault(row.Id), mayTell, caller.May(Permission.ReadPatients)))], null);
    }

    /// <summary>Somebody outside was told by a person: the delivery ends, and who says so stands in the ledger.</summary>
    public async Task<Outcome<AnnouncementView>> TellAsync(Caller caller, string referral, string id, ToldByHand told, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var (whom, evidence) = (WrittenText.Name(told.Whom, "Who was told"), WrittenText.Note(told.Evidence, "The evidence"));
        if ((whom.Refusal ?? evidence.Refusal) is { } unwritable)
            return unwritable;
        var done = await writer.WriteAsync(
            scope => ReferralUseCases.MayAct(scope.Db, caller, referral) ?? AnnouncementCommandHandler.Tell(scope, referral, id, told with { Whom = whom.Value ?? "", Evidence = evidence.Value }, caller.Actor), cancel);
        if (done.Refusal is { } refused)
            return refused;
        await using var db = store.Read();
        var row = await db.ReferralAnnouncements.AsNoTracking().FirstAsync(one => one.Id == id, cancel);
        return AnnouncementView.Of(row, await db.Outbox.AsNoTracking().FirstOrDefaultAsync(message => message.Id == id, cancel), mayTell: true, caller.May(Permission.ReadPatients));
    }
}
