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
        var steps = await db.LadderSteps.Where(step => step.EscalationId == escalation.Id && (step.State == LadderState.Planned || step.State == LadderState.Held))
            .OrderBy(step => step.DueAt).ToListAsync(cancel);
        return
        [
            .. told.Select(message => new LadderStep(message.Who ?? message.To, message.Channel, State(message.Status), message.DoneAt ?? message.CreatedAt, message.Receipt)),
            .. steps.Select((step, index) => Planned(escalation, step, index)),
        ];
    }

    private static LadderStep Planned(Escalation escalation, LadderStepRecord step, int index) => step switch
    {
        { State: LadderState.Held } => new(step.To, "", "held", step.DueAt, escalation.MutedReason),
        _ when escalation.Escalates => new(step.To, "", index == 0 ? "next" : "planned", step.DueAt, step.ByAll ? "until everybody who is told has it" : "if nobody acknowledges"),
        { ByAll: true } when escalation.IsOpen => new(step.To, "", index == 0 ? "next" : "planned", step.DueAt, "whoever has not said that they have it"),
        _ => new(step.To, "", "skipped", step.DueAt, "not needed any more"),
    };

    private static string State(OutboxStatus status) => status switch
    {
        OutboxStatus.Pending => "sending",
        OutboxStatus.Delivered or OutboxStatus.Told => "delivered",
        OutboxStatus.Failed => "failed",
        OutboxStatus.Skipped => "skipped",
        OutboxStatus.Bundled => "bundled",
    };
}
