using Runink.Domain.Patients;

namespace Runink.Domain.Referrals;

/// <summary>Makes cards of the board out of what is stored.</summary>
public static class ReferralCards
{
    /// <param name="askedAt">When the recipient was chosen who has not answered yet; null when nobody owes an answer.</param>
    public static ReferralCard Card(this Referral referral, PatientCard patient, DateTimeOffset now, DateTimeOffset? askedAt, TimeZoneInfo zone, bool taskIsDue = false) => new(
        referral.Id, referral.Service, patient, referral.State, referral.Priority, referral.Owner,
        ReferralStates.Of(referral.State).NextAction, referral.DueAt,
        new ReferralGates(referral.Dossier, referral.AuthorizationGate, referral.ConsentGate),
        referral.Exceptions(now), new ReferralSource(referral.SourceType, referral.SourceId),
        referral.EnteredStateAt, referral.OpenedAt, referral.Version, referral.Reason, referral.RecipientName)
    {
        ChangedAt = referral.ChangedAt,
        VisitAt = referral.VisitAt,
        Worker = referral.WorkerAt(now),
        WorkUntil = referral.WorkerAt(now) is null ? null : referral.WorkUntil,
        Lists = [.. ReferralWorklists.Of(referral, askedAt, now, zone, taskIsDue)],
    };
}
