using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Asking for approval, giving it, and what follows from it.</summary>
public sealed class ReviewCommandHandler(CompanionStore store, StoreWriter writer, TriggerCommandHandler triggers)
{
    public const int LongestComment = 2000;

    /// <summary>Asks somebody else to look at the draft as it is saved.</summary>
    public async Task<Outcome<TriggerReview>> SubmitAsync(string id, int? expectedRevision, string? note, Actor actor, CheckContext? context, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (db.TriggerDrafts.FirstOrDefault(row => row.TriggerId == id) is not { } seen)
            return new Refusal("not-allowed-now", "There is no draft to ask about. Save one first.");
        var compiled = triggers.Check(new Publication(id, seen.Yaml, new PublicationGround.Unchecked(), Context: context));
        if (compiled.Refusal is { } unready)
            return unready;
        return await writer.WriteAsync<Outcome<TriggerReview>>(scope =>
        {
            if (scope.Db.TriggerDrafts.Find(id) is not { } draft || draft.Yaml != seen.Yaml || (expectedRevision is { } expected && expected != draft.Revision))
                return new Refusal("stale-version", "Somebody saved another draft meanwhile. Look at it, then ask.");
            var hash = TriggerReview.HashOf(draft.Yaml);
            if (scope.Db.TriggerReviews.FirstOrDefault(one => one.TriggerId == id && one.TextHash == hash && (one.State == ReviewState.Waiting || one.State == ReviewState.Approved || one.State == ReviewState.Scheduled)) is { } known)
                return new Refusal("already-done", known.State == ReviewState.Waiting ? $"{known.AuthorName} asked for approval of this text already." : $"{known.DecidedByName} has approved this text already.");
            TriggerReviews.Avoid(scope, id, "Another text was submitted.", actor);
            var review = new TriggerReview
            {
                Id = scope.Ids.Next(), TriggerId = id, Name = compiled.Value!.Name, Yaml = draft.Yaml, TextHash = hash,
                BaseVersion = scope.Db.TriggerVersions.Where(one => one.TriggerId == id && one.Status == TriggerVersionStatus.Published).Select(one => (int?)one.Version).FirstOrDefault(),
                AuthorId = actor.Id, AuthorName = actor.Name, Editors = draft.Editors, Note = note?.Trim(), At = scope.Now,
            };
            scope.Db.TriggerReviews.Add(review);
            TriggerReviews.Note(scope, review, "trigger_review_submitted", actor);
            return review;
        }, cancel);
    }

    /// <summary>Carries out a row of <see cref="ReviewFlow"/>.</summary>
    public async Task<Outcome<TriggerReview>> ActAsync(string reviewId, string action, ReviewInput input, Reviewer by, CheckContext? context, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (db.TriggerReviews.FirstOrDefault(one => one.Id == reviewId) is not { } seen)
            return new Refusal("not-found", "There is no such review.");
        // What changes what is in force is tried on a copy first: the publication decides again, in its own transaction.
        if (action is "publish" or "take-back")
        {
            if (ReviewFlow.Decide(seen, action, input, by, DateTimeOffset.UnixEpoch).Refusal is { } refused)
                return refused;
            return action == "publish" ? await PublishAsync(seen, null, by.Actor, context, cancel) : await TakeBackAsync(seen, input, by, context, cancel);
        }

        return await writer.WriteAsync(scope => Act(scope, reviewId, action, input, by), cancel);
    }

    /// <summary>A remark about a line of the text; 0 is about the whole.</summary>
    public Task<Outcome<ReviewComment>> CommentAsync(string reviewId, int line, string? text, Actor actor, CancellationToken cancel) => writer.WriteAsync<Outcome<ReviewComment>>(scope =>
    {
        if (scope.Db.TriggerReviews.Find(reviewId) is not { } review)
            return new Refusal("not-found", "There is no such review.");
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestComment)
            return new Refusal("invalid", $"A comment has words, at most {LongestComment} characters.");
        if (line < 0 || line > review.Yaml.Split('\n').Length)
            return new Refusal("invalid", "The text has no such line.");
        var comment = new ReviewComment { Id = scope.Ids.Next(), ReviewId = reviewId, Line = line, Text = text.Trim(), AuthorId = actor.Id, AuthorName = actor.Name, At = scope.Now };
        scope.Db.ReviewComments.Add(comment);
        scope.Record("trigger_review_commented", new Subject("trigger", review.TriggerId), actor, Detail.Of(("review", review.Id), ("line", line), ("textHash", Detail.HashOf(comment.Text))));
        scope.Announce(new Change("trigger-review", reviewId));
        return comment;
    }, cancel);

    /// <summary>What was scheduled comes into force; what cannot is told to people, and stays approved.</summary>
    /// <param name="objection">Why it may not come into force after all, as of now; null when it may.</param>
    public async Task<Outcome<TriggerReview>> PublishDueAsync(TriggerReview due, Refusal? objection, CheckContext? context, CancellationToken cancel)
    {
        var published = objection is null ? await PublishAsync(due, due.PublishAt, Actor.System, context, cancel) : objection;
        if (published.Refusal is not { } problem)
            return published;
        return await writer.WriteAsync<Outcome<TriggerReview>>(scope =>
        {
            if (scope.Db.TriggerReviews.Find(due.Id) is not { State: ReviewState.Scheduled } review || review.PublishAt > scope.Now)
                return problem;
            ReviewFlow.Fail(review, problem.Message);
            TriggerReviews.Note(scope, review, "trigger_review_not_published", Actor.System);
            return problem;
        }, cancel);
    }

    /// <summary>Somebody may have closed the work by hand; it is work until the review is done.</summary>
    public Task<int> KeepWorkOpenAsync(CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        var open = scope.Db.TriggerReviews.Where(one => one.State == ReviewState.LaterReview || one.State == ReviewState.Waiting).ToList();
        foreach (var review in open)
            TriggerReviews.Work(scope, review);
        return open.Count;
    }, cancel);

    private static Outcome<TriggerReview> Act(WriteScope scope, string reviewId, string action, ReviewInput input, Reviewer by)
    {
        if (scope.Db.TriggerReviews.Find(reviewId) is not { } review)
            return new Refusal("not-found", "There is no such review.");
        var decided = ReviewFlow.Decide(review, action, input, by, scope.Now);
        if (decided.Value is not { } fact)
            return decided.Refusal!;
        if (review.State == ReviewState.Confirmed && scope.Db.TriggerVersions.Find(review.TriggerId, review.PublishedVersion!.Value) is { } version)
            (version.ApprovedById, version.ApprovedBy) = (by.Actor.Id, by.Actor.Name);
        TriggerReviews.Note(scope, review, fact, by.Actor);
        return review;
    }

    private async Task<Outcome<TriggerReview>> PublishAsync(TriggerReview review, DateTimeOffset? dueAt, Actor actor, CheckContext? context, CancellationToken cancel)
    {
        await using var db = store.Read();
        var shadow = db.TriggerVersions.Where(one => one.TriggerId == review.TriggerId && one.Status == TriggerVersionStatus.Shadow).AsEnumerable().FirstOrDefault(one => one.Yaml == review.Yaml);
        var published = await triggers.PublishAsync(new Publication(review.TriggerId, review.Yaml, new PublicationGround.Approved(review.Id, dueAt), Promote: shadow?.Version, Context: context), actor, cancel);
        if (published.Refusal is { } refused)
            return refused;
        await using var after = store.Read();
        return after.TriggerReviews.Single(one => one.Id == review.Id);
    }

    /// <summary>The version before comes into force again; without one, nothing stays in force. What came into force later is left alone. Only then is it done.</summary>
    private async Task<Outcome<TriggerReview>> TakeBackAsync(TriggerReview review, ReviewInput input, Reviewer by, CheckContext? context, CancellationToken cancel)
    {
        await using var db = store.Read();
        var versions = db.TriggerVersions.Where(one => one.TriggerId == review.TriggerId).ToList();
        if (versions.Find(one => one.Status == TriggerVersionStatus.Published)?.Version == review.PublishedVersion)
        {
            var before = versions.Where(one => one.Version < review.PublishedVersion && one.Status == TriggerVersionStatus.Superseded && one.Yaml != review.Yaml).MaxBy(one => one.Version);
            var undone = before is null
                ? (await triggers.RetireAsync(review.TriggerId, by.Actor, cancel)).Refusal
                : (await triggers.PublishAsync(new Publication(review.TriggerId, before.Yaml, new PublicationGround.Restored(before.Version, input.Reason!), Context: context), by.Actor, cancel)).Refusal;
            if (undone is not null)
                return undone with { Message = $"It is still in force: {undone.Message}" };
        }

        return await writer.WriteAsync(scope => Act(scope, review.Id, "take-back", input with { ExpectedVersion = null }, by), cancel);
    }
}
