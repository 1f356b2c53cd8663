namespace Runink.Domain.Referrals.Authorizing;

/// <param name="Name">In the API: <c>standard-approved</c>.</param>
/// <param name="Part">How many are counted; null for a time.</param>
/// <param name="Whole">Of how many.</param>
/// <param name="Percent">Null when there is nothing to divide by.</param>
/// <param name="Hours">For times; null when nothing was decided.</param>
/// <param name="Referrals">Whose requests are counted; one whose request was decided twice stands twice.</param>
public sealed record PriorAuthorizationMetric(string Name, string Title, string Definition, int? Part, int Whole, double? Percent, double? Hours, IReadOnlyList<string> Referrals);

/// <summary>
/// The metrics that CMS-0057-F has payers publish each year, counted from our side of the counter: of the requests that this house sent and payers decided. Requests for which no
/// authorization was needed, and those that were taken back, are not among them. Times leave out what was written down together with its question.
/// </summary>
public static class PriorAuthorizationMetrics
{
    public static IReadOnlyList<PriorAuthorizationMetric> Of(IReadOnlyList<DecidedAuthorization> all)
    {
        var (standard, expedited) = (all.Where(one => !one.IsExpedited).ToList(), all.Where(one => one.IsExpedited).ToList());
        var denied = all.Where(one => one.Decision == PayerDecision.Denied).ToList();
        var deniedStandard = denied.Where(one => !one.IsExpedited).ToList();
        return
        [
            Share("standard-approved", "Standard: approved", "Standard requests that the payer approved, in whole or in part ÷ standard requests that it decided.", standard.Where(one => one.IsApproved), standard),
            Share("standard-denied", "Standard: denied", "Standard requests that the payer denied ÷ standard requests that it decided.", standard.Where(one => !one.IsApproved), standard),
            Share("standard-approved-after-appeal", "Standard: approved after appeal", "Denied standard requests that were appealed and approved after that ÷ denied standard requests that were appealed.", deniedStandard.Where(one => one.OverturnedAt is not null), [.. deniedStandard.Where(one => one.AppealedAt is not null)]),
            Share("extended-approved", "Time frame extended, then approved", "Requests that were approved later than 72 hours (expedited) or 7 days (standard) after they were sent ÷ all decided. Payers do not tell us of an extension: a decision that came late counts as one.", all.Where(one => one.IsApproved && one.IsLate), all),
            Share("expedited-approved", "Expedited: approved", "Expedited requests that the payer approved, in whole or in part ÷ expedited requests that it decided.", expedited.Where(one => one.IsApproved), expedited),
            Share("expedited-denied", "Expedited: denied", "Expedited requests that the payer denied ÷ expedited requests that it decided.", expedited.Where(one => !one.IsApproved), expedited),
            Hours("standard-mean", "Standard: mean time to decision", "Sum of decision − sending ÷ number, over standard requests that were decided. Round the clock.", standard, Mean),
            Hours("standard-median", "Standard: median time to decision", "The middle of decision − sending over standard requests that were decided.", standard, Median),
            Hours("expedited-mean", "Expedited: mean time to decision", "Sum of decision − sending ÷ number, over expedited requests that were decided. Round the clock.", expedited, Mean),
            Hours("expedited-median", "Expedited: median time to decision", "The middle of decision − sending over expedited requests that were decided.", expedited, Median),
        ];
    }

    private static PriorAuthorizationMetric Share(string name, string title, string definition, IEnumerable<DecidedAuthorization> part, IReadOnlyList<DecidedAuthorization> whole)
    {
        var counted = part.Select(one => one.Referral).ToList();
        return new PriorAuthorizationMetric(name, title, definition, counted.Count, whole.Count, whole.Count == 0 ? null : Math.Round(counted.Count * 100.0 / whole.Count, 1), null, counted);
    }

    private static PriorAuthorizationMetric Hours(string name, string title, string definition, IEnumerable<DecidedAuthorization> decided, Func<IReadOnlyList<double>, double> of)
    {
        var timed = decided.Where(one => one.IsTimed).ToList();
        return new PriorAuthorizationMetric(name, title, definition, null, timed.Count, null, timed.Count == 0 ? null : Math.Round(of([.. timed.Select(one => one.Length.TotalHours).Order()]), 1), [.. timed.Select(one => one.Referral)]);
    }

    private static double Mean(IReadOnlyList<double> sorted) => sorted.Average();

    private static double Median(IReadOnlyList<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
