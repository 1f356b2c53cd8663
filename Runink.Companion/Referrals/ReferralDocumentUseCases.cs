using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <summary>A document without its content.</summary>
public sealed record DocumentView(string Id, string Name, string ContentType, int Bytes, string Sha256, DateTimeOffset At, string From, bool IsReport, string? Item);

/// <summary>Where pages and the API read and add the documents of a referral.</summary>
public sealed class ReferralDocumentUseCases(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals, PhiAccessLog reads)
{
    public async Task<Outcome<IReadOnlyList<DocumentView>>> ListAsync(Caller caller, string referral, CancellationToken cancel)
    {
        await using var db = store.Read();
        // Names of documents are names of patients as often as not.
        if ((caller.Lacks(Permission.ReadPatients) ?? await ReferralUseCases.ClosedAsync(db, caller, referral, cancel)) is { } refusal)
            return refusal;
        return new Outcome<IReadOnlyList<DocumentView>>(await Views(db, referral).ToListAsync(cancel), null);
    }

    /// <summary>The content, for who may know whom it is about.</summary>
    public async Task<Outcome<ReferralDocument>> ReadAsync(Caller caller, string referral, string document, CancellationToken cancel)
    {
        await using var db = store.Read();
        if ((caller.Lacks(Permission.ReadPatients) ?? await ReferralUseCases.ClosedAsync(db, caller, referral, cancel)) is { } refusal)
            return refusal;
        if (await db.ReferralDocuments.FirstOrDefaultAsync(row => row.Id == document && row.ReferralId == referral, cancel) is not { } found)
            return new Refusal("not-found", "There is no such document.");
        await reads.NoteAsync(caller, "referral_document_read", new Subject("referral", referral), cancel, await db.Referrals.Where(row => row.Id == referral).Select(row => row.PatientId).FirstAsync(cancel));
        return found;
    }

    public async Task<Outcome<DocumentView>> AddAsync(Caller caller, string referral, FileDraft file, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var kept = await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, referral) ?? referrals.AddDocument(scope, referral, file, caller.Actor), cancel);
        if (kept.Refusal is { } refused)
            return refused;
        await using var db = store.Read();
        return (await Views(db, referral).ToListAsync(cancel)).Single(view => view.Id == kept.Value);
    }

    internal static IQueryable<DocumentView> Views(CompanionDb db, string referral) => db.ReferralDocuments.Where(row => row.ReferralId == referral).OrderByDescending(row => row.Id)
        .Select(row => new DocumentView(row.Id, row.Name, row.ContentType, row.Bytes, row.Sha256, row.At, row.FromName, row.IsReport, row.Item));
}
