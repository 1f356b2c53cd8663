using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>The questions of identity that wait for a person, and those that were answered: an answer holds for what comes later.</summary>
internal static class IdentityReviews
{
    /// <summary>Questions about one of these records, the newest first.</summary>
    public static List<IdentityReview> Of(WriteScope scope, List<string> candidates) =>
        [.. scope.Db.IdentityReviews.AsNoTracking().Where(review => candidates.Contains(review.CandidateId)).OrderByDescending(review => review.Id)];

    public static void Open(WriteScope scope, string patientId, string candidateId, string reason, string messageId)
    {
        var review = new IdentityReview { Id = scope.Ids.Next(), PatientId = patientId, CandidateId = candidateId, MessageId = messageId, Reason = reason, At = scope.Now };
        scope.Db.IdentityReviews.Add(review);
        scope.Record("identity_in_question", new Subject("patient", patientId), Actor.System, Detail.Of(("candidate", candidateId), ("message", messageId)));
        scope.Announce(new Change("identity-review", review.Id, Critical: true));
    }
}
