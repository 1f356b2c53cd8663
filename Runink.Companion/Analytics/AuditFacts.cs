using Microsoft.EntityFrameworkCore;
using Runink.Domain.Analytics;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Analytics;

/// <summary>What the audit dashboard is counted from: rows of the ledger, none of them about a unit.</summary>
/// <param name="Rows">Refusals, break-glass and exports of the period and of the time it is compared with, newest first.</param>
/// <param name="Kinds">Rows of the period by kind.</param>
/// <param name="KindsBefore">The same of the time it is compared with.</param>
/// <param name="Lookers">Who looked how often in the period, as the ledger names them.</param>
/// <param name="Unreviewed">Grants of break-glass that nobody has judged, of any time.</param>
/// <param name="People">Names by id.</param>
internal sealed record AuditFacts(
    KpiQuery Query, TimeZoneInfo Zone, DateTimeOffset Now, IReadOnlyList<AuditFacts.Row> Rows, IReadOnlyDictionary<string, int> Kinds, IReadOnlyDictionary<string, int> KindsBefore,
    IReadOnlyList<(string Actor, int Count)> Lookers, IReadOnlyList<BreakGlassGrant> Unreviewed, IReadOnlyDictionary<string, string> People)
{
    public sealed record Row(long Seq, DateTimeOffset At, string Actor, string Kind);

    public static readonly IReadOnlyList<string> Refusals = ["sign_in_refused", "api_key_refused", "access_refused", "break_glass_refused"];

    public static readonly IReadOnlyList<string> Exports = ["ledger_exported", "evidence_exported", "site_exported", "analytics_exported"];

    public const string BreakGlass = "break_glass_opened";

    public DateTimeOffset From => Now.AddDays(-Query.Days);

    public KpiDays Days => new(SlaKpis.Day(Now.AddDays(1 - Query.Days), Zone), SlaKpis.Day(Now, Zone), Query.DaysBack, Zone);

    /// <summary>"person:ana.ruiz" as "Ana Ruiz"; everybody else as the ledger has them.</summary>
    public string Who(string actor) => actor.Split(':', 2) is ["person", var id] && People.TryGetValue(id, out var name) ? name : actor;

    public bool IsInPeriod(Row row) => row.At >= From && (Query.Day is not { } day || SlaKpis.Day(row.At, Zone) == day);

    public bool IsBefore(Row row) => row.At >= From.AddDays(-Query.DaysBack) && row.At < Now.AddDays(-Query.DaysBack);

    public static async Task<AuditFacts> ReadAsync(CompanionDb db, KpiQuery query, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancel)
    {
        var from = now.AddDays(-query.Days);
        var (earlier, until) = (from.AddDays(-query.DaysBack), now.AddDays(-query.DaysBack));
        List<string> told = [.. Refusals, .. Exports, BreakGlass];
        var kinds = await db.Ledger.Where(row => row.At >= from).GroupBy(row => row.Kind).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, StringComparer.Ordinal, cancel);
        var looks = kinds.Keys.Where(LedgerKinds.IsLook).ToList();
        var lookers = await db.Ledger.Where(row => row.At >= from && looks.Contains(row.Kind)).GroupBy(row => row.Actor).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancel);
        return new AuditFacts(
            query, zone, now,
            await db.Ledger.Where(row => told.Contains(row.Kind) && row.At >= earlier).OrderByDescending(row => row.Seq).Select(row => new Row(row.Seq, row.At, row.Actor, row.Kind)).ToListAsync(cancel),
            kinds,
            await db.Ledger.Where(row => row.At >= earlier && row.At < until).GroupBy(row => row.Kind).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, StringComparer.Ordinal, cancel),
            [.. lookers.OrderByDescending(row => row.Count).ThenBy(row => row.Key, StringComparer.Ordinal).Select(row => (row.Key, row.Count))],
            await db.BreakGlassGrants.AsNoTracking().Where(grant => grant.Verdict == BreakGlassVerdict.Waiting).OrderBy(grant => grant.OpenedAt).ToListAsync(cancel),
            await db.People.Select(person => new { person.Id, person.Name }).ToDictionaryAsync(person => person.Id, person => person.Name, StringComparer.Ordinal, cancel));
    }
}
