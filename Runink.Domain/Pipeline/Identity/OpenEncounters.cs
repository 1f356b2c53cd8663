using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>Does something for each patient who is here now, some to a transaction.</summary>
internal static class OpenEncounters
{
    private const int PatientsAtOnce = 50;

    public static async Task EachAsync(CompanionStore store, StoreWriter writer, MessagePipeline pipeline, Action<WriteScope, LoadedPatient> work, CancellationToken cancel)
    {
        await using var db = store.Read();
        var patients = await db.Encounters.Where(row => row.EndedAt == null && !row.Cancelled).Select(row => row.PatientId).Distinct().ToListAsync(cancel);
        foreach (var some in patients.Chunk(PatientsAtOnce))
        {
            await writer.WriteAsync(scope =>
            {
                foreach (var patientId in some)
                    work(scope, pipeline.Cache.Get(scope, patientId));
                return true;
            }, cancel);
        }
    }
}
