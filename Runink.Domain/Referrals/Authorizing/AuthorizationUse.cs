using System.Globalization;

namespace Runink.Domain.Referrals.Authorizing;

/// <summary>A day on which something of an authorization was used.</summary>
/// <param name="Units">Charged; null for a visit that took place and is not charged yet.</param>
public readonly record struct UsedDay(DateOnly Day, int? Units);

/// <summary>How much of an authorization is left, and whether somebody has to be told.</summary>
public static class AuthorizationUse
{
    /// <summary>Charges say how many units a day took; a visit that is not charged yet took one.</summary>
    public static int Count(IEnumerable<UsedDay> days) =>
        days.GroupBy(one => one.Day).Sum(day => day.Any(one => one.Units is not null) ? Math.Max(0, day.Sum(one => one.Units ?? 0)) : day.Count());

    /// <summary>Why a visit then lies beyond what the payer agreed to; null when it does not.</summary>
    /// <param name="isMoved">It is booked already, and only goes to another day.</param>
    public static string? Beyond(Referral referral, DateTimeOffset visit, bool isMoved)
    {
        if (referral.AuthorizationGate != "approved")
            return null;
        if (visit > referral.AuthorizedUntil)
            return string.Create(CultureInfo.InvariantCulture, $"The authorization ends on {referral.AuthorizedUntil:yyyy-MM-dd}, before that visit.");
        if (visit < referral.AuthorizedFrom)
            return string.Create(CultureInfo.InvariantCulture, $"The authorization begins on {referral.AuthorizedFrom:yyyy-MM-dd}, after that visit.");
        return !isMoved && referral.UnitsLeft <= 0 ? $"All {Visits(referral.AuthorizedUnits!.Value)} of the authorization {(referral.AuthorizedUnits == 1 ? "is" : "are")} used." : null;
    }

    /// <summary>What is running out, before it has; null when nothing is.</summary>
    public static AuthorizationWarning? Decide(Referral referral, DateTimeOffset now)
    {
        if (referral.AuthorizationGate != "approved" || !MayStillBeUsed(referral.State))
            return null;
        if (referral.State == ReferralState.Scheduled && referral.VisitAt is { } visit && Beyond(referral, visit, isMoved: false) is { } beyond)
            return new AuthorizationWarning($"beyond {visit.UtcTicks}", $"A visit is booked. {beyond}");
        if (referral.AuthorizedUntil is { } end && end <= now + ReferralWorklists.AuthorizationRenews)
        {
            return end < now
                ? new AuthorizationWarning(Key("over", end), string.Create(CultureInfo.InvariantCulture, $"The authorization ended on {end:yyyy-MM-dd}."))
                : new AuthorizationWarning(Key("ends", end), string.Create(CultureInfo.InvariantCulture, $"The authorization ends on {end:yyyy-MM-dd}."));
        }

        return referral.UnitsLeft switch
        {
            <= 0 => new AuthorizationWarning("units 0", $"All {Visits(referral.AuthorizedUnits!.Value)} of the authorization {(referral.AuthorizedUnits == 1 ? "is" : "are")} used."),
            { } left when referral.AuthorizedUnits > 1 && left <= Math.Max(1, referral.AuthorizedUnits.Value / 5) => new AuthorizationWarning($"units {left}", $"{Visits(left)} of {referral.AuthorizedUnits} {(left == 1 ? "is" : "are")} left of the authorization."),
            _ => null,
        };
    }

    /// <summary>A single visit that took place has used its one unit, as it was to.</summary>
    private static bool MayStillBeUsed(ReferralState state) => state is ReferralState.Triage or ReferralState.Authorization or ReferralState.ReadyToSchedule or ReferralState.Scheduled or ReferralState.OnHold;

    private static string Key(string what, DateTimeOffset end) => string.Create(CultureInfo.InvariantCulture, $"{what} {end:yyyyMMdd}");

    private static string Visits(int units) => units == 1 ? "1 visit" : string.Create(CultureInfo.InvariantCulture, $"{units} visits");
}

/// <param name="Key">The same for the same warning: it is raised once, and not again after somebody cleared it.</param>
public sealed record AuthorizationWarning(string Key, string Words);
