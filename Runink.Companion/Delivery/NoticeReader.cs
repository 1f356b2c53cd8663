using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store;

namespace Runink.Companion.Delivery;

/// <summary>What a message is about, in the words that may leave: as it was decided, or for a message without such words as the escalation has it.</summary>
public sealed class NoticeReader(CompanionStore store, SiteOptions site)
{
    public async Task<EscalationNotice?> ReadAsync(OutboxMessage message, CancellationToken cancel)
    {
        if (OutsideContent.Read(message.Content).Notice is { } notice)
            return notice;
        if (message.EscalationId is not { } id)
            return null;
        await using var db = store.Read();
        return await db.Escalations.Where(row => row.Id == id).Select(row => new EscalationNotice(
            row.Id, row.TriggerId, row.TriggerName, row.Severity, row.Unit, $"{site.BaseUrl}/escalations/{row.Id}", row.AcknowledgeDueAt)).FirstOrDefaultAsync(cancel);
    }
}
