using Runink.Domain.Analytics;
using Runink.Domain.Referrals;

namespace Runink.Companion.Analytics;

/// <summary>Do referrals move, and where do they wait?</summary>
internal static class ReferralDashboard
{
    private const string StagePrefix = "stage-";

    public static Dashboard Make(KpiFacts facts)
    {
        var open = Open(facts).ToList();
        var overdue = Overdue(facts).ToList();
        var created = Created(facts).ToList();
        var answered = Answered(facts).ToList();
        var closed = created.Count(row => row.State is ReferralState.LoopClosed or ReferralState.FinanciallyReady);
        return new Dashboard(
            "referrals", "Referral dashboard",
            [
                Tile(facts, "open-referrals", "Open referrals", SlaKpis.Number(open.Count), $"{SlaKpis.Number(created.Count)} received in the period", "Referrals that have not left the board.", false),
                Tile(facts, "overdue-referrals", "Past their stage's clock", SlaKpis.Number(overdue.Count), $"of {SlaKpis.Number(open.Count)} open", "Open referrals whose stage has lasted longer than its clock allows.", overdue.Count > 0),
                Tile(facts, "closed-loop", "Loop closed", SlaKpis.Percent(closed, created.Count), $"{SlaKpis.Number(closed)} of {SlaKpis.Number(created.Count)} received in the period", "Referrals received in the period that reached loop closed ÷ all received in the period. Recent ones are still under way: read it with the open count.", false),
                Tile(facts, "returned-referrals", "Waiting for another recipient", SlaKpis.Number(open.Count(row => row.State == ReferralState.Reroute)), "declined, not cancelled", "Referrals in Reroute.", false),
                Tile(facts, "payer-in-time", "Payer answered in time", SlaKpis.Percent(answered.Count(IsInTime), answered.Count), $"{SlaKpis.Number(answered.Count)} answers in the period", "Authorizations decided within 7 calendar days, or 72 hours where urgent, of being submitted (CMS-0057-F) ÷ all decided in the period.", answered.Any(row => !IsInTime(row))),
                Tile(facts, "payer-turnaround", "Payer's median turnaround", SlaKpis.MedianOf([.. answered.Select(Turnaround)]) is { } median ? SlaKpis.Words(median) : "–", $"{SlaKpis.Number(Asked(facts).Count())} not answered yet", "Median of decision − submission over authorizations decided in the period.", false),
                Tile(facts, "authorizations-denied", "Denied", SlaKpis.Percent(answered.Count(row => row.AuthorizationGate == "denied"), answered.Count), "of the payers' answers in the period", "Authorizations whose last answer is a denial ÷ all decided in the period. One that was appealed counts again once it is answered.", false),
            ],
            [
                new KpiSeries("referrals-received", "Referrals received a day", "referrals", null, ByDay(created, facts)),
            ],
            [
                new KpiTable(
                    "Where referrals stand", ["Stage", "Open", "Past clock", "Oldest in stage"],
                    [.. ReferralStates.Board.Select(info => Stage(info, open, facts))],
                    [.. ReferralStates.Board.Select(info => $"?rows={StagePrefix}{info.State}")]),
            ],
            null);
    }

    public static KpiTable? Rows(string kpi, KpiFacts facts) => kpi switch
    {
        "open-referrals" => Table("Open referrals", Open(facts), facts),
        "overdue-referrals" => Table("Past their stage's clock", Overdue(facts), facts),
        "closed-loop" or "referrals-received" => Table("Received in the period", Created(facts), facts),
        "returned-referrals" => Table("Waiting for another recipient", Open(facts).Where(row => row.State == ReferralState.Reroute), facts),
        "payer-in-time" or "payer-turnaround" or "authorizations-denied" => Table("Answered by payers in the period", Answered(facts), facts),
        _ when kpi.StartsWith(StagePrefix, StringComparison.Ordinal) && Enum.TryParse<ReferralState>(kpi[StagePrefix.Length..], out var stage) =>
            Table($"Open in {ReferralStates.Of(stage).Title}", Open(facts).Where(row => row.State == stage), facts),
        _ => null,
    };

    private static IEnumerable<Referral> Open(KpiFacts facts) => facts.Referrals.Where(row => ReferralStates.IsOpen(row.State));

    private static IEnumerable<Referral> Overdue(KpiFacts facts) => Open(facts).Where(row => row.DueAt < facts.Now);

    private static IEnumerable<Referral> Created(KpiFacts facts) =>
        facts.Referrals.Where(row => row.OpenedAt >= facts.From && row.State != ReferralState.Duplicate);

    private static IEnumerable<Referral> Answered(KpiFacts facts) => facts.Referrals.Where(row => row.AuthorizationSubmittedAt is not null && row.AuthorizationDecidedAt >= facts.From);

    private static IEnumerable<Referral> Asked(KpiFacts facts) => Open(facts).Where(row => row.AuthorizationSubmittedAt is not null && row.AuthorizationDecidedAt is null);

    private static TimeSpan Turnaround(Referral referral) => referral.AuthorizationDecidedAt!.Value - referral.AuthorizationSubmittedAt!.Value;

    private static bool IsInTime(Referral referral) =>
        referral.AuthorizationDecidedAt <= ReferralStates.DueAt(ReferralState.Authorization, referral.Priority, referral.AuthorizationSubmittedAt!.Value);

    private static IReadOnlyList<string> Stage(ReferralStateInfo info, List<Referral> open, KpiFacts facts)
    {
        var here = open.Where(row => row.State == info.State).ToList();
        return
        [
            info.Title, SlaKpis.Number(here.Count), SlaKpis.Number(here.Count(row => row.DueAt < facts.Now)),
            here.Count == 0 ? "–" : SlaKpis.Words(facts.Now - here.Min(row => row.EnteredStateAt)),
        ];
    }

    private static List<KpiPoint> ByDay(List<Referral> created, KpiFacts facts)
    {
        var days = created.ToLookup(row => SlaKpis.Day(row.OpenedAt, facts.Zone));
        var points = new List<KpiPoint>();
        for (var day = facts.FirstDay; day <= facts.LastDay; day = day.AddDays(1))
            points.Add(new KpiPoint(day, days[day].Count(), days[day].Count()));
        return points;
    }

    private static KpiTable Table(string title, IEnumerable<Referral> rows, KpiFacts facts)
    {
        var some = rows.OrderBy(row => row.DueAt ?? DateTimeOffset.MaxValue).Take(1000).ToList();
        return new KpiTable(
            facts.EverywhereTitle(title), [EscalationTable.TimeColumn("Received", facts), "Service", "Stage", "Priority", "Owner", "Due"],
            [.. some.Select(row => (IReadOnlyList<string>)
            [
                EscalationTable.Time(row.OpenedAt, facts), row.Service, ReferralStates.Of(row.State).Title, row.Priority, row.OwnerName ?? "", EscalationTable.Time(row.DueAt, facts),
            ])],
            [.. some.Select(row => $"/referrals/{row.Id}")]);
    }

    private static KpiTile Tile(KpiFacts facts, string name, string title, string value, string detail, string definition, bool offTarget) =>
        new(name, title, value, facts.WholeHospital(detail), definition, 1, null, null, null, offTarget);
}
