using Microsoft.EntityFrameworkCore;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>Times that became free are offered to those who wait. What is to be done follows from what is stored, so that no restart loses or repeats an offer.</summary>
internal sealed class DueWaitlists(CompanionStore store, StoreWriter writer, WaitlistCommandHandler waitlist)
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(15);

    private DateTimeOffset nextSweep;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (now < nextSweep)
            return;
        nextSweep = now + Sweep;
        await using var db = store.Read();
        var services = await db.WaitlistEntries.Where(row => row.EndedAt == null).Select(row => row.ServiceId)
            .Union(db.SlotOffers.Where(row => row.EndedAt == null).Select(row => row.ServiceId)).Distinct().ToListAsync(cancel);
        foreach (var service in services.Where(service => waitlist.IsDue(db, service, now)))
        {
            await writer.WriteAsync(
                scope =>
                {
                    waitlist.Fill(scope, service);
                    return true;
                }, cancel);
        }
    }
}
