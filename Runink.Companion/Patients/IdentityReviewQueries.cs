using Runink.Domain.Patients;
using Runink.Domain.Store;

namespace Runink.Companion.Patients;

/// <summary>Which questions of who is who wait for a person.</summary>
internal static class IdentityReviewQueries
{
    /// <summary>Those not decided; a suggestion rests while one of its records is part of another.</summary>
    public static IQueryable<IdentityReview> Waiting(CompanionDb db) => db.IdentityReviews
        .Where(review => review.Decision == IdentityDecision.Waiting)
        .Where(review => db.IdentityReviews.Where(IdentityReview.IsConflict).Any(conflict => conflict.Id == review.Id)
            || !db.Patients.Any(row => (row.Id == review.PatientId || row.Id == review.CandidateId) && row.MergedInto != null));
}
