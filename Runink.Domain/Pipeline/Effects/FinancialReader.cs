using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Billing;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What is known of a referral when it is to be billed.</summary>
internal static class FinancialReader
{
    public static FinancialFacts Read(CompanionDb db, Referral referral, Payers payers, TimeZoneInfo zone)
    {
        var seen = SeenAt(db, referral);
        var day = seen is { } at ? LocalTimes.Day(at, zone) : (DateOnly?)null;
        var covered = day is { } visit ? AuthorizationReader.PayersOn(db, referral.PatientId, visit).ToList() : [];
        // Of several that are active, the one that was known when it was made is meant.
        var payer = covered.Find(name => string.Equals(name, referral.Payer, StringComparison.OrdinalIgnoreCase)) ?? covered.FirstOrDefault();
        var charges = db.ReferralCharges.AsNoTracking().Where(row => row.ReferralId == referral.Id && !row.IsReversed).OrderBy(row => row.Id).ToList();
        return new FinancialFacts(
            day, payer, referral.AuthorizationGate, referral.AuthorizationNumber, referral.AuthorizedFrom is { } from ? LocalTimes.Day(from, zone) : null,
            referral.AuthorizedUntil is { } until ? LocalTimes.Day(until, zone) : null, referral.UnitsLeft, [.. charges.Select(charge => charge.Number ?? charge.Code ?? charge.Id)],
            charges.Select(charge => charge.CostCentre).FirstOrDefault(centre => centre is not null) ?? payers.CostCentreOf(referral.Service), payers.Find(payer)?.Contract is { Length: > 0 } contract ? contract : null);
    }

    /// <summary>The last time that the patient was seen.</summary>
    private static DateTimeOffset? SeenAt(CompanionDb db, Referral referral) =>
        db.ReferralEvents.AsNoTracking().Where(row => row.ReferralId == referral.Id && row.Kind == "seen").OrderByDescending(row => row.Id).Select(row => new { row.At, row.Date }).FirstOrDefault() is { } seen ? seen.Date ?? seen.At : null;
}
