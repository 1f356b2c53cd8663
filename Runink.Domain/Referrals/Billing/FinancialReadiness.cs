using System.Globalization;

namespace Runink.Domain.Referrals.Billing;

/// <summary>What is known when it is decided whether a referral can be billed.</summary>
/// <param name="VisitDay">When the patient was seen; null when nobody was.</param>
/// <param name="Covered">Who covers the patient on that day; null when nobody is known.</param>
/// <param name="Charges">Numbers of charges that stand, or what was charged where there is no number.</param>
/// <param name="Contract">Under which is billed; null when the payer has none here.</param>
public sealed record FinancialFacts(DateOnly? VisitDay, string? Covered, string Gate, string? Authorization, DateOnly? AuthorizedFrom, DateOnly? AuthorizedUntil, int? UnitsLeft, IReadOnlyList<string> Charges, string? CostCentre, string? Contract);

/// <param name="Name">coverage, authorization, charge, cost-centre or contract.</param>
/// <param name="Words">What is there, or what is missing.</param>
public sealed record FinancialCheck(string Name, string Title, bool IsMet, string Words);

/// <summary>Whether a referral can be billed, and what is missing.</summary>
public sealed record FinancialReadiness(IReadOnlyList<FinancialCheck> Checks)
{
    public bool IsReady => Checks.All(check => check.IsMet);

    /// <summary>In one sentence; null when nothing is missing.</summary>
    public string? Missing => IsReady ? null : $"Not financially ready. {string.Join(" ", Checks.Where(check => !check.IsMet).Select(check => check.Words))}";

    public static FinancialReadiness Decide(FinancialFacts facts) => new(
    [
        Coverage(facts),
        Authorization(facts),
        new("charge", "Charge", facts.Charges.Count > 0, facts.Charges.Count == 0 ? "No charge or claim of the visit has been told." : $"{string.Join(", ", facts.Charges.Take(5))}{(facts.Charges.Count > 5 ? $" and {facts.Charges.Count - 5} more" : "")}."),
        new("cost-centre", "Cost centre", facts.CostCentre is not null, facts.CostCentre is { } centre ? $"{centre}." : "Neither the charge nor the settings name a cost centre for this service."),
        new("contract", "Contract", facts.Contract is not null, facts.Contract is { } contract ? $"{contract}." : facts.Covered is { } payer ? $"The settings name no contract with {payer}." : "Without a payer there is no contract."),
    ]);

    private static FinancialCheck Coverage(FinancialFacts facts) => (facts.VisitDay, facts.Covered) switch
    {
        (null, _) => new("coverage", "Coverage", false, "The patient has not been seen, so that there is no day to be covered."),
        ({ } day, null) => new("coverage", "Coverage", false, $"No coverage is known that was active on {Day(day)}."),
        ({ } day, { } payer) => new("coverage", "Coverage", true, $"{payer} on {Day(day)}."),
    };

    private static FinancialCheck Authorization(FinancialFacts facts)
    {
        return facts.Gate switch
        {
            "not-required" => Check(true, "None is needed."),
            "approved" when facts.Authorization is null => Check(false, "It is approved, and nobody wrote down its number."),
            "approved" when facts.VisitDay is null => Check(false, $"{facts.Authorization} is there, and no visit that it could cover."),
            "approved" when facts.VisitDay < facts.AuthorizedFrom => Check(false, $"{facts.Authorization} begins on {Day(facts.AuthorizedFrom!.Value)}, after the visit."),
            "approved" when facts.VisitDay > facts.AuthorizedUntil => Check(false, $"{facts.Authorization} ended on {Day(facts.AuthorizedUntil!.Value)}, before the visit."),
            "approved" when facts.UnitsLeft < 0 => Check(false, $"{facts.Authorization} covers {-facts.UnitsLeft} fewer than were used."),
            "approved" => Check(true, $"{facts.Authorization} covers the visit."),
            "unknown" => Check(false, "Nobody has said whether an authorization is needed."),
            var gate => Check(false, $"The authorization is {gate}."),
        };

        static FinancialCheck Check(bool isMet, string words) => new("authorization", "Authorization", isMet, words);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
