using Microsoft.EntityFrameworkCore;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>Does something for each patient of whom a trigger could say anything: who is here now, and whoever a value is kept of, at home or without a stay.</summary>
internal static class KnownPatients
{
    private const int PatientsAtOnce = 50;

    public static async Task EachAsync(CompanionStore store, StoreWriter writer, MessagePipeline pipeline, Action<WriteScope, LoadedPatient> work, CancellationToken cancel)
    {
        foreach (var some in (await IdsAsync(store, writer, cancel)).Chunk(PatientsAtOnce))
        {
            await writer.WriteAsync(scope =>
            {
                foreach (var patientId in some)
                    work(scope, pipeline.Cache.Get(scope, patientId));
                return true;
            }, cancel);
        }
    }

    private static async Task<List<string>> IdsAsync(CompanionStore store, StoreWriter writer, CancellationToken cancel)
    {
        var kept = await writer.WriteAsync(scope => scope.Now - SignalSeries.Retention, cancel);
        await using var db = store.Read();
        var here = await db.Encounters.Where(row => row.EndedAt == null && !row.Cancelled).Select(row => row.PatientId).Distinct().ToListAsync(cancel);
        var measured = await db.SignalBatches.Where(row => row.RecordedAt >= kept).Select(row => row.PatientId).Distinct().ToListAsync(cancel);
        return [.. here.Union(measured, StringComparer.Ordinal)];
    }
}
