using Runink.Domain.Analytics;

namespace Runink.Companion.Analytics;

/// <summary>Do we keep our promises about time?</summary>
internal static class SlaDashboard
{
    public static Dashboard Make(KpiFacts facts) => new(
        "sla", "SLA dashboard",
        [
            .. SlaKpis.Tiles(facts.Period, facts.Before, facts.Now).Select(tile => tile.Name == "open-and-late" ? LateNow(tile, facts) : tile),
            new KpiTile(
                "ledger-rows", "Evidence", facts.LedgerRows.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture), facts.WholeHospital("rows in the ledger; verify them on the audit page"),
                "Rows of the hash-chained ledger.", 1, null, null, null, OffTarget: false),
        ],
        [SlaKpis.MedianByDay(facts.Period, facts.FirstDay, facts.LastDay, facts.Zone)],
        [SlaKpis.Breaches(facts.Period, facts.Now)],
        SlaKpis.Arrivals(facts.Period, facts.Zone));

    /// <summary>Null when the number is not one of this dashboard.</summary>
    public static KpiTable? Rows(string kpi, KpiFacts facts) => kpi switch
    {
        "acknowledged-in-time" => EscalationTable.Make("Acknowledged in time: what was counted", facts.Period.Where(row => row.InTime(facts.Now) is not null), facts),
        "median-time-to-acknowledge" => EscalationTable.Make("Time to acknowledge: what was counted", facts.Period.Where(row => row.AcknowledgedAt is not null), facts),
        "arrivals" => EscalationTable.Make("Opened in the period", facts.Period, facts),
        "open-and-late" => EscalationTable.Make("Open and late now", facts.OpenNow.Where(row => SlaKpis.IsLateNow(row, facts.Now)), facts),
        _ => null,
    };

    /// <summary>Late now is about now, however long ago it was opened.</summary>
    private static KpiTile LateNow(KpiTile tile, KpiFacts facts)
    {
        var late = facts.OpenNow.Count(row => SlaKpis.IsLateNow(row, facts.Now));
        return tile with { Value = SlaKpis.Number(late), Detail = late == 0 ? "nobody waits past the due time" : "acknowledgement overdue", OffTarget = late > 0 };
    }
}
