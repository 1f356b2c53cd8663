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

    public sealed record Card(string EscalationId, DateTimeOffset At, bool IsOverridden);

    public sealed record QuietTrigger(string TriggerId, string Headline, DateTimeOffset Since);

    /// <param name="counts">Whether work that was opened then is asked for.</param>
    public static async Task<JudgementFacts> ReadAsync(CompanionDb db, IQueryable<Escalation> escalations, DateTimeOffset from, Func<DateTimeOffset, bool> counts, CancellationToken cancel)
    {
        var verdicts = await escalations.Where(row => row.OpenedAt >= from && row.WasUseful != null).OrderByDescending(row => row.OpenedAt)
            .Select(row => new Verdict(row.Id, row.TriggerId, row.TriggerName, row.Unit, row.OpenedAt, row.WasUseful == true, row.NotUsefulReason)).ToListAsync(cancel);
        var cards = await db.EscalationEvents.Where(row => row.Kind == "card-feedback" && row.At >= from)
            .Join(escalations, row => row.EscalationId, escalation => escalation.Id, (row, escalation) => new { row.EscalationId, row.At, row.Text, escalation.OpenedAt }).OrderByDescending(card => card.At).ToListAsync(cancel);
        return new JudgementFacts(
            [.. verdicts.Where(verdict => counts(verdict.OpenedAt))],
            [.. cards.Where(card => counts(card.OpenedAt)).Select(card => new Card(card.EscalationId, card.At, card.Text?.StartsWith("overridden", StringComparison.Ordinal) == true))],
            await db.OperationalTasks.Where(row => row.Kind == "trigger-quiet" && row.ClosedAt == null).OrderBy(row => row.OpenedAt)
                .Select(row => new QuietTrigger(row.Key, row.Headline, row.OpenedAt)).ToListAsync(cancel));
    }
}
