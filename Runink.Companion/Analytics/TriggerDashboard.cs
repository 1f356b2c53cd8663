using Runink.Companion.Shared.Layout;
using Runink.Domain.Analytics;
using Runink.Domain.Escalations;

namespace Runink.Companion.Analytics;

/// <summary>Are the triggers worth their alerts?</summary>
internal static class TriggerDashboard
{
    private const string ReasonPrefix = "not-useful-";

    public static Dashboard Make(KpiFacts facts)
    {
        var firings = Firings(facts).ToList();
        var unknown = Unknown(facts).ToList();
        var acknowledged = firings.Count(row => row.AcknowledgedAt is not null);
        int? before = facts.Before.Count == 0 ? null : facts.Before.Count(row => !row.IsUnknown);
        var judged = new Proportion(facts.Judgements.Verdicts.Count(verdict => verdict.WasUseful), facts.Judgements.Verdicts.Count);
        var overridden = facts.Judgements.Cards.Count(card => card.IsOverridden);
        KpiTile[] tiles =
        [
            new("firings", "Firings", KpiMeasure.Count, firings.Count, before is null ? $"nothing is known of {facts.Query.ComparedWith}" : $"{SlaKpis.Number(before.Value)} in {facts.Query.ComparedWith}", "Episodes opened by triggers in the period.", 1) { Before = before },
            new("acknowledged-firings", "Acknowledged", KpiMeasure.Percent, new Proportion(acknowledged, firings.Count).Percent, $"of {SlaKpis.Number(firings.Count)}", "Firings of the period that somebody acknowledged ÷ all firings of the period.", 1) { MoreIsBetter = true },
            new(
                "useful-firings", "Useful (PPV)", KpiMeasure.Percent, judged.IsReliable ? judged.Percent : null, Sure(judged),
                "Work opened in the period that whoever closed it called useful ÷ all of which somebody said whether it was. Shown as a percentage from 30 answers on, if 95 % confidence (Wilson) is narrower than 30 points.", 1) { MoreIsBetter = true },
            new(
                "overridden-cards", "Overridden in the record system", KpiMeasure.Percent, new Proportion(overridden, facts.Judgements.Cards.Count).Percent,
                facts.Judgements.Cards.Count == 0 ? "no card was answered" : $"{SlaKpis.Number(overridden)} of {SlaKpis.Number(facts.Judgements.Cards.Count)} answered cards",
                "Cards that clinicians overrode ÷ all cards they answered in the period (CDS Hooks feedback).", 1) { MoreIsBetter = false },
            new("could-not-evaluate", "Could not evaluate", KpiMeasure.Count, unknown.Count, "a fault of the data hid the answer", "Work opened because a trigger's truth stayed unknown.", 1) { MoreIsBetter = false },
            new("would-have-fired", "Would have fired", KpiMeasure.Count, facts.Operations.Suppressed.Count, facts.WholeHospital("held back by an exception or a limit"), "Firings suppressed by unless, cooldown or a daily limit in the period, all units.", 1),
            new("quiet-triggers", "Gone quiet", KpiMeasure.Count, facts.Judgements.Quiet.Count, facts.WholeHospital("longer than their own past explains"), "Triggers in force that have not fired for so long that their own rate makes it improbable.", 1) { MoreIsBetter = false, TargetAmount = 0 },
        ];
        return new Dashboard(
            "triggers", "Trigger dashboard", [.. tiles.Select(facts.Judged)],
            [facts.Days.Counts("firings", "Firings a day", "firings", firings, facts.Before.Where(row => !row.IsUnknown), row => row.OpenedAt)],
            [PerTrigger(firings, facts), Reasons(facts)],
            null);
    }

    public static KpiTable? Rows(string kpi, KpiFacts facts) => kpi switch
    {
        "firings" => EscalationTable.Make("Firings", Firings(facts), facts),
        "acknowledged-firings" => EscalationTable.Make("Acknowledged firings: what was counted", Firings(facts), facts),
        "could-not-evaluate" => EscalationTable.Make("Could not evaluate", Unknown(facts), facts),
        "useful-firings" => Verdicts("Useful or not: what was counted", facts.Judgements.Verdicts, facts),
        "overridden-cards" => new KpiTable(
            "Answered cards", [EscalationTable.TimeColumn("Answered", facts), "Answer", "Id"],
            [.. facts.Judgements.Cards.Select(card => (IReadOnlyList<string>)[EscalationTable.Time(card.At, facts), card.IsOverridden ? "overridden" : "accepted", card.EscalationId])],
            [.. facts.Judgements.Cards.Select(card => $"/escalations/{card.EscalationId}")]),
        "quiet-triggers" => new KpiTable(
            facts.EverywhereTitle("Gone quiet"), ["Trigger", EscalationTable.TimeColumn("Noticed", facts)],
            [.. facts.Judgements.Quiet.Select(quiet => (IReadOnlyList<string>)[quiet.Headline, EscalationTable.Time(quiet.Since, facts)])],
            [.. facts.Judgements.Quiet.Select(quiet => $"/triggers/{quiet.TriggerId}")]),
        _ when kpi.StartsWith(ReasonPrefix, StringComparison.Ordinal) => Verdicts("Not useful", facts.Judgements.Verdicts.Where(verdict => !verdict.WasUseful && (verdict.Reason ?? "unsaid") == kpi[ReasonPrefix.Length..]), facts),
        _ => null,
    };

    private static IEnumerable<EscalationTimes> Firings(KpiFacts facts) => facts.Period.Where(row => !row.IsUnknown);

    private static IEnumerable<EscalationTimes> Unknown(KpiFacts facts) => facts.Period.Where(row => row.IsUnknown);

    private static string Sure(Proportion judged) => judged switch
    {
        { Whole: 0 } => "nobody said so when closing",
        { IsReliable: false } => $"{SlaKpis.Number(judged.Part)} of {SlaKpis.Number(judged.Whole)}: too few for a percentage",
        _ => judged.Interval() is var (low, high) ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"of {SlaKpis.Number(judged.Whole)}; 95 % sure of {100 * low:0}–{100 * high:0} %") : "",
    };

    private static KpiTable PerTrigger(List<EscalationTimes> firings, KpiFacts facts)
    {
        var groups = firings.GroupBy(row => (row.TriggerId, row.TriggerName)).OrderByDescending(group => group.Count()).ToList();
        var verdicts = facts.Judgements.Verdicts.ToLookup(verdict => verdict.TriggerId, StringComparer.Ordinal);
        return new KpiTable(
            "By trigger", ["Trigger", "Firings", "Acknowledged", "In time", "Median to acknowledge", "Useful", "Said", "Open"],
            [.. groups.Select(group => (IReadOnlyList<string>)
            [
                group.Key.TriggerName, SlaKpis.Number(group.Count()), SlaKpis.Percent(group.Count(row => row.AcknowledgedAt is not null), group.Count()),
                SlaKpis.Percent(group.Count(row => row.InTime(facts.Now) == true), group.Count(row => row.InTime(facts.Now) is not null)),
                SlaKpis.Words(SlaKpis.MedianOf([.. group.Select(row => row.TimeToAcknowledge).OfType<TimeSpan>()])),
                SlaKpis.Number(verdicts[group.Key.TriggerId].Count(verdict => verdict.WasUseful)), SlaKpis.Number(verdicts[group.Key.TriggerId].Count()), SlaKpis.Number(group.Count(row => row.IsOpen)),
            ])],
            [.. groups.Select(group => $"/triggers/{group.Key.TriggerId}")]);
    }

    private static KpiTable Reasons(KpiFacts facts)
    {
        var groups = facts.Judgements.Verdicts.Where(verdict => !verdict.WasUseful).GroupBy(verdict => verdict.Reason ?? "unsaid").OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        return new KpiTable(
            "Why it was not useful", ["Reason", "Work", "Trigger it is said of most"],
            [.. groups.Select(group => (IReadOnlyList<string>)[Reason(group.Key), SlaKpis.Number(group.Count()), group.CountBy(verdict => verdict.TriggerName).MaxBy(pair => pair.Value).Key])],
            [.. groups.Select(group => $"?rows={ReasonPrefix}{group.Key}")]);
    }

    private static KpiTable Verdicts(string title, IEnumerable<JudgementFacts.Verdict> verdicts, KpiFacts facts)
    {
        var rows = verdicts.ToList();
        return new KpiTable(
            title, [EscalationTable.TimeColumn("Opened", facts), "Trigger", "Unit", "Useful", "Why not", "Id"],
            [.. rows.Select(row => (IReadOnlyList<string>)[EscalationTable.Time(row.OpenedAt, facts), row.TriggerName, row.Unit ?? "", row.WasUseful ? "yes" : "no", row.WasUseful ? "" : Reason(row.Reason ?? "unsaid"), row.EscalationId])],
            [.. rows.Select(row => $"/escalations/{row.EscalationId}")]);
    }

    private static string Reason(string code) => EscalationFeedback.NotUseful.TryGetValue(code, out var words) ? words : code == "unsaid" ? "Nobody said why" : Labels.Spoken(code);
}
