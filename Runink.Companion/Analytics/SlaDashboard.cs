using Runink.Domain.Analytics;

namespace Runink.Companion.Analytics;

/// <summary>Do we keep our promises about time?</summary>
internal static class SlaDashboard
{
    public static Dashboard Make(KpiFacts facts)
    {
        KpiTile[] tiles =
        [
            .. SlaKpis.Tiles(facts.Period, facts.Before, facts.Now).Select(tile => tile.Name == "open-and-late" ? SlaKpis.LateNow(facts.OpenNow.Count(row => SlaKpis.IsLateNow(row, facts.Now))) : tile).Select(facts.Judged),
            new KpiTile("ledger-rows", "Evidence", KpiMeasure.Count, facts.LedgerRows, facts.WholeHospital("rows in the ledger; verify them on the audit page"), "Rows of the hash-chained ledger.", 1),
        ];
        return new Dashboard(
            "sla", "SLA dashboard", tiles,
            [
                facts.Days.Series("acknowledged-in-time", "Acknowledged in time, day by day", "%", Target(tiles, "acknowledged-in-time"), facts.Period, facts.Before, row => row.OpenedAt, day => SlaKpis.PercentInTime(day, facts.Now)),
                facts.Days.Series("median-time-to-acknowledge", "Median minutes to acknowledgement", "min", Target(tiles, "median-time-to-acknowledge") / 60, facts.Period, facts.Before, row => row.OpenedAt, SlaKpis.MedianMinutes),
            ],
            [.. new[] { SlaKpis.Breakdown(facts.Period, facts.Query, facts.ByPerson, facts.Now, facts.Zone) }.OfType<KpiTable>(), SlaKpis.Breaches(facts.Period, facts.Now)],
            SlaKpis.Arrivals(facts.Period, facts.Zone));
    }

    /// <summary>Null when the number is not one of this dashboard.</summary>
    public static KpiTable? Rows(string kpi, KpiFacts facts) => kpi switch
    {
        "acknowledged-in-time" => EscalationTable.Make("Acknowledged in time: what was counted", facts.Period.Where(row => row.InTime(facts.Now) is not null), facts),
        "median-time-to-acknowledge" => EscalationTable.Make("Time to acknowledge: what was counted", facts.Period.Where(row => row.AcknowledgedAt is not null), facts),
        "acted-in-time" => EscalationTable.Clock("Acted in time: what was counted", facts.Period, row => row.ActDueAt, row => row.ActedAt, row => row.ActedInTime(facts.Now), facts),
        "resolved-in-time" => EscalationTable.Clock("Closed in time: what was counted", facts.Period, row => row.ResolveDueAt, row => row.ResolvedAt, row => row.ResolvedInTime(facts.Now), facts),
        "arrivals" => EscalationTable.Make("Opened in the period", facts.Period, facts),
        "open-and-late" => EscalationTable.Make("Open and late now", facts.OpenNow.Where(row => SlaKpis.IsLateNow(row, facts.Now)), facts),
        _ => null,
    };

    private static decimal? Target(IEnumerable<KpiTile> tiles, string name) => tiles.First(tile => tile.Name == name).TargetAmount;
}
