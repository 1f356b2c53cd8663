using Microsoft.EntityFrameworkCore;
using Runink.Domain.Analytics;
using Runink.Domain.Escalations;
using Runink.Domain.Referrals;
using Runink.Domain.Store;

namespace Runink.Companion.Analytics;

/// <summary>What all dashboards are counted from, read once for one question.</summary>
internal sealed record KpiFacts(
    KpiQuery Query, TimeZoneInfo Zone, DateTimeOffset Now, IReadOnlyList<EscalationTimes> Period, IReadOnlyList<EscalationTimes> Before,
    IReadOnlyList<EscalationTimes> OpenNow, IReadOnlyList<Referral> Referrals, int UnownedCritical,
    OperationFacts Operations, long LedgerRows)
{
    public DateOnly FirstDay => SlaKpis.Day(Now.AddDays(1 - Query.Days), Zone);

    public DateOnly LastDay => SlaKpis.Day(Now, Zone);

    public DateTimeOffset From => Now.AddDays(-Query.Days);

    /// <summary>Only what the asked day and hours contain.</summary>
    public KpiFacts Narrowed() => Query is { Day: null, Slot: null } ? this : this with
    {
        Period = [.. Period.Where(row => Within(row.OpenedAt))],
        Referrals = [.. Referrals.Where(row => Within(row.OpenedAt))],
    };

    private bool Within(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Zone) is var local
        && (Query.Day is not { } day || DateOnly.FromDateTime(local.DateTime) == day) && (Query.Slot is not { } slot || local.Hour / 2 == slot);

    /// <summary>Says of a number that has no unit that the filter does not narrow it.</summary>
    public string WholeHospital(string detail) => Query.Unit is { Length: > 0 } ? $"{detail}; the whole hospital, not counted by unit" : detail;

    /// <summary>The same for a title.</summary>
    public string EverywhereTitle(string title) => Query.Unit is { Length: > 0 } ? $"{title} (whole hospital)" : title;

    public static async Task<KpiFacts> ReadAsync(CompanionDb db, KpiQuery query, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancel)
    {
        var from = now.AddDays(-query.Days);
        var earlier = from.AddDays(-query.Days);
        IQueryable<Escalation> escalations = db.Escalations;
        if (query.Unit is { Length: > 0 } unit)
            escalations = escalations.Where(row => row.Unit == unit);
        var times = await TimesAsync(db, escalations.Where(row => row.OpenedAt >= earlier), cancel);
        return new KpiFacts(
            query, zone, now,
            [.. times.Where(row => row.OpenedAt >= from)], [.. times.Where(row => row.OpenedAt < from)],
            await TimesAsync(db, escalations.Open(), cancel),
            await db.Referrals.ToListAsync(cancel),
            await escalations.Open().CountAsync(row => row.OwnerId == null && row.Severity == "critical", cancel),
            await OperationFacts.ReadAsync(db, from, now, cancel),
            await db.Ledger.MaxAsync(row => (long?)row.Seq, cancel) ?? 0);
    }

    /// <summary>What was ever muted is few: only its segments are read.</summary>
    private static async Task<IReadOnlyList<EscalationTimes>> TimesAsync(CompanionDb db, IQueryable<Escalation> rows, CancellationToken cancel)
    {
        var times = await Times(rows).ToListAsync(cancel);
        var muted = db.SlaSegments.Where(segment => segment.Cause == "muted").Select(segment => segment.EscalationId);
        var asked = rows.Where(row => row.AcknowledgedAt != null && muted.Contains(row.Id)).Select(row => row.Id);
        var segments = (await db.SlaSegments.Where(segment => asked.Contains(segment.EscalationId)).OrderBy(segment => segment.Ordinal).ToListAsync(cancel))
            .ToLookup(segment => segment.EscalationId, StringComparer.Ordinal);
        return segments.Count == 0 ? times :
        [
            .. times.Select(row => row.AcknowledgedAt is { } at && segments.Contains(row.Id) ? row with { Rested = SlaSegments.Paused([.. segments[row.Id]], null, at) } : row),
        ];
    }

    private static IQueryable<EscalationTimes> Times(IQueryable<Escalation> rows) => rows
        .OrderByDescending(row => row.OpenedAt)
        .Select(row => new EscalationTimes(
            row.Id, row.TriggerId, row.TriggerName, row.Unit, row.Severity, row.IsUnknown, row.OpenedAt, row.AcknowledgeDueAt, row.AcknowledgedAt,
            row.ResolvedAt, row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted, row.OwnerId != null) { MutedAt = row.MutedAt });
}
