using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Store;

namespace Runink.Companion.Escalations;

/// <summary>"Who was told": deliveries with their receipts, then the steps that are still to come.</summary>
internal static class EscalationLadders
{
    public static async Task<IReadOnlyList<LadderStep>> ReadAsync(CompanionDb db, Escalation escalation, CancellationToken cancel)
    {
        var told = await db.Outbox.Where(message => message.EscalationId == escalation.Id).OrderBy(message => message.Id).ToListAsync(cancel);
        var steps = await db.LadderSteps.Where(step => step.EscalationId == escalation.Id && step.State == LadderState.Planned)
            .OrderBy(step => step.DueAt).ToListAsync(cancel);
        var counts = escalation is { IsOpen: true, AcknowledgedAt: null };
        return
        [
            .. told.Select(message => new LadderStep(message.To, message.Channel, State(message.Status), message.DoneAt ?? message.CreatedAt, message.Receipt)),
            .. steps.Select((step, index) => new LadderStep(step.To, "email", counts ? index == 0 ? "next" : "planned" : "skipped", step.DueAt, counts ? "if nobody acknowledges" : "not needed any more")),
        ];
    }

    private static string State(OutboxStatus status) => status switch
    {
        OutboxStatus.Pending => "sending",
        OutboxStatus.Delivered or OutboxStatus.Told => "delivered",
        OutboxStatus.Failed => "failed",
        OutboxStatus.Skipped => "skipped",
    };
}
