using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Tray;

/// <summary>Where pages and the API look at the intake tray.</summary>
public sealed class TrayUseCases(CompanionStore store, TriggerCatalog catalog, PhiAccessLog reads, TimeProvider time)
{
    private const int MostRows = 200, MostPagesOfARow = 3;

    private readonly TrayLook look = new(catalog);

    /// <summary>The oldest first where somebody has to decide, else the newest.</summary>
    public async Task<Outcome<IReadOnlyList<TrayRow>>> ListAsync(Caller caller, TrayState state, CancellationToken cancel)
    {
        if (TrayScope.Closed(caller) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var seen = db.TrayItems.AsNoTracking().SeenBy(db, caller).Where(item => item.State == state);
        var items = await (state == TrayState.Waiting ? seen.OrderBy(item => item.ReceivedAt).ThenBy(item => item.Id) : seen.OrderByDescending(item => item.DecidedAt).ThenByDescending(item => item.Id)).Take(MostRows).ToListAsync(cancel);
        var ids = items.ConvertAll(item => item.Id);
        var files = (await db.TrayFiles.AsNoTracking().Where(file => ids.Contains(file.ItemId)).Select(file => new { file.ItemId, file.Ordinal, file.Sha256, file.Text, file.Fault, file.ReadAt }).ToListAsync(cancel)).ToLookup(file => file.ItemId, StringComparer.Ordinal);
        var hashes = files.SelectMany(group => group).Select(file => file.Sha256).Distinct(StringComparer.Ordinal).ToList();
        var twice = (await db.TrayFiles.Where(file => hashes.Contains(file.Sha256) && db.TrayItems.SeenBy(db, caller).Any(item => item.Id == file.ItemId)).GroupBy(file => file.Sha256).Where(group => group.Count() > 1).Select(group => group.Key).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var services = await look.ServicesAsync(db, cancel);
        await reads.NoteListAsync(caller, "tray_listed", new Subject("tray", "list"), items.Select(item => item.PatientId).OfType<string>(), cancel);
        return new Outcome<IReadOnlyList<TrayRow>>(
            [
                .. items.Select(item =>
                {
                    var own = files[item.Id].OrderBy(file => file.Ordinal).ToList();
                    var pages = own.SelectMany(file => (file.Text ?? "").Split(TrayFile.PageBreak).Select((text, at) => new TrayPage(file.Ordinal, at + 1, text))).Take(MostPagesOfARow);
                    return Row(item, own.Count, Read([.. own.Select(file => (file.ReadAt is not null, file.Text is not null, file.Fault is not null))]), look.Suggestions(item, pages, services), own.Exists(file => twice.Contains(file.Sha256)), time.GetUtcNow());
                }),
            ],
            null);
    }

    public async Task<int> CountAsync(Caller caller, CancellationToken cancel)
    {
        await using var db = store.Read();
        return TrayScope.Closed(caller) is null ? await db.TrayItems.SeenBy(db, caller).CountAsync(item => item.State == TrayState.Waiting, cancel) : 0;
    }

    public async Task<Outcome<TrayView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (TrayScope.Closed(caller) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.TrayItems.AsNoTracking().SeenBy(db, caller).FirstOrDefaultAsync(item => item.Id == id, cancel) is not { } item)
            return new Refusal("not-found", "There is no such item in the tray.");
        var now = time.GetUtcNow();
        var files = await db.TrayFiles.AsNoTracking().Where(file => file.ItemId == id).OrderBy(file => file.Ordinal).ToListAsync(cancel);
        var views = files.ConvertAll(file => new TrayFileView(file.Ordinal, file.Name, file.ContentType, file.Bytes, file.Sha256, file.Pages, file.PagesOfText(), file.Fault, file.ReadAt is not null));
        var suggestions = look.Suggestions(item, views.SelectMany(file => file.Text), await look.ServicesAsync(db, cancel));
        var known = TrayCommandHandler.Standing(db, item.PatientId);
        var patient = known is null ? null : await db.Patients.SeenBy(db, caller, Permission.ActOnReferrals).FirstOrDefaultAsync(row => row.Id == known, cancel);
        var days = suggestions.Where(one => one.Field == TrayField.BirthDate).Select(one => one.Value.Length > 0 ? one.Value : one.Quote).ToList();
        var candidates = await TrayLook.CandidatesAsync(db, caller, suggestions, days, now, cancel);
        var duplicates = await DuplicatesAsync(db, caller, item, files.ConvertAll(file => file.Sha256), cancel);
        await reads.NoteAsync(caller, "tray_item_read", new Subject("tray", id), cancel, item.PatientId);
        await reads.NoteListAsync(caller, "tray_candidates_shown", new Subject("tray", id), candidates.Select(candidate => candidate.Patient.Id), cancel);
        return new TrayView(
            Row(item, files.Count, Read([.. views.Select(file => (file.IsRead, file.Text.Count > 0, file.Fault is not null))]), suggestions, duplicates.Count > 0, now), views, suggestions, candidates, patient?.Card(now), item.Remark, duplicates);
    }

    public async Task<Outcome<TrayFile>> FileAsync(Caller caller, string id, int ordinal, CancellationToken cancel)
    {
        if (TrayScope.Closed(caller) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.TrayItems.SeenBy(db, caller).Where(item => item.Id == id).Join(db.TrayFiles.AsNoTracking().Where(file => file.Ordinal == ordinal), item => item.Id, file => file.ItemId, (item, file) => new { item.PatientId, file }).FirstOrDefaultAsync(cancel) is not { } found)
            return new Refusal("not-found", "There is no such file.");
        await reads.NoteAsync(caller, "tray_file_opened", new Subject("tray", id), cancel, found.PatientId);
        return found.file;
    }

    /// <summary>Open referrals of a patient with which the files may be put.</summary>
    public async Task<IReadOnlyList<TrayReferral>> ReferralsAsync(Caller caller, string patientId, CancellationToken cancel)
    {
        if (TrayScope.Closed(caller) is not null)
            return [];
        await using var db = store.Read();
        return await db.Referrals.SeenBy(db, caller with { Opened = [] }, Permission.ActOnReferrals).Where(row => row.PatientId == patientId && row.ClosedAt == null).OrderByDescending(row => row.OpenedAt)
            .Select(row => new TrayReferral(row.Id, row.Service, row.State, row.OpenedAt)).ToListAsync(cancel);
    }

    private static async Task<IReadOnlyList<TrayDuplicate>> DuplicatesAsync(CompanionDb db, Caller caller, TrayItem item, List<string> hashes, CancellationToken cancel)
    {
        var others = await db.TrayItems.AsNoTracking().SeenBy(db, caller).Where(other => other.Id != item.Id && db.TrayFiles.Any(file => file.ItemId == other.Id && hashes.Contains(file.Sha256))).OrderBy(other => other.ReceivedAt).Take(5).ToListAsync(cancel);
        var referrals = await db.Referrals.SeenBy(db, caller).Where(row => row.Id != item.ReferralId && db.ReferralDocuments.Any(document => document.ReferralId == row.Id && hashes.Contains(document.Sha256))).OrderBy(row => row.OpenedAt).Take(5)
            .Select(row => new { row.Id, row.Service }).ToListAsync(cancel);
        return
        [
            .. referrals.Select(row => new TrayDuplicate($"The same file is with a referral to {row.Service}", $"/referrals/{row.Id}")),
            .. others.Select(other => new TrayDuplicate($"The same file is in the tray as “{other.Name}”{other.State switch { TrayState.SetAside => ", set aside", TrayState.Taken => ", taken in", _ => "" }}", $"/referrals/tray/{other.Id}")),
        ];
    }

    private static string Read(List<(bool IsRead, bool HasText, bool HasFault)> files) =>
        files.Exists(file => !file.IsRead) ? "reading" : files.TrueForAll(file => !file.HasText) ? "no-text" : files.Exists(file => file.HasFault) ? "in-part" : "read";

    private static TrayRow Row(TrayItem item, int files, string read, IReadOnlyList<TraySuggestion> suggestions, bool isDuplicate, DateTimeOffset now)
    {
        var said = new[] { TrayField.PatientName, TrayField.Service, TrayField.Priority }.Select(field => suggestions.FirstOrDefault(one => one.Field == field)?.Value).Where(value => value is { Length: > 0 });
        return new TrayRow(item.Id, item.Version, item.Name, item.FromName, item.Door, item.ReceivedAt, item.State, files, read, string.Join(" · ", said), isDuplicate, item.WorkerAt(now), item.DecidedBy, item.DecidedAt, item.Reason, item.ReferralId);
    }
}
