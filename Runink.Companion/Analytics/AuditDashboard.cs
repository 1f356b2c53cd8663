using System.Globalization;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Analytics;
using Runink.Domain.Ledger;

namespace Runink.Companion.Analytics;

/// <summary>Who looked, who was refused, what left? No patient is named: the audit page has the rows.</summary>
internal static class AuditDashboard
{
    private const int MostLookers = 25;

    public static Dashboard Make(AuditFacts facts)
    {
        var refused = Of(facts, AuditFacts.Refusals).ToList();
        return new Dashboard(
            "audit", "Audit dashboard",
            [
                new("audit-looks", "Looks at records and lists", KpiMeasure.Count, Looks(facts.Kinds), "each is a row of the ledger", "Rows of the ledger in the period that say that somebody read, listed, searched or exported something.", 1) { Before = BeforeOf(facts, Looks(facts.KindsBefore)) },
                new("audit-refused", "Refused", KpiMeasure.Count, refused.Count, "sign-ins, keys, accesses", "Sign-ins, keys and accesses that were refused in the period.", 1) { MoreIsBetter = false, Before = BeforeOf(facts, facts.Rows.Count(row => AuditFacts.Refusals.Contains(row.Kind) && facts.IsBefore(row))) },
                new("audit-break-glass", "Broken glass", KpiMeasure.Count, Of(facts, [AuditFacts.BreakGlass]).Count(), "records of other units opened with a reason", "Times that somebody opened a patient outside of their unit in the period.", 1) { MoreIsBetter = false, Before = BeforeOf(facts, facts.Rows.Count(row => row.Kind == AuditFacts.BreakGlass && facts.IsBefore(row))) },
                new("audit-unreviewed", "Not reviewed yet", KpiMeasure.Count, facts.Unreviewed.Count, $"{SlaKpis.Number(facts.Unreviewed.Count(grant => grant.IsOverdue(facts.Now)))} for more than a week", "Broken glass of any time that nobody has judged.", 1) { MoreIsBetter = false, TargetAmount = 0 },
                new("audit-exports", "Exports", KpiMeasure.Count, Of(facts, AuditFacts.Exports).Count(), "of the ledger, evidence, site and numbers", "Files that left in the period.", 1) { Before = BeforeOf(facts, facts.Rows.Count(row => AuditFacts.Exports.Contains(row.Kind) && facts.IsBefore(row))) },
            ],
            [facts.Days.Counts("audit-refused", "Refused a day", "refusals", refused, facts.Rows.Where(row => AuditFacts.Refusals.Contains(row.Kind) && facts.IsBefore(row)), row => row.At)],
            [
                new KpiTable(
                    "Who looked most", ["Who", "Looks"],
                    [.. facts.Lookers.Take(MostLookers).Select(looker => (IReadOnlyList<string>)[facts.Who(looker.Actor), SlaKpis.Number(looker.Count)])],
                    [.. facts.Lookers.Take(MostLookers).Select(looker => $"/audit?kind=looks&actor={Uri.EscapeDataString(looker.Actor)}{Since(facts)}")]),
                Kinds("What happened", facts.Kinds, facts),
            ],
            null);
    }

    public static bool Has(string kpi) => kpi.StartsWith("audit-", StringComparison.Ordinal);

    public static KpiTable Rows(string kpi, AuditFacts facts) => kpi switch
    {
        "audit-looks" => Kinds("Looks, by what was looked at", facts.Kinds.Where(pair => LedgerKinds.IsLook(pair.Key)), facts),
        "audit-break-glass" => Table("Broken glass", Of(facts, [AuditFacts.BreakGlass]), facts),
        "audit-unreviewed" => new KpiTable(
            "Not reviewed yet", [$"Opened ({facts.Zone.Id})", "Who", "Unit"],
            [.. facts.Unreviewed.Select(grant => (IReadOnlyList<string>)[Time(grant.OpenedAt, facts), grant.PersonName, grant.Unit ?? ""])],
            [.. facts.Unreviewed.Select(_ => "/audit/break-glass")]),
        "audit-exports" => Table("Exports", Of(facts, AuditFacts.Exports), facts),
        _ => Table("Refused", Of(facts, AuditFacts.Refusals), facts),
    };

    private static IEnumerable<AuditFacts.Row> Of(AuditFacts facts, IReadOnlyList<string> kinds) => facts.Rows.Where(row => kinds.Contains(row.Kind) && facts.IsInPeriod(row));

    private static int Looks(IReadOnlyDictionary<string, int> kinds) => kinds.Where(pair => LedgerKinds.IsLook(pair.Key)).Sum(pair => pair.Value);

    /// <summary>A hospital that has no row of that time was not there.</summary>
    private static decimal? BeforeOf(AuditFacts facts, int count) => facts.KindsBefore.Count == 0 ? null : count;

    private static KpiTable Kinds(string title, IEnumerable<KeyValuePair<string, int>> kinds, AuditFacts facts)
    {
        var rows = kinds.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        return new KpiTable(
            title, ["What", "Rows"], [.. rows.Select(pair => (IReadOnlyList<string>)[Labels.Spoken(pair.Key), SlaKpis.Number(pair.Value)])],
            [.. rows.Select(pair => $"/audit?kind={Uri.EscapeDataString(pair.Key)}{Since(facts)}")]);
    }

    private static KpiTable Table(string title, IEnumerable<AuditFacts.Row> rows, AuditFacts facts)
    {
        var some = rows.Take(1000).ToList();
        return new KpiTable(
            title, [$"When ({facts.Zone.Id})", "Who", "What", "Row"],
            [.. some.Select(row => (IReadOnlyList<string>)[Time(row.At, facts), facts.Who(row.Actor), Labels.Spoken(row.Kind), row.Seq.ToString(CultureInfo.InvariantCulture)])],
            [.. some.Select(row => $"/audit?kind={Uri.EscapeDataString(row.Kind)}&actor={Uri.EscapeDataString(row.Actor)}")]);
    }

    private static string Since(AuditFacts facts) => $"&from={SlaKpis.Day(facts.From, facts.Zone):yyyy-MM-dd}";

    private static string Time(DateTimeOffset at, AuditFacts facts) => TimeZoneInfo.ConvertTime(at, facts.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
