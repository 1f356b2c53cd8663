using Microsoft.EntityFrameworkCore;
using Runink.Domain.Escalations;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>Reads who waited on whom, by the calendars of the site.</summary>
public sealed class SlaAccounts(MessagePipeline pipeline, TimeProvider time)
{
    public async Task<SlaAccount> ReadAsync(CompanionDb db, Escalation escalation, CancellationToken cancel)
    {
        var segments = await db.SlaSegments.Where(segment => segment.EscalationId == escalation.Id).OrderBy(segment => segment.Ordinal).ToListAsync(cancel);
        return SlaAccount.Of(escalation, segments, pipeline.Calendars.Find(escalation.Calendar), time.GetUtcNow());
    }
}
