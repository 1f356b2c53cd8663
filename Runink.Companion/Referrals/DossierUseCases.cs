using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Referrals.Dossiers;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <param name="Team">Who owns the stage in which it stands, by the rules of the service; null when they do not say.</param>
/// <param name="Rules">By which rules it was taken in: "cardiology v3"; null for the standard.</param>
/// <param name="IsConfirmed">A person said that it is complete.</param>
/// <param name="Chase">How far whoever owes something was asked; null while nobody is.</param>
public sealed record DossierView(DossierAssessment Assessment, string? Team, string? Rules, bool IsConfirmed, InformationChaseView? Chase);

/// <summary>What a referral has of what its recipient needs, and all of it as one file: for who may know whom it is about.</summary>
public sealed class DossierUseCases(CompanionStore store, ReferralCommandHandler referrals, DossierCompiler compiler, PhiAccessLog reads, SiteOptions site, TimeProvider time)
{
    /// <summary>Files that are put together in memory; more is taken one by one.</summary>
    private const int LargestBytes = 60 * 1024 * 1024;

    public async Task<Outcome<DossierView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await ClosedAsync(db, caller, id, cancel) is { } refusal)
            return refusal;
        var referral = await db.Referrals.FirstAsync(row => row.Id == id, cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", id), cancel, referral.PatientId);
        return new DossierView(referrals.Dossier(db, referral, time.GetUtcNow()), referrals.TeamOf(referral), referral.Rules, referral.DossierConfirmed, referrals.Chase(db, referral, time.GetUtcNow()));
    }

    /// <summary>The whole dossier for the recipient; the ledger knows that it was taken.</summary>
    /// <param name="form">One of <see cref="DossierFile.Forms"/>.</param>
    internal async Task<Outcome<DossierFile>> FileAsync(Caller caller, string id, string form, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await ClosedAsync(db, caller, id, cancel) is { } refusal)
            return refusal;
        var referral = await db.Referrals.FirstAsync(row => row.Id == id, cancel);
        var file = await FileOfAsync(db, referral, form, cancel);
        if (file.Refusal is null)
            await reads.NoteAsync(caller, "referral_dossier_taken", new Subject("referral", id), cancel, referral.PatientId);
        return file;
    }

    /// <summary>The same for somebody with a link, who was let in already.</summary>
    internal async Task<Outcome<DossierFile>> FileOfAsync(CompanionDb db, Referral referral, string form, CancellationToken cancel)
    {
        if (!DossierFile.Forms.Contains(form))
            return new Refusal("not-found", "There is no such form of a dossier.");
        var now = time.GetUtcNow();
        var kept = db.ReferralDocuments.AsNoTracking().Where(row => row.ReferralId == referral.Id).OrderBy(row => row.Id);
        if (await kept.SumAsync(row => (long)row.Bytes, cancel) > LargestBytes)
            return new Refusal("too-long", $"Its files are larger than {LargestBytes / 1024 / 1024} MB together: take them one by one.");
        var dossier = compiler.Compile(db, referral, referrals.Needs(referral), now);
        if (dossier.Refusal is { } refusal)
            return refusal;
        var files = await kept.Select(row => new { row.Name, row.ContentType, row.Content }).ToListAsync(cancel);
        var contents = new DossierContents(dossier.Value!, [.. files.Select(file => new DossierAttachment(file.Name, file.ContentType, file.Content))], site.Name, site.Zone, now);
        return await PdfWork.RunAsync(() => DossierFile.Of(contents, form), time, cancel);
    }

    internal static async Task<Refusal?> ClosedAsync(CompanionDb db, Caller caller, string id, CancellationToken cancel) =>
        caller.Lacks(Permission.ReadPatients) ?? await ReferralUseCases.ClosedAsync(db, caller, id, cancel);
}
