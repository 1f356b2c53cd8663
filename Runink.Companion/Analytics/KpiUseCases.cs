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
    private const int LongestPeriod = 366;

    /// <param name="name">sla, referrals, triggers or command.</param>
    public async Task<Outcome<Dashboard>> DashboardAsync(Caller caller, string name, KpiQuery query, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadKpis) is { } refusal)
            return refusal;
        var facts = await ReadAsync(query, cancel);
        return name switch
        {
            "sla" => SlaDashboard.Make(facts),
            "referrals" => ReferralDashboard.Make(facts),
            "triggers" => TriggerDashboard.Make(facts),
            "command" => CommandDashboard.Make(facts),
            _ => new Refusal("not-found", $"There is no dashboard {name}."),
        };
    }

    /// <summary>The rows that a number was counted from.</summary>
    public async Task<Outcome<KpiTable>> RowsAsync(Caller caller, string kpi, KpiQuery query, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadKpis) is { } refusal)
            return refusal;
        var facts = (await ReadAsync(query, cancel)).Narrowed();
        var table = SlaDashboard.Rows(kpi, facts) ?? ReferralDashboard.Rows(kpi, facts) ?? TriggerDashboard.Rows(kpi, facts) ?? CommandDashboard.Rows(kpi, facts) ?? OperationRows.Rows(kpi, facts);
        return table is null ? new Refusal("not-found", $"There is no number {kpi}.") : table;
    }

    /// <summary>Every number of every dashboard.</summary>
    public async Task<Outcome<IReadOnlyList<KpiTile>>> AllAsync(Caller caller, KpiQuery query, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadKpis) is { } refusal)
            return refusal;
        var facts = await ReadAsync(query, cancel);
        return new Outcome<IReadOnlyList<KpiTile>>(
            [.. SlaDashboard.Make(facts).Tiles, .. ReferralDashboard.Make(facts).Tiles, .. TriggerDashboard.Make(facts).Tiles, .. CommandDashboard.Make(facts).Tiles], null);
    }

    public async Task<IReadOnlyList<string>> UnitsAsync(CancellationToken cancel)
    {
        await using var db = store.Read();
        return await db.Escalations.Where(row => row.Unit != null).Select(row => row.Unit!).Distinct().OrderBy(unit => unit).ToListAsync(cancel);
    }

    private async Task<KpiFacts> ReadAsync(KpiQuery query, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = store.Read();
        return await KpiFacts.ReadAsync(db, query with { Days = Math.Clamp(query.Days, 1, LongestPeriod) }, site.Zone, now, cancel);
    }
}
