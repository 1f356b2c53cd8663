using Runink.Domain.Analytics;
using Runink.Domain.Referrals;
using static Runink.Domain.Referrals.ReferralState;

namespace Runink.Companion.Analytics;

/// <summary>How many of the referrals received in a period came how far. One that went back has been there all the same.</summary>
internal static class ReferralConversion
{
    /// <param name="First">The first state on the way that shows that the step is behind it.</param>
    public sealed record Step(string Name, string Title, ReferralState First);

    private static readonly Step[] Steps =
    [
        new("reached-triage", "Ready for triage", Triage), new("reached-decision", "Through triage", Authorization), new("reached-access", "Ready to schedule", ReadyToSchedule),
        new("reached-visit", "Booked", Scheduled), new("reached-seen", "Seen", ReportDue), new("reached-report", "Reported", ReportReview), new("reached-closed", "Loop closed", LoopClosed),
    ];

    public static Step? Find(string kpi) => Array.Find(Steps, step => step.Name == kpi);

    public static bool HasReached(Referral referral, Step step, ILookup<string, ReferralState> reached) =>
        reached[referral.Id].Append(referral.State).Any(state => state <= FinanciallyReady && state >= step.First);

    public static KpiTable Table(List<Referral> created, ILookup<string, ReferralState> reached)
    {
        var counts = Steps.Select(step => created.Count(row => HasReached(row, step, reached))).ToList();
        return new KpiTable(
            "How far those received in the period came", ["Step", "Reached", "Of received", "Of the step before"],
            [
                ["Received", SlaKpis.Number(created.Count), SlaKpis.Percent(created.Count, created.Count), "–"],
                .. Steps.Select((step, at) => (IReadOnlyList<string>)
                    [step.Title, SlaKpis.Number(counts[at]), SlaKpis.Percent(counts[at], created.Count), SlaKpis.Percent(counts[at], at == 0 ? created.Count : counts[at - 1])]),
            ],
            ["?rows=referrals-received", .. Steps.Select(step => $"?rows={step.Name}")]);
    }
}
