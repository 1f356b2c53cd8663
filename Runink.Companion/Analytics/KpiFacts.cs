using Microsoft.EntityFrameworkCore;
using Runink.Domain.Analytics;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Intake;
using Runink.Domain.Referrals;
using Runink.Domain.Store;

namespace Runink.Companion.Analytics;

/// <summary>What all dashboards are counted from, read once for one question.</summary>
internal sealed record KpiFacts(
    KpiQuery Query, TimeZoneInfo Zone, DateTimeOffset Now, IReadOnlyList<EscalationTimes> Period, IReadOnlyList<EscalationTimes> Before,
    IReadOnlyList<EscalationTimes> OpenNow, IReadOnlyList<Referral> Referrals, int UnownedCritical, int Suppressed, int MessagesLastHour,
    int QuarantineWaiting, int DeliveriesFailed, long LedgerRows)
{
    public DateOnly FirstDay => SlaKpis.Day(Now.AddDays(1 - Query.Days), Zone);

    public DateOnly LastDay => SlaKpis.Day(Now, Zone);

    public DateTimeOffset From => Now.AddDays(-Query.Days);

    public static async Task<KpiFacts> ReadAsync(CompanionDb db, KpiQuery query, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancel)
    {
        var from = now.AddDays(-query.Days);
        var earlier = from.AddDays(-query.Days);
        IQueryable<Escalation> escalations = db.Escalations;
        if (query.Unit is { Length: > 0 } unit)
            escalations = escalations.Where(row => row.Unit == unit);
        var times = await Times(escalations.Where(row => row.OpenedAt >= earlier)).ToListAsync(cancel);
        var hourAgo = now.AddHours(-1);
        return new KpiFacts(
            query, zone, now,
            [.. times.Where(row => row.OpenedAt >= from)], [.. times.Where(row => row.OpenedAt < from)],
            await Times(escalations.Open()).ToListAsync(cancel),
            await db.Referrals.ToListAsync(cancel),
            await escalations.Open().CountAsync(row => row.OwnerId == null && row.Severity == "critical", cancel),
            await db.Ledger.CountAsync(row => row.Kind == "escalation_suppressed" && row.At >= from, cancel),
            await db.Messages.CountAsync(row => row.ReceivedAt >= hourAgo, cancel),
            await db.Quarantine.CountAsync(row => row.Status == QuarantineStatus.Waiting, cancel),
            await db.Outbox.CountAsync(row => row.Status == OutboxStatus.Failed, cancel),
            await db.Ledger.MaxAsync(row => (long?)row.Seq, cancel) ?? 0);
    }

    private static IQueryable<EscalationTimes> Times(IQueryable<Escalation> rows) => rows
        .OrderByDescending(row => row.OpenedAt)
        .Select(row => new EscalationTimes(
            row.Id, row.TriggerId, row.TriggerName, row.Unit, row.Severity, row.IsUnknown, row.OpenedAt, row.AcknowledgeDueAt, row.AcknowledgedAt,
            row.ResolvedAt, row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted));
}
