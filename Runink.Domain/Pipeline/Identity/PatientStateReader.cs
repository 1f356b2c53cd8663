using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>What triggers read of one patient at an instant, from the rows that stood in the store by then.</summary>
internal sealed class PatientStateReader(Vocabulary vocabulary, SiteOptions site)
{
    /// <summary>The state as it was known at an instant, which may be now.</summary>
    /// <param name="message">Of several messages that came at that very instant, the last that counts; null counts all.</param>
    public PatientState ReadAt(CompanionDb db, string patientId, DateTimeOffset at, string? message = null)
    {
        var learnt = db.Contexts.AsNoTracking().Where(row => row.PatientId == patientId && row.At <= at).OrderBy(row => row.At).ThenBy(row => row.MessageId)
            .AsEnumerable().LastOrDefault(row => Counts(row.At, row.MessageId))?.Read();
        var state = new PatientState(learnt?.Facts ?? new(patientId, null, null), vocabulary) { Zone = site.Zone, Encounter = learnt?.Encounter, OtherEncounters = learnt?.Others ?? [], Feeds = Feeds(db) };
        foreach (var batch in Batches(db, patientId, at).Where(row => row.RecordedAt <= at))
        {
            foreach (var signal in Counts(batch.RecordedAt, batch.MessageId) ? batch.Signals() : [])
                state.Add(signal);
        }

        state.Settings = Settings(db, patientId, at);
        return state;

        bool Counts(DateTimeOffset recorded, string from) => recorded < at || message is null || string.CompareOrdinal(from, message) <= 0;
    }

    /// <summary>What was recorded from the retention before an instant on, in the order in which it came.</summary>
    public static IQueryable<SignalBatch> Batches(CompanionDb db, string patientId, DateTimeOffset at)
    {
        var since = at - SignalSeries.Retention;
        return db.SignalBatches.AsNoTracking().Where(row => row.PatientId == patientId && row.RecordedAt >= since)
            .OrderBy(row => row.RecordedAt).ThenBy(row => row.MessageId);
    }

    /// <summary>Asks the store when it is asked itself: few triggers want to know.</summary>
    public static FeedHistory Feeds(CompanionDb db) => new(concept => First(db, $"\"{concept}\""));

    private static DateTimeOffset? First(CompanionDb db, string quoted) => db.SignalBatches.AsNoTracking().Where(row => row.Data.Contains(quoted))
        .OrderBy(row => row.RecordedAt).Select(row => (DateTimeOffset?)row.RecordedAt).FirstOrDefault();

    /// <summary>The parameters that a unit or this patient had otherwise at an instant.</summary>
    public static List<ParameterSetting> Settings(CompanionDb db, string patientId, DateTimeOffset at) =>
    [
        .. db.ParameterOverrides.AsNoTracking()
            .Where(row => (row.PatientId == patientId || row.PatientId == null) && row.At <= at && (row.RemovedAt == null || row.RemovedAt > at) && (row.ExpiresAt == null || row.ExpiresAt > at))
            .AsEnumerable().Select(row => row.Setting() with { Until = row.ExpiresAt }),
    ];
}
