using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Analytics;

/// <summary>Where pages and the API read numbers and the rows behind them.</summary>
public sealed class KpiUseCases(CompanionStore store, SiteOptions site, TimeProvider time)
{
    /// <param name="name">sla, referrals, triggers, command or audit.</param>
    public async Task<Outcome<Dashboard>> DashboardAsync(Caller caller, string name, KpiQuery query, CancellationToken cancel)
    {
        if (Refused(caller, query) is { } refusal)
            return refusal;
        if (name == "audit")
            return caller.Lacks(Permission.ReadLedger) is { } unread ? unread : AuditDashboard.Make(await AuditAsync(query, cancel));
        var facts = await ReadAsync(caller, query, cancel);
        Dashboard? found = name switch
        {
            "sla" => SlaDashboard.Make(facts),
            "referrals" => ReferralDashboard.Make(facts),
            "triggers" => TriggerDashboard.Make(facts),
            "command" => CommandDashboard.Make(facts),
            _ => null,
        };
        return found is null ? new Refusal("not-found", $"There is no dashboard {name}.") : found with { Notes = facts.Notes };
    }

    /// <summary>The rows that a number was counted from.</summary>
    public async Task<Outcome<KpiTable>> RowsAsync(Caller caller, string kpi, KpiQuery query, CancellationToken cancel)
    {
        if (Refused(caller, query) is { } refusal)
            return refusal;
        if (AuditDashboard.Has(kpi))
            return caller.Lacks(Permission.ReadLedger) is { } unread ? unread : AuditDashboard.Rows(kpi, await AuditAsync(query, cancel));
        var facts = (await ReadAsync(caller, query, cancel)).Narrowed();
        var table = SlaDashboard.Rows(kpi, facts) ?? ReferralDashboard.Rows(kpi, facts) ?? TriggerDashboard.Rows(kpi, facts) ?? CommandDashboard.Rows(kpi, facts) ?? OperationRows.Rows(kpi, facts);
        return table is null ? new Refusal("not-found", $"There is no number {kpi}.") : table;
    }

    /// <summary>Every number of every dashboard that the caller may read.</summary>
    public async Task<Outcome<IReadOnlyList<KpiTile>>> AllAsync(Caller caller, KpiQuery query, CancellationToken cancel)
    {
        if (Refused(caller, query) is { } refusal)
            return refusal;
        var facts = await ReadAsync(caller, query, cancel);
        Dashboard[] boards = [SlaDashboard.Make(facts), ReferralDashboard.Make(facts), TriggerDashboard.Make(facts), CommandDashboard.Make(facts)];
        return new Outcome<IReadOnlyList<KpiTile>>([.. boards.SelectMany(board => board.Tiles), .. caller.May(Permission.ReadLedger) ? AuditDashboard.Make(await AuditAsync(query, cancel)).Tiles : []], null);
    }

    public async Task<IReadOnlyList<string>> UnitsAsync(CancellationToken cancel)
    {
        await using var db = store.Read();
        return await db.Escalations.Where(row => row.Unit != null).Select(row => row.Unit!).Distinct().OrderBy(unit => unit).ToListAsync(cancel);
    }

    /// <summary>Whose work it was is for those who answer for the numbers.</summary>
    private static Refusal? Refused(Caller caller, KpiQuery query) =>
        caller.Lacks(Permission.ReadKpis) ?? (query.Person is null ? null : caller.Lacks(Permission.ManageKpis)) ?? query.Refused();

    private async Task<KpiFacts> ReadAsync(Caller caller, KpiQuery query, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await KpiFacts.ReadAsync(db, query, site.Zone, time.GetUtcNow(), cancel) with { ByPerson = caller.May(Permission.ManageKpis) };
    }

    private async Task<AuditFacts> AuditAsync(KpiQuery query, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await AuditFacts.ReadAsync(db, query, site.Zone, time.GetUtcNow(), cancel);
    }
}
