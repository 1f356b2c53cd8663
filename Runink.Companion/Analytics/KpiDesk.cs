using Runink.Companion.Hosting.Access;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;

namespace Runink.Companion.Analytics;

/// <summary>Where pages and the API read numbers and the rows behind them.</summary>
public sealed class KpiDesk
{
    /// <param name="name">sla, referrals, triggers or command.</param>
    public Task<Outcome<Dashboard>> DashboardAsync(Caller caller, string name, KpiQuery query, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The rows that a number was counted from.</summary>
    public Task<Outcome<KpiTable>> RowsAsync(Caller caller, string kpi, KpiQuery query, CancellationToken cancel) => throw new NotImplementedException();

    public Task<IReadOnlyList<string>> UnitsAsync(CancellationToken cancel) => throw new NotImplementedException();
}
