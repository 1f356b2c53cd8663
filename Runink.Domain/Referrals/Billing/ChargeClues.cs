namespace Runink.Domain.Referrals.Billing;

/// <summary>What a charge names by which its referral may be found.</summary>
/// <param name="Orders">Numbers of orders and of referrals.</param>
/// <param name="Authorizations">Numbers of the payer.</param>
/// <param name="Visits">Days of the stay that it names; null when it names none that is known.</param>
public sealed record ChargeClues(IReadOnlyList<string> Orders, IReadOnlyList<string> Authorizations, (DateOnly From, DateOnly Until)? Visits, DateOnly? Day, string? Code, string? CostCentre);

/// <summary>A referral of the same patient to which a charge may belong.</summary>
/// <param name="Numbers">Its own and those of its order.</param>
/// <param name="Days">On which the patient was to come, or was seen.</param>
/// <param name="Procedure">For which an authorization was asked.</param>
public sealed record ChargeCandidate(string Id, IReadOnlyList<string> Numbers, string? Authorization, IReadOnlyList<DateOnly> Days, string? Procedure, string? CostCentre);

/// <summary>
/// Which referral a charge belongs to: by the number of the referral, of the authorization or of the visit; only then by service and day together. The
/// patient alone never decides, and where two fit equally well nobody is chosen.
/// </summary>
public static class ChargeMatching
{
    public static (string? Referral, ChargeMatch Match) Decide(ChargeClues charge, IReadOnlyList<ChargeCandidate> candidates)
    {
        foreach (var (match, fits) in new (ChargeMatch, Func<ChargeCandidate, bool>)[]
        {
            (ChargeMatch.Referral, one => one.Numbers.Any(charge.Orders.Contains)),
            (ChargeMatch.Authorization, one => one.Authorization is { } number && charge.Authorizations.Contains(number)),
            (ChargeMatch.Visit, one => charge.Visits is var (from, until) && one.Days.Any(day => day >= from && day <= until)),
            (ChargeMatch.Window, one => charge.Day is { } day && one.Days.Any(visit => Math.Abs(visit.DayNumber - day.DayNumber) <= 1) && SameService(charge, one)),
        })
        {
            var found = candidates.Where(fits).ToList();
            if (found.Count == 1)
                return (found[0].Id, match);
            if (found.Count > 1)
                return (null, ChargeMatch.Unmatched);
        }

        return (null, ChargeMatch.Unmatched);
    }

    private static bool SameService(ChargeClues charge, ChargeCandidate one) =>
        (charge.Code is { } code && code == one.Procedure) || (charge.CostCentre is { } centre && string.Equals(centre, one.CostCentre, StringComparison.OrdinalIgnoreCase));
}
