using Microsoft.EntityFrameworkCore;
using Runink.Domain.Analytics;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;

namespace Runink.Companion.Analytics;

/// <summary>What all dashboards are counted from, read once for one question.</summary>
/// <param name="Before">Of the time it is compared with.</param>
/// <param name="Reached">The states in which each referral received in the period has been, by its id.</param>
internal sealed record KpiFacts(
    KpiQuery Query, TimeZoneInfo Zone, DateTimeOffset Now, IReadOnlyList<EscalationTimes> Period, IReadOnlyList<EscalationTimes> Before,
    IReadOnlyList<EscalationTimes> OpenNow, IReadOnlyList<Referral> Referrals, ILookup<string, ReferralState> Reached, OperationFacts Operations, JudgementFacts Judgements, long LedgerRows,
    IReadOnlyList<DecidedAuthorization> PayerDecisions, IReadOnlyList<KpiTarget> Targets, IReadOnlyList<KpiNote> Notes)
{
    /// <summary>Whoever asks may see whose work it was.</summary>
    public bool ByPerson { get; init; }

    public DateOnly FirstDay => SlaKpis.Day(Now.AddDays(1 - Query.Days), Zone);

    public DateOnly LastDay => SlaKpis.Day(Now, Zone);

    public KpiDays Days => new(FirstDay, LastDay, Query.DaysBack, Zone);

    public DateTimeOffset From => Now.AddDays(-Query.Days);

    /// <summary>Whether an instant lies in the time that the period is compared with.</summary>
    public bool IsBefore(DateTimeOffset at) => at >= From.AddDays(-Query.DaysBack) && at < Now.AddDays(-Query.DaysBack);

    /// <summary>The tile held against what this hospital agreed to reach.</summary>
    public KpiTile Judged(KpiTile tile) => KpiTarget.Judge(tile, Targets, Query.Unit);

    /// <summary>Only what the asked day and hours contain.</summary>
    public KpiFacts Narrowed() => Query is { Day: null, Slot: null } ? this : this with
    {
        Period = [.. Period.Where(row => Within(row.OpenedAt))],
        Referrals = [.. Referrals.Where(row => Within(row.OpenedAt))],
        PayerDecisions = [.. PayerDecisions.Where(row => Within(row.DecidedAt))],
    };

    private bool Within(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Zone) is var local
        && (Query.Day is not { } day || DateOnly.FromDateTime(local.DateTime) == day) && (Query.Slot is not { } slot || local.Hour / 2 == slot);

    /// <summary>Says of a number that has no unit that the filter does not narrow it.</summary>
    public string WholeHospital(string detail) => Query is { Unit: null, Shift: null, Person: null } ? detail : $"{detail}; the whole hospital, not counted by unit";

    /// <summary>The same for a title.</summary>
    public string EverywhereTitle(string title) => Query is { Unit: null, Shift: null, Person: null } ? title : $"{title} (whole hospital)";

    public static async Task<KpiFacts> ReadAsync(CompanionDb db, KpiQuery query, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancel)
    {
        var from = now.AddDays(-query.Days);
        var (earlier, until) = (from.AddDays(-query.DaysBack), now.AddDays(-query.DaysBack));
        IQueryable<Escalation> escalations = db.Escalations;
        if (query.Unit is { } unit)
            escalations = escalations.Where(row => row.Unit == unit);
        if (query.Person is { } person)
            escalations = person == KpiQuery.Nobody ? escalations.Where(row => row.OwnerId == null) : escalations.Where(row => row.OwnerId == person);
        var times = InShift(await TimesAsync(db, escalations.Where(row => row.OpenedAt >= from || (row.OpenedAt >= earlier && row.OpenedAt < until)), cancel), query, zone);
        var firstDay = SlaKpis.Day(now.AddDays(1 - query.Days), zone);
        return new KpiFacts(
            query, zone, now,
            [.. times.Where(row => row.OpenedAt >= from)], [.. times.Where(row => row.OpenedAt < until && row.OpenedAt < from)],
            InShift(await TimesAsync(db, escalations.Open(), cancel), query, zone),
            await db.Referrals.ToListAsync(cancel),
            await ReachedAsync(db, from, cancel),
            await OperationFacts.ReadAsync(db, from, now, cancel),
            await JudgementFacts.ReadAsync(db, escalations, from, at => IsInShift(at, query, zone), cancel),
            await db.Ledger.MaxAsync(row => (long?)row.Seq, cancel) ?? 0,
            await PayerDecisionReader.ReadAsync(db, db.Referrals.Select(row => row.Id), from, null, cancel),
            await db.KpiTargets.AsNoTracking().ToListAsync(cancel),
            await db.KpiNotes.AsNoTracking().Where(note => note.Day >= firstDay && (note.Unit == null || note.Unit == query.Unit)).OrderBy(note => note.Day).ThenBy(note => note.Id).ToListAsync(cancel));
    }

    private static async Task<ILookup<string, ReferralState>> ReachedAsync(CompanionDb db, DateTimeOffset from, CancellationToken cancel)
    {
        var received = db.Referrals.Where(row => row.OpenedAt >= from).Select(row => row.Id);
        var states = await db.ReferralSegments.Where(segment => received.Contains(segment.ReferralId)).Select(segment => new { segment.ReferralId, segment.State }).Distinct().ToListAsync(cancel);
        return states.ToLookup(row => row.ReferralId, row => row.State, StringComparer.Ordinal);
    }

    private static IReadOnlyList<EscalationTimes> InShift(IReadOnlyList<EscalationTimes> rows, KpiQuery query, TimeZoneInfo zone) =>
        [.. rows.Where(row => IsInShift(row.OpenedAt, query, zone))];

    private static bool IsInShift(DateTimeOffset at, KpiQuery query, TimeZoneInfo zone) => query.Shift is not { } shift || DayShift.Of(at, zone) == shift;

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
            row.ResolvedAt, row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted, row.OwnerId != null)
            {
                MutedAt = row.MutedAt, OwnerId = row.OwnerId, OwnerName = row.OwnerName, ActDueAt = row.ActDueAt, ActedAt = row.ActedAt, ResolveDueAt = row.ResolveDueAt,
                IsRetracted = row.Status == EscalationStatus.Retracted,
            });
}
