using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Decisions of people about who is who: one person, two people, and back.</summary>
public sealed class IdentityCommandHandler(StoreWriter writer, MessagePipeline pipeline)
{
    /// <returns>The review as it stands afterwards.</returns>
    public Task<Outcome<IdentityReview>> DecideAsync(string reviewId, bool same, Actor actor, CancellationToken cancel) =>
        writer.WriteAsync<Outcome<IdentityReview>>(scope =>
        {
            if (scope.Db.IdentityReviews.Find(reviewId) is not { } review)
                return new Refusal("not-found", "There is no such question.");
            if (review.Decision != IdentityDecision.Waiting)
                return new Refusal("already-done", $"{review.DecidedBy} has decided already.");
            var merge = same ? Merge(scope, review.CandidateId, review.PatientId, actor) : null;
            if (same && merge is null)
                return new Refusal("not-allowed-now", "One of the records was merged meanwhile. Look again.");
            review.Decide(same ? IdentityDecision.Same : IdentityDecision.Different, actor.Name, merge?.Id, scope.Now);
            // Of several candidates one was the person: the other questions about the record in question are answered too. Records that
            // are only alike may be three of one person.
            foreach (var other in scope.Db.IdentityReviews.Where(IdentityReview.IsConflict).Where(row => row.PatientId == review.PatientId && row.Id != reviewId && row.Decision == IdentityDecision.Waiting).ToList())
            {
                if (same && !review.IsSuggestion)
                    other.Decide(IdentityDecision.Different, actor.Name, null, scope.Now);
            }

            Settle(scope, review.PatientId);
            scope.Record(same ? "identity_same" : "identity_different", new Subject("patient", review.PatientId), actor, Detail.Of(("candidate", review.CandidateId), ("review", review.Id)));
            scope.Announce(new Change("identity-review", review.Id));
            return review;
        }, cancel);

    /// <summary>Takes a decision back; a merge that it brought about is taken apart.</summary>
    public Task<Outcome<IdentityReview>> ReopenAsync(string reviewId, Actor actor, CancellationToken cancel) =>
        writer.WriteAsync<Outcome<IdentityReview>>(scope =>
        {
            if (scope.Db.IdentityReviews.Find(reviewId) is not { } review)
                return new Refusal("not-found", "There is no such question.");
            if (review.Decision == IdentityDecision.Waiting)
                return new Refusal("not-allowed-now", "It is not decided yet.");
            if (review.MergeId is { } merge && Part(scope, merge, actor) is { } refusal)
                return refusal;
            review.Reopen();
            Settle(scope, review.PatientId);
            scope.Record("identity_reopened", new Subject("patient", review.PatientId), actor, Detail.Of(("candidate", review.CandidateId), ("review", review.Id)));
            scope.Announce(new Change("identity-review", review.Id));
            return review;
        }, cancel);

    public Task<Outcome<PatientMerge>> MergeAsync(string survivorId, string priorId, Actor actor, CancellationToken cancel) =>
        writer.WriteAsync<Outcome<PatientMerge>>(scope =>
            Merge(scope, survivorId, priorId, actor) is { } merge ? merge : new Refusal("not-allowed-now", "Both must be records of their own that stand for themselves."), cancel);

    public Task<Outcome<PatientMerge>> PartAsync(string mergeId, Actor actor, CancellationToken cancel) =>
        writer.WriteAsync<Outcome<PatientMerge>>(scope =>
        {
            if (Part(scope, mergeId, actor) is { } refusal)
                return refusal;
            IdentityReviews.Reopen(scope, mergeId);
            return scope.Db.PatientMerges.Find(mergeId)!;
        }, cancel);

    private PatientMerge? Merge(WriteScope scope, string survivorId, string priorId, Actor actor)
    {
        var standing = scope.Db.Patients.AsNoTracking().Count(row => (row.Id == survivorId || row.Id == priorId) && row.MergedInto == null);
        return survivorId == priorId || standing != 2 ? null : pipeline.Merger.Merge(scope, survivorId, priorId, actor.Name, actor, messageId: null);
    }

    private Refusal? Part(WriteScope scope, string mergeId, Actor actor)
    {
        if (scope.Db.PatientMerges.Find(mergeId) is not { } merge)
            return new Refusal("not-found", "There is no such merge.");
        return pipeline.Merger.Undo(scope, merge, actor);
    }

    /// <summary>A record is in question as long as a conflict about it waits, or was answered with "same" and taken back.</summary>
    private void Settle(WriteScope scope, string patientId)
    {
        scope.Flush();
        var waits = scope.Db.IdentityReviews.Where(IdentityReview.IsConflict).Any(row => row.PatientId == patientId && row.Decision == IdentityDecision.Waiting);
        scope.Execute("UPDATE Patients SET InQuestion = $1 WHERE Id = $0", patientId, waits);
        // Somebody of his own now, who may be here already.
        if (!waits)
            IdentityReviews.Compare(scope, patientId);
        pipeline.Cache.Forget(patientId);
        scope.Announce(new Change("patient", patientId));
    }
}
