using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Timers;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <summary>"Whose time was it?", for any work that the caller may see.</summary>
public sealed class SlaUseCases(CompanionStore store, SlaAccounts accounts, PhiAccessLog reads)
{
    public async Task<Outcome<SlaAccount>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Escalations.SeenBy(caller).FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } escalation)
            return new Refusal("not-found", "There is no such escalation.");
        await reads.NoteAsync(caller, "escalation_sla_read", new Subject("escalation", id), cancel, escalation.PatientId);
        return await accounts.ReadAsync(db, escalation, cancel);
    }
}
