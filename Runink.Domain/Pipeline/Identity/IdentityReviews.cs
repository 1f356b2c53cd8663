using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Patients.Matching;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>The questions of identity that wait for a person, and those that were answered: an answer holds for what comes later.</summary>
internal static class IdentityReviews
{
    private const string UpsertPending =
        "INSERT INTO PendingMatches (PatientId, Mark) VALUES ($0, $1) ON CONFLICT (PatientId) DO UPDATE SET Mark = $1";

    /// <summary>Conflicts about one of these records, the newest first.</summary>
    public static List<IdentityReview> Of(WriteScope scope, List<string> candidates) =>
        [.. scope.Db.IdentityReviews.AsNoTracking().Where(IdentityReview.IsConflict).Where(review => candidates.Contains(review.CandidateId)).OrderByDescending(review => review.Id)];

    /// <summary>What was answered by a merge is asked again when the merge is taken apart.</summary>
    public static void Reopen(WriteScope scope, string mergeId)
    {
        foreach (var review in scope.Db.IdentityReviews.Where(row => row.MergeId == mergeId).ToList())
            review.Reopen();
    }

    /// <summary>Whoever keeps the register has said that these are two people: nobody needs to be asked.</summary>
    public static void Answer(WriteScope scope, string one, string other, string by)
    {
        var pair = new List<string> { one, other };
        foreach (var review in scope.Db.IdentityReviews.Where(row => pair.Contains(row.PatientId) && pair.Contains(row.CandidateId) && row.Decision == IdentityDecision.Waiting).ToList())
        {
            review.Decide(IdentityDecision.Different, by, null, scope.Now);
            scope.Record("identity_different", new Subject("patient", review.PatientId), Actor.System, Detail.Of(("candidate", review.CandidateId), ("review", review.Id)));
            scope.Announce(new Change("identity-review", review.Id));
        }
    }

    public static void Open(WriteScope scope, string patientId, string candidateId, string reason, string messageId)
    {
        var review = new IdentityReview { Id = scope.Ids.Next(), PatientId = patientId, CandidateId = candidateId, MessageId = messageId, Reason = reason, At = scope.Now };
        scope.Db.IdentityReviews.Add(review);
        scope.Record("identity_in_question", new Subject("patient", patientId), Actor.System, Detail.Of(("candidate", candidateId), ("message", messageId)));
        scope.Announce(new Change("identity-review", review.Id, Critical: true));
    }

    /// <summary>
    /// Two records that are much alike are put before a person, the newer one as what may go into the older; unless somebody was asked
    /// before, or has taken them apart before: that holds, whatever it was.
    /// </summary>
    public static void Suggest(WriteScope scope, string one, string other, MatchDecision alike)
    {
        var (older, newer) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        var pair = new[] { older, newer };
        if (scope.Db.IdentityReviews.Any(review => pair.Contains(review.PatientId) && pair.Contains(review.CandidateId))
            || scope.Db.PatientMerges.Any(merge => pair.Contains(merge.SurvivorId) && pair.Contains(merge.PriorId)))
            return;
        // What they were compared by may have changed, or one was merged, since they were read.
        if (scope.Db.Patients.Count(row => pair.Contains(row.Id) && row.MergedInto == null && !row.InQuestion) != 2)
            return;
        var suggestion = new IdentityReview
        {
            Id = scope.Ids.Next(), PatientId = newer, CandidateId = older, MessageId = "", Reason = "Both may be one person: what is known of them is much alike.",
            Likelihood = alike.Probability, Band = alike.Band, At = scope.Now,
        };
        scope.Db.IdentityReviews.Add(suggestion);
        scope.Record("identity_suggested", new Subject("patient", newer), Actor.System, Detail.Of(("candidate", older), ("review", suggestion.Id)));
        scope.Announce(new Change("identity-review", suggestion.Id));
    }

    /// <summary>The patient is to be compared with all others, when there is time.</summary>
    public static void Compare(WriteScope scope, string patientId) => scope.Post(UpsertPending, patientId, scope.Ids.Next());
}
