using Runink.Domain.Analytics;

namespace Runink.Companion.Analytics;

/// <summary>Are the triggers worth their alerts?</summary>
internal static class TriggerDashboard
{
    public static Dashboard Make(KpiFacts facts)
    {
        var firings = Firings(facts).ToList();
        var unknown = Unknown(facts).ToList();
        return new Dashboard(
            "triggers", "Trigger dashboard",
            [
                Tile("firings", "Firings", SlaKpis.Number(firings.Count), facts.Before.Count == 0 ? "nothing is known of the period before" : $"{SlaKpis.Number(facts.Before.Count(row => !row.IsUnknown))} in the period before", "Episodes opened by triggers in the period."),
                Tile("acknowledged-firings", "Acknowledged", SlaKpis.Percent(firings.Count(row => row.AcknowledgedAt is not null), firings.Count), $"of {SlaKpis.Number(firings.Count)}", "Firings of the period that somebody acknowledged ÷ all firings of the period."),
                Tile("could-not-evaluate", "Could not evaluate", SlaKpis.Number(unknown.Count), "a fault of the data hid the answer", "Work opened because a trigger's truth stayed unknown."),
                Tile("would-have-fired", "Would have fired", SlaKpis.Number(facts.Operations.Suppressed.Count), facts.WholeHospital("held back by an exception or a limit"), "Firings suppressed by unless, cooldown or a daily limit in the period, all units."),
            ],
            [new KpiSeries("firings", "Firings a day", "firings", null, ByDay(firings, facts))],
            [PerTrigger(firings, facts)],
            null);
    }

    public static KpiTable? Rows(string kpi, KpiFacts facts) => kpi switch
    {
        "firings" => EscalationTable.Make("Firings", Firings(facts), facts),
        "acknowledged-firings" => EscalationTable.Make("Acknowledged firings", Firings(facts).Where(row => row.AcknowledgedAt is not null), facts),
        "could-not-evaluate" => EscalationTable.Make("Could not evaluate", Unknown(facts), facts),
        _ => null,
    };

    private static IEnumerable<EscalationTimes> Firings(KpiFacts facts) => facts.Period.Where(row => !row.IsUnknown);

    private static IEnumerable<EscalationTimes> Unknown(KpiFacts facts) => facts.Period.Where(row => row.IsUnknown);

    private static KpiTable PerTrigger(List<EscalationTimes> firings, KpiFacts facts)
    {
        var groups = firings.GroupBy(row => (row.TriggerId, row.TriggerName)).OrderByDescending(group => group.Count()).ToList();
        return new KpiTable(
            "By trigger", ["Trigger", "Firings", "Acknowledged", "In time", "Median to acknowledge", "Open"],
            [.. groups.Select(group => (IReadOnlyList<string>)
            [
                group.Key.TriggerName, SlaKpis.Number(group.Count()), SlaKpis.Percent(group.Count(row => row.AcknowledgedAt is not null), group.Count()),
                SlaKpis.Percent(group.Count(row => row.InTime(facts.Now) == true), group.Count(row => row.InTime(facts.Now) is not null)),
                SlaKpis.Words(SlaKpis.MedianOf([.. group.Select(row => row.TimeToAcknowledge).OfType<TimeSpan>()])), SlaKpis.Number(group.Count(row => row.IsOpen)),
            ])],
            [.. groups.Select(group => $"/triggers/{group.Key.TriggerId}")]);
    }

    private static List<KpiPoint> ByDay(List<EscalationTimes> firings, KpiFacts facts)
    {
        var days = firings.ToLookup(row => SlaKpis.Day(row.OpenedAt, facts.Zone));
        var points = new List<KpiPoint>();
        for (var day = facts.FirstDay; day <= facts.LastDay; day = day.AddDays(1))
            points.Add(new KpiPoint(day, days[day].Count(), days[day].Count()));
        return points;
    }

    private static KpiTile Tile(string name, string title, string value, string detail, string definition) =>
        new(name, title, value, detail, definition, 1, null, null, null, OffTarget: false);
}
