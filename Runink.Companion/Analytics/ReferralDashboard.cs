using System.Globalization;
using Runink.Domain.Analytics;
using Runink.Domain.Referrals;

namespace Runink.Companion.Analytics;

/// <summary>Do referrals move, and where do they wait?</summary>
internal static class ReferralDashboard
{
    private const string StagePrefix = "stage-";
    private const string AgePrefix = "age-";

    /// <summary>Days since receipt, from and below.</summary>
    private static readonly (string Name, string Title, int From, int Below)[] Ages =
        [("2", "up to 2 days", 0, 3), ("7", "3 to 7 days", 3, 8), ("14", "8 to 14 days", 8, 15), ("30", "15 to 30 days", 15, 31), ("over", "over 30 days", 31, int.MaxValue)];

    public static Dashboard Make(KpiFacts facts)
    {
        var open = Open(facts).ToList();
        var overdue = Overdue(facts).ToList();
        var created = Created(facts).ToList();
        var createdBefore = facts.Referrals.Where(row => facts.IsBefore(row.OpenedAt) && row.State != ReferralState.Duplicate).ToList();
        var answered = Answered(facts).ToList();
        var closed = created.Count(row => row.State is ReferralState.LoopClosed or ReferralState.FinanciallyReady);
        KpiTile[] tiles =
        [
            Count("open-referrals", "Open referrals", open.Count, $"{SlaKpis.Number(created.Count)} received in the period", "Referrals that have not left the board."),
            Count("overdue-referrals", "Past their stage's clock", overdue.Count, $"of {SlaKpis.Number(open.Count)} open", "Open referrals whose stage has lasted longer than its clock allows.") with { MoreIsBetter = false, TargetAmount = 0 },
            Share("closed-loop", "Loop closed", closed, created.Count, $"{SlaKpis.Number(closed)} of {SlaKpis.Number(created.Count)} received in the period", "Referrals received in the period that reached loop closed ÷ all received in the period. Recent ones are still under way: read it with the open count.") with { MoreIsBetter = true },
            Share("referral-leakage", "Left before the loop closed", Left(created).Count(), created.Count, $"{SlaKpis.Number(Left(created).Count())} of {SlaKpis.Number(created.Count)} received in the period", "Referrals received in the period that ended without a closed loop – cancelled, declined by the patient, lost, expired, redirected – ÷ all received in the period.") with { MoreIsBetter = false },
            Count("returned-referrals", "Waiting for another recipient", open.Count(row => row.State == ReferralState.Reroute), "declined, not cancelled", "Referrals in Reroute."),
            Share("payer-in-time", "Payer answered in time", answered.Count(IsInTime), answered.Count, $"{SlaKpis.Number(answered.Count)} answers in the period", "Authorizations decided within 7 calendar days, or 72 hours where urgent, of being submitted (CMS-0057-F) ÷ all decided in the period.") with { MoreIsBetter = true, TargetAmount = 100 },
            new("payer-turnaround", "Payer's median turnaround", KpiMeasure.Duration, (decimal?)SlaKpis.MedianOf([.. answered.Select(Turnaround)])?.TotalSeconds, $"{SlaKpis.Number(Asked(facts).Count())} not answered yet", "Median of decision − submission over authorizations decided in the period.", 1) { MoreIsBetter = false },
            Share("authorizations-denied", "Denied", answered.Count(row => row.AuthorizationGate == "denied"), answered.Count, "of the payers' answers in the period", "Authorizations whose last answer is a denial ÷ all decided in the period. One that was appealed counts again once it is answered.") with { MoreIsBetter = false },
        ];
        return new Dashboard(
            "referrals", "Referral dashboard",
            [.. tiles.Select(tile => facts.Judged(tile with { Detail = facts.WholeHospital(tile.Detail) }))],
            [facts.Days.Counts("referrals-received", "Referrals received a day", "referrals", created, createdBefore, row => row.OpenedAt)],
            [
                new KpiTable(
                    "Where referrals stand", ["Stage", "Open", "Past clock", "Oldest in stage"],
                    [.. ReferralStates.Board.Select(info => Stage(info, open, facts))],
                    [.. ReferralStates.Board.Select(info => $"?rows={StagePrefix}{info.State}")]),
                ReferralConversion.Table(created, facts.Reached),
                Leakage(created, facts),
                PayerDecisions.Table(facts),
                new KpiTable(
                    "How old open referrals are", ["Since receipt", "Open", "Past clock", "Urgent"],
                    [.. Ages.Select(age => open.Where(row => IsAged(row, age, facts)).ToList() is var some ? (IReadOnlyList<string>)
                        [age.Title, SlaKpis.Number(some.Count), SlaKpis.Number(some.Count(row => row.DueAt < facts.Now)), SlaKpis.Number(some.Count(row => row.Priority == "urgent"))] : [])],
                    [.. Ages.Select(age => $"?rows={AgePrefix}{age.Name}")]),
            ],
            null);
    }

    public static KpiTable? Rows(string kpi, KpiFacts facts) => kpi switch
    {
        "open-referrals" => Table("Open referrals", Open(facts), facts),
        "overdue-referrals" => Table("Past their stage's clock", Overdue(facts), facts),
        "closed-loop" or "referrals-received" => Table("Received in the period", Created(facts), facts),
        "referral-leakage" => Table("Left before the loop closed", Left(Created(facts)), facts),
        "returned-referrals" => Table("Waiting for another recipient", Open(facts).Where(row => row.State == ReferralState.Reroute), facts),
        "payer-in-time" or "payer-turnaround" or "authorizations-denied" => Table("Answered by payers in the period", Answered(facts), facts),
        _ when kpi.StartsWith(StagePrefix, StringComparison.Ordinal) && Enum.TryParse<ReferralState>(kpi[StagePrefix.Length..], out var stage) =>
            Table($"Open in {ReferralStates.Of(stage).Title}", Open(facts).Where(row => row.State == stage), facts),
        _ when Ages.FirstOrDefault(age => kpi == AgePrefix + age.Name) is { Title: { } title } age => Table($"Open, {title} since receipt", Open(facts).Where(row => IsAged(row, age, facts)), facts),
        _ when ReferralConversion.Find(kpi) is { } step => Table($"Received in the period: {step.Title.ToLowerInvariant()}", Created(facts).Where(row => ReferralConversion.HasReached(row, step, facts.Reached)), facts),
        _ => PayerDecisions.Rows(kpi, facts),
    };

    private static IEnumerable<Referral> Open(KpiFacts facts) => facts.Referrals.Where(row => ReferralStates.IsOpen(row.State));

    private static IEnumerable<Referral> Overdue(KpiFacts facts) => Open(facts).Where(row => row.DueAt < facts.Now);

    private static IEnumerable<Referral> Created(KpiFacts facts) =>
        facts.Referrals.Where(row => row.OpenedAt >= facts.From && row.State != ReferralState.Duplicate);

    private static IEnumerable<Referral> Left(IEnumerable<Referral> rows) => rows.Where(row => !ReferralStates.IsOpen(row.State) && row.State != ReferralState.FinanciallyReady);

    private static IEnumerable<Referral> Answered(KpiFacts facts) => facts.Referrals.Where(row => row.AuthorizationSubmittedAt is not null && row.AuthorizationDecidedAt >= facts.From);

    private static IEnumerable<Referral> Asked(KpiFacts facts) => Open(facts).Where(row => row.AuthorizationSubmittedAt is not null && row.AuthorizationDecidedAt is null);

    private static bool IsAged(Referral row, (string, string, int From, int Below) age, KpiFacts facts) => (facts.Now - row.OpenedAt).Days is var days && days >= age.From && days < age.Below;

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

    /// <summary>Which service they were for, because that is where something can be done about it.</summary>
    private static KpiTable Leakage(List<Referral> created, KpiFacts facts)
    {
        var groups = Left(created).GroupBy(row => (row.Service, row.State)).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Service, StringComparer.Ordinal).ToList();
        return new KpiTable(
            facts.EverywhereTitle("Where they are lost"), ["Service", "How", "Referrals", "Of the service", "Median days until then"],
            [.. groups.Select(group => (IReadOnlyList<string>)
            [
                group.Key.Service, ReferralStates.Of(group.Key.State).Title, SlaKpis.Number(group.Count()), SlaKpis.Percent(group.Count(), created.Count(row => row.Service == group.Key.Service)),
                SlaKpis.MedianOf([.. group.Select(row => row.ClosedAt - row.OpenedAt).OfType<TimeSpan>()]) is { } median ? median.TotalDays.ToString("0.#", CultureInfo.InvariantCulture) : "–",
            ])],
            [.. groups.Select(_ => "?rows=referral-leakage")]);
    }

    private static KpiTable Table(string title, IEnumerable<Referral> rows, KpiFacts facts)
    {
        var some = rows.OrderBy(row => row.DueAt ?? DateTimeOffset.MaxValue).Take(1000).ToList();
        return new KpiTable(
            facts.EverywhereTitle(title), [EscalationTable.TimeColumn("Received", facts), "Service", "Stage", "Priority", "Owner", "Due", "Id"],
            [.. some.Select(row => (IReadOnlyList<string>)
            [
                EscalationTable.Time(row.OpenedAt, facts), row.Service, ReferralStates.Of(row.State).Title, row.Priority, row.OwnerName ?? "", EscalationTable.Time(row.DueAt, facts), row.Id,
            ])],
            [.. some.Select(row => $"/referrals/{row.Id}")]);
    }

    private static KpiTile Count(string name, string title, int value, string detail, string definition) => new(name, title, KpiMeasure.Count, value, detail, definition, 1);

    private static KpiTile Share(string name, string title, int part, int whole, string detail, string definition) =>
        new(name, title, KpiMeasure.Percent, new Proportion(part, whole).Percent, detail, definition, 1);
}
