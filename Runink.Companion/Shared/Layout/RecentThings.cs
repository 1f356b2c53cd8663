using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Shared.Layout;

/// <param name="PatientId">Whose it is.</param>
public sealed record NamedThing(string Id, string PatientId, SearchHit Hit);

/// <summary>One kind of thing that people come back to; each slice brings its own.</summary>
/// <param name="SubjectType">As the ledger calls it.</param>
/// <param name="Look">The kind of row that a look at one leaves.</param>
/// <param name="Name">Names those of the ids that the caller may still see; the others are left out.</param>
public sealed record RecentKind(
    string SubjectType, string Look, Permission Needs, Func<CompanionDb, Caller, List<string>, CancellationToken, Task<IReadOnlyList<NamedThing>>> Name);

/// <summary>What a person looked at last. The ledger knows it already: nothing else is kept of it.</summary>
public sealed class RecentThings(CompanionStore store, IEnumerable<RecentKind> kinds, PhiAccessLog reads)
{
    private const int Most = 8;
    private const int MostLooks = 100;

    /// <summary>How far back the ledger is read: recent is what few rows ago happened, and a look costs the same in a ledger of any length.</summary>
    private const long RowsBack = 50_000;

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<SearchHit>> ListAsync(Caller caller, CancellationToken cancel)
    {
        var mine = kinds.Where(kind => caller.May(kind.Needs)).ToList();
        if (mine.Count == 0)
            return [];
        var (actor, looks) = (caller.Actor.ToString(), mine.ConvertAll(kind => kind.Look));
        await using var db = store.Read();
        var end = await db.Ledger.MaxAsync(row => (long?)row.Seq, cancel) ?? 0;
        var subjects = (await db.Ledger.Where(row => row.Seq > end - RowsBack && looks.Contains(row.Kind) && row.Actor == actor).OrderByDescending(row => row.Seq).Take(MostLooks)
            .Select(row => new { row.SubjectType, row.SubjectId }).ToListAsync(cancel)).ConvertAll(row => new Subject(row.SubjectType, row.SubjectId)).Distinct().ToList();
        var named = new Dictionary<Subject, NamedThing>();
        foreach (var kind in mine)
        {
            var ids = subjects.Where(subject => subject.Type == kind.SubjectType).Select(subject => subject.Id).Take(Most).ToList();
            foreach (var thing in ids.Count == 0 ? [] : await kind.Name(db, caller, ids, cancel))
                named[new Subject(kind.SubjectType, thing.Id)] = thing;
        }

        var shown = subjects.Where(named.ContainsKey).Take(Most).Select(subject => named[subject]).ToList();
        if (shown.Count > 0)
            await reads.NoteListAsync(caller, "recent_listed", new Subject("recent", "list"), shown.Select(thing => thing.PatientId), cancel);
        return [.. shown.Select(thing => thing.Hit)];
    }
}
