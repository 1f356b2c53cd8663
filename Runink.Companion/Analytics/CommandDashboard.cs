using Runink.Domain.Analytics;
using Runink.Domain.Delivery;
using Runink.Domain.Referrals;

namespace Runink.Companion.Analytics;

/// <summary>One wall screen: what waits now, and whether the app itself is well.</summary>
internal static class CommandDashboard
{
    public static Dashboard Make(KpiFacts facts)
    {
        var late = facts.OpenNow.Count(row => SlaKpis.IsLateNow(row, facts.Now));
        var openReferrals = facts.Referrals.Count(row => ReferralStates.IsOpen(row.State));
        return new Dashboard(
            "command", "Command centre",
            [
                Tile("open-escalations", "Open escalations", facts.OpenNow.Count, "all severities", "Escalations open now."),
                Wanting(facts, "unowned-critical", "Critical without owner", facts.OpenNow.Count(IsUnownedCritical), "somebody must claim these", "Critical escalations open now that nobody owns."),
                Wanting(facts, "late-now", "Late", late, "acknowledgement overdue", "Escalations open now whose acknowledgement is overdue."),
                Tile("referrals-on-board", "Referrals on the board", openReferrals, facts.WholeHospital("all stages"), "Referrals that have not left the board."),
                Tile("messages-last-hour", "Messages in the last hour", facts.Operations.LastHour.Count, facts.WholeHospital("accepted from all feeds"), "Messages accepted in the last 60 minutes."),
                Wanting(facts, "quarantine-waiting", "Messages set aside", facts.Operations.Quarantine.Count, facts.WholeHospital("to be mended and sent again"), "Messages in quarantine that wait for a person."),
                Wanting(facts, "deliveries-failed", "Undelivered", facts.Operations.Failed.Count, facts.WholeHospital($"given up after {RetrySchedule.MostAttempts} attempts"), "Outbox messages whose retry schedule is spent."),
            ],
            [], [ByUnit(facts)], SlaKpis.Arrivals(facts.Period, facts.Zone));
    }

    public static KpiTable? Rows(string kpi, KpiFacts facts) => kpi switch
    {
        "open-escalations" => EscalationTable.Make("Open escalations", facts.OpenNow, facts),
        "late-now" => EscalationTable.Make("Late", facts.OpenNow.Where(row => SlaKpis.IsLateNow(row, facts.Now)), facts),
        "unowned-critical" => EscalationTable.Make("Critical without owner", facts.OpenNow.Where(IsUnownedCritical), facts),
        "referrals-on-board" => ReferralDashboard.Rows("open-referrals", facts),
        _ => null,
    };

    private static KpiTable ByUnit(KpiFacts facts)
    {
        var groups = facts.OpenNow.GroupBy(row => row.Unit ?? "No unit").OrderByDescending(group => group.Count()).ToList();
        return new KpiTable(
            "Open work by unit", ["Unit", "Open", "Critical", "Late"],
            [.. groups.Select(group => (IReadOnlyList<string>)
                [group.Key, SlaKpis.Number(group.Count()), SlaKpis.Number(group.Count(row => row.Severity == "critical")), SlaKpis.Number(group.Count(row => SlaKpis.IsLateNow(row, facts.Now)))])],
            [.. groups.Select(group => $"/?unit={Uri.EscapeDataString(group.Key)}")]);
    }

    private static bool IsUnownedCritical(EscalationTimes row) => row is { Severity: "critical", IsOwned: false };

    private static KpiTile Tile(string name, string title, int value, string detail, string definition) => new(name, title, KpiMeasure.Count, value, detail, definition, 1);

    /// <summary>What should be none.</summary>
    private static KpiTile Wanting(KpiFacts facts, string name, string title, int value, string detail, string definition) =>
        facts.Judged(Tile(name, title, value, detail, definition) with { MoreIsBetter = false, TargetAmount = 0 });
}
