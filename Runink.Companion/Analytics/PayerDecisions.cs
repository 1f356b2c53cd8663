using System.Globalization;
using Runink.Domain.Analytics;
using Runink.Domain.Referrals.Authorizing;

namespace Runink.Companion.Analytics;

/// <summary>How payers decide, each beside the others, by the metrics of CMS-0057-F.</summary>
internal static class PayerDecisions
{
    private const string OfOne = "decisions-of-";
    private const string OfAll = "payer-decisions";

    public static KpiTable Table(KpiFacts facts)
    {
        var payers = facts.PayerDecisions.GroupBy(one => one.Payer, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        return new KpiTable(
            facts.EverywhereTitle("How payers decide"), ["Payer", "Decided", "Approved", "Denied", "Overturned", "Median", "Median urgent", "Late"],
            [.. payers.Select(group => Row(group.Key, [.. group])), .. payers.Count > 1 ? [Row("All", facts.PayerDecisions)] : Array.Empty<IReadOnlyList<string>>()],
            [.. payers.Select(group => $"?rows={Uri.EscapeDataString(OfOne + group.Key)}"), .. payers.Count > 1 ? [$"?rows={OfAll}"] : Array.Empty<string>()]);
    }

    public static KpiTable? Rows(string kpi, KpiFacts facts)
    {
        if (kpi == OfAll)
            return Of("Decisions of payers", facts.PayerDecisions, facts);
        if (!kpi.StartsWith(OfOne, StringComparison.Ordinal) || kpi[OfOne.Length..] is not { Length: > 0 } payer)
            return null;
        return Of($"Decisions of {payer}", facts.PayerDecisions.Where(one => one.Payer == payer), facts);
    }

    private static IReadOnlyList<string> Row(string payer, IReadOnlyList<DecidedAuthorization> decided)
    {
        var appealed = decided.Where(one => one is { Decision: PayerDecision.Denied, AppealedAt: not null }).ToList();
        return
        [
            payer, SlaKpis.Number(decided.Count), SlaKpis.Percent(decided.Count(one => one.IsApproved), decided.Count), SlaKpis.Percent(decided.Count(one => !one.IsApproved), decided.Count),
            appealed.Count == 0 ? "–" : $"{SlaKpis.Number(appealed.Count(one => one.OverturnedAt is not null))} of {SlaKpis.Number(appealed.Count)}", Median(decided, false), Median(decided, true), SlaKpis.Number(decided.Count(one => one.IsLate)),
        ];
    }

    private static string Median(IReadOnlyList<DecidedAuthorization> decided, bool isExpedited) =>
        SlaKpis.MedianOf([.. decided.Where(one => one.IsTimed && one.IsExpedited == isExpedited).Select(one => one.Length)]) is { } median ? SlaKpis.Words(median) : "–";

    private static KpiTable Of(string title, IEnumerable<DecidedAuthorization> decided, KpiFacts facts)
    {
        var some = decided.OrderByDescending(one => one.DecidedAt).Take(1000).ToList();
        return new KpiTable(
            facts.EverywhereTitle(title), [EscalationTable.TimeColumn("Decided", facts), "Payer", "Decision", "Urgent", "Hours", "Late", "Appealed", "Overturned", "Id"],
            [.. some.Select(one => (IReadOnlyList<string>)
            [
                EscalationTable.Time(one.DecidedAt, facts), one.Payer, one.Decision.ToString(), one.IsExpedited ? "yes" : "no", one.IsTimed ? one.Length.TotalHours.ToString("0.0", CultureInfo.InvariantCulture) : "", one.IsLate ? "yes" : "no",
                EscalationTable.Time(one.AppealedAt, facts), EscalationTable.Time(one.OverturnedAt, facts), one.Referral,
            ])],
            [.. some.Select(one => $"/referrals/{one.Referral}")]);
    }
}
