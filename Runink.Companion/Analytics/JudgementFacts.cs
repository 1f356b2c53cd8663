using Microsoft.EntityFrameworkCore;
using Runink.Domain.Escalations;
using Runink.Domain.Store;

namespace Runink.Companion.Analytics;

/// <summary>What people said of the work that triggers made: useful or not when they closed it, accepted or overridden where the record system showed it.</summary>
/// <param name="Quiet">Triggers that used to fire and do not; of the whole hospital.</param>
internal sealed record JudgementFacts(IReadOnlyList<JudgementFacts.Verdict> Verdicts, IReadOnlyList<JudgementFacts.Card> Cards, IReadOnlyList<JudgementFacts.QuietTrigger> Quiet)
{
    /// <param name="Reason">A code of <see cref="EscalationFeedback.NotUseful"/>; null when it was useful, or nobody said why not.</param>
    public sealed record Verdict(string EscalationId, string TriggerId, string TriggerName, string? Unit, DateTimeOffset OpenedAt, bool WasUseful, string? Reason);

    public sealed record Card(string EscalationId, DateTimeOffset At, bool IsOverridden, string Text);

    public sealed record QuietTrigger(string TriggerId, string Headline, DateTimeOffset Since);

    public static async Task<JudgementFacts> ReadAsync(CompanionDb db, IQueryable<Escalation> escalations, DateTimeOffset from, CancellationToken cancel)
    {
        var cards = await db.EscalationEvents.Where(row => row.Kind == "card-feedback" && row.At >= from && escalations.Any(escalation => escalation.Id == row.EscalationId))
            .OrderByDescending(row => row.At).Select(row => new { row.EscalationId, row.At, row.Text }).ToListAsync(cancel);
        return new JudgementFacts(
            await escalations.Where(row => row.OpenedAt >= from && row.WasUseful != null).OrderByDescending(row => row.OpenedAt)
                .Select(row => new Verdict(row.Id, row.TriggerId, row.TriggerName, row.Unit, row.OpenedAt, row.WasUseful == true, row.NotUsefulReason)).ToListAsync(cancel),
            [.. cards.Select(row => new Card(row.EscalationId, row.At, row.Text?.StartsWith("overridden", StringComparison.Ordinal) == true, row.Text ?? ""))],
            await db.OperationalTasks.Where(row => row.Kind == "trigger-quiet" && row.ClosedAt == null).OrderBy(row => row.OpenedAt)
                .Select(row => new QuietTrigger(row.Key, row.Headline, row.OpenedAt)).ToListAsync(cancel));
    }
}
