using Runink.Domain.Delivery;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What was written to a patient and is not so any more.</summary>
internal static class VisitMessageEffects
{
    /// <summary>Its link opens nothing any more, and what waits is not sent.</summary>
    public static void TakeBack(WriteScope scope, VisitMessage message, string why)
    {
        message.Revoke(scope.Now);
        if (scope.Db.Outbox.Find(message.Id) is { Status: OutboxStatus.Pending } waiting)
            waiting.Skipped(why, scope.Now);
    }

    /// <summary>The visit is at another time, or at none: nobody is told of the one that was.</summary>
    public static void Follow(WriteScope scope, Referral referral)
    {
        foreach (var message in scope.Db.VisitMessages.Where(row => row.ReferralId == referral.Id && row.RevokedAt == null && row.VisitAt != null && row.OfferId == null).ToList().Where(row => row.VisitAt != referral.VisitAt))
            TakeBack(scope, message, "the visit is not at that time any more");
    }
}
