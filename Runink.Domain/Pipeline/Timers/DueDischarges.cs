using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>Begins the discharge of who is announced to go, or is expected to within a day.</summary>
internal sealed class DueDischarges(CompanionStore store, StoreWriter writer)
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(10);

    private DateTimeOffset nextSweep;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (now < nextSweep)
            return;
        nextSweep = now + Sweep;
        await using var db = store.Read();
        var due = await db.Encounters.Where(stay => stay.EndedAt == null && stay.PrepareFrom <= now && !stay.Cancelled && !db.DischargePlans.Any(plan => plan.EncounterId == stay.Id))
            .OrderBy(stay => stay.PrepareFrom).Select(stay => stay.Id).Take(AtOnce).ToListAsync(cancel);
        // Somebody may have begun it meanwhile, or the patient has gone: then it is refused, and nothing is left to do.
        foreach (var id in due)
            await writer.WriteAsync(scope => DischargeCommandHandler.Begin(scope, id, null, Actor.System), cancel);
    }
}
