using Microsoft.EntityFrameworkCore;
using Runink.Domain.Patients;
using Runink.Domain.Patients.Matching;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>
/// Looks for patients who are here twice: whoever is new or changed is compared with all others, beside the writer, and what is
/// much alike is put before a person. Nothing is merged here. Who is yet to be compared is a row (<see cref="PendingMatch"/>),
/// so a restart loses nobody. Called by one at a time.
/// </summary>
/// <remarks>
/// The index is made when somebody first waits for it, and anew a day later. It holds about 500 bytes a person and never more than
/// <see cref="MostIndexed"/>, those seen last, and who came since: some 0.5 GB at most. What it finds is looked up in the store before anything is said, so
/// records that were merged or renamed since do no harm in it.
/// </remarks>
public sealed class LikelySamePerson(CompanionStore store, StoreWriter writer)
{
    /// <summary>From here on a hospital's own patients say how much each agreement tells.</summary>
    public const int EnoughToLearn = 5000;

    private const int MostIndexed = 1_000_000;
    private const int MostLearnt = 50_000;
    private const int AtOnce = 200;

    /// <summary>A person has to look at each; who resembles more than this many is better found by the search.</summary>
    private const int MostSuggestions = 5;

    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    private MatchIndex? index;
    private DateTimeOffset builtAt;

    /// <summary>Compares all who wait.</summary>
    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        while (true)
        {
            await using var db = store.Read();
            var pending = await db.PendingMatches.OrderBy(row => row.Mark).Take(AtOnce).ToListAsync(cancel);
            if (pending.Count == 0)
                return;
            var ids = pending.ConvertAll(row => row.PatientId);
            var records = (await Standing(db).Where(row => ids.Contains(row.Id)).ToListAsync(cancel)).ToDictionary(row => row.Id, MatchRecord.Of, StringComparer.Ordinal);
            if (index is null || now - builtAt > Fresh)
            {
                index = null;
                (index, builtAt) = (await BuildAsync(db, cancel), now);
            }

            // All of them before the first is looked for: two new ones may be each other's.
            foreach (var record in records.Values.Where(record => record.IsNamed))
                index.Add(record);
            foreach (var row in pending)
                await CompareAsync(db, index, row, records.GetValueOrDefault(row.PatientId), cancel);
        }
    }

    private async Task CompareAsync(CompanionDb db, MatchIndex among, PendingMatch pending, MatchRecord? person, CancellationToken cancel)
    {
        var alike = person is { IsNamed: true } ? await FindAsync(db, among, person, cancel) : [];
        await writer.WriteAsync(scope =>
        {
            foreach (var decision in alike)
                IdentityReviews.Suggest(scope, pending.PatientId, decision.Id, decision);
            return scope.Execute("DELETE FROM PendingMatches WHERE PatientId = $0 AND Mark = $1", pending.PatientId, pending.Mark);
        }, cancel);
    }

    /// <summary>Who is alike as the store has them now, the likeliest first.</summary>
    private static async Task<List<MatchDecision>> FindAsync(CompanionDb db, MatchIndex among, MatchRecord person, CancellationToken cancel)
    {
        var found = among.Find(person).Select(decision => decision.Id).Where(id => id != person.Id).Distinct(StringComparer.Ordinal).Take(MostSuggestions * 4).ToList();
        if (found.Count == 0)
            return [];
        return
        [
            .. (await Standing(db).Where(row => found.Contains(row.Id)).ToListAsync(cancel)).Select(MatchRecord.Of).Where(other => other.IsNamed)
                .Select(other => among.Decide(person, other)).Where(decision => decision.Band != MatchBand.No)
                .OrderByDescending(decision => decision.Weight).ThenBy(decision => decision.Id, StringComparer.Ordinal).Take(MostSuggestions),
        ];
    }

    /// <summary>Row by row: a million patients are never in memory as they are in the store.</summary>
    private static async Task<MatchIndex> BuildAsync(CompanionDb db, CancellationToken cancel)
    {
        var (records, names) = (new List<MatchRecord>(), new Dictionary<string, string>(StringComparer.Ordinal));
        await foreach (var patient in db.Patients.AsNoTracking().Where(row => !row.InQuestion).OrderByDescending(row => row.LastSeenAt).ThenBy(row => row.Id).Take(MostIndexed).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (MatchRecord.Of(patient) is { IsNamed: true } record)
                records.Add(record.Sharing(names));
        }

        return new MatchIndex(records, Weights(records));
    }

    /// <summary>The same patients give the same weights.</summary>
    private static MatchWeights Weights(List<MatchRecord> records)
    {
        if (records.Count < EnoughToLearn)
            return FellegiSunter.TypicalWeights(EnoughToLearn);
        // Every so many: the ones seen last alone would be one ward's or one season's.
        var step = Math.Max(1, records.Count / MostLearnt);
        return FellegiSunter.Estimate([.. records.Where((_, at) => at % step == 0)]).Among(records.Count);
    }

    private static IQueryable<Patient> Standing(CompanionDb db) => db.Patients.AsNoTracking().Where(row => row.MergedInto == null && !row.InQuestion);
}
