using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Asking for approval, giving it, and what follows from it.</summary>
public sealed class ReviewCommandHandler(CompanionStore store, StoreWriter writer, TriggerCommandHandler triggers, IntakeRulesCommandHandler rules, FeedProfileCommandHandler profiles, FeedContractCommandHandler contracts, PolicyCommandHandler policies)
{
    public const int LongestComment = 2000;

    /// <summary>Asks somebody else to look at the draft as it is saved.</summary>
    public async Task<Outcome<TextReview>> SubmitAsync(string id, int? expectedRevision, string? note, Actor actor, CheckContext? context, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (db.TriggerDrafts.FirstOrDefault(row => row.TriggerId == id) is not { } seen)
            return new Refusal("not-allowed-now", "There is no draft to ask about. Save one first.");
        var compiled = triggers.Check(new Publication(id, seen.Yaml, new PublicationGround.Unchecked(), Context: context));
        if (compiled.Refusal is { } unready)
            return unready;
        return await writer.WriteAsync<Outcome<TextReview>>(scope =>
        {
            if (scope.Db.TriggerDrafts.Find(id) is not { } draft || draft.Yaml != seen.Yaml || (expectedRevision is { } expected && expected != draft.Revision))
                return new Refusal("stale-version", "Somebody saved another draft meanwhile. Look at it, then ask.");
            var hash = TextReview.HashOf(draft.Yaml);
            if (scope.Db.TextReviews.FirstOrDefault(one => one.Kind == ReviewKind.Trigger && one.SubjectId == id && one.TextHash == hash && (one.State == ReviewState.Waiting || one.State == ReviewState.Approved || one.State == ReviewState.Scheduled)) is { } known)
                return new Refusal("already-done", known.State == ReviewState.Waiting ? $"{known.AuthorName} asked for approval of this text already." : $"{known.DecidedByName} has approved this text already.");
            TextReviews.Avoid(scope, id, "Another text was submitted.", actor);
            var review = new TextReview
            {
                Id = scope.Ids.Next(), SubjectId = id, Name = compiled.Value!.Name, Yaml = draft.Yaml, TextHash = hash,
                BaseVersion = scope.Db.TriggerVersions.Where(one => one.TriggerId == id && one.Status == TriggerVersionStatus.Published).Select(one => (int?)one.Version).FirstOrDefault(),
                AuthorId = actor.Id, AuthorName = actor.Name, Editors = draft.Editors, Note = note?.Trim(), At = scope.Now,
            };
            scope.Db.TextReviews.Add(review);
            TextReviews.Note(scope, review, "review_submitted", actor);
            return review;
        }, cancel);
    }

    /// <summary>Asks somebody else to look at a text of intake rules. There is no draft beside it: what was asked about is the draft.</summary>
    public async Task<Outcome<TextReview>> SubmitRulesAsync(string id, string yaml, string? note, Actor actor, CancellationToken cancel)
    {
        var checkedText = rules.Check(id, yaml);
        if (checkedText.Value is not { } read)
            return checkedText.Refusal!;
        return await writer.WriteAsync(scope => TextReviews.Submit(scope, ReviewKind.IntakeRules, id, read.Service, yaml, IntakeRulesCommandHandler.Last(scope, id), note, actor), cancel);
    }

    /// <summary>Carries out a row of <see cref="ReviewFlow"/>.</summary>
    public async Task<Outcome<TextReview>> ActAsync(string reviewId, string action, ReviewInput input, Reviewer by, CheckContext? context, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (db.TextReviews.FirstOrDefault(one => one.Id == reviewId) is not { } seen)
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
        if (scope.Db.TextReviews.Find(reviewId) is not { } review)
            return new Refusal("not-found", "There is no such review.");
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestComment)
            return new Refusal("invalid", $"A comment has words, at most {LongestComment} characters.");
        if (line < 0 || line > review.Yaml.Split('\n').Length)
            return new Refusal("invalid", "The text has no such line.");
        var comment = new ReviewComment { Id = scope.Ids.Next(), ReviewId = reviewId, Line = line, Text = text.Trim(), AuthorId = actor.Id, AuthorName = actor.Name, At = scope.Now };
        scope.Db.ReviewComments.Add(comment);
        scope.Record($"{review.FactPrefix}_review_commented", review.Subject, actor, Detail.Of(("review", review.Id), ("line", line), ("textHash", Detail.HashOf(comment.Text))));
        scope.Announce(new Change("trigger-review", reviewId));
        return comment;
    }, cancel);

    /// <summary>What was scheduled comes into force; what cannot is told to people, and stays approved.</summary>
    /// <param name="objection">Why it may not come into force after all, as of now; null when it may.</param>
    public async Task<Outcome<TextReview>> PublishDueAsync(TextReview due, Refusal? objection, CheckContext? context, CancellationToken cancel)
    {
        var published = objection is null ? await PublishAsync(due, due.PublishAt, Actor.System, context, cancel) : objection;
        if (published.Refusal is not { } problem)
            return published;
        return await writer.WriteAsync<Outcome<TextReview>>(scope =>
        {
            if (scope.Db.TextReviews.Find(due.Id) is not { State: ReviewState.Scheduled } review || review.PublishAt > scope.Now)
                return problem;
            ReviewFlow.Fail(review, problem.Message);
            TextReviews.Note(scope, review, "review_not_published", Actor.System);
            return problem;
        }, cancel);
    }

    /// <summary>Somebody may have closed the work by hand; it is work until the review is done.</summary>
    public Task<int> KeepWorkOpenAsync(CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        var open = scope.Db.TextReviews.Where(one => one.State == ReviewState.LaterReview || one.State == ReviewState.Waiting).ToList();
        foreach (var review in open)
            TextReviews.Work(scope, review);
        return open.Count;
    }, cancel);

    private static Outcome<TextReview> Act(WriteScope scope, string reviewId, string action, ReviewInput input, Reviewer by)
    {
        if (scope.Db.TextReviews.Find(reviewId) is not { } review)
            return new Refusal("not-found", "There is no such review.");
        var decided = ReviewFlow.Decide(review, action, input, by, scope.Now);
        if (decided.Value is not { } fact)
            return decided.Refusal!;
        if (review.State == ReviewState.Confirmed)
            Confirm(scope, review, by.Actor);
        TextReviews.Note(scope, review, fact, by.Actor);
        return review;
    }

    private static void Confirm(WriteScope scope, TextReview review, Actor by)
    {
        if (review.Kind == ReviewKind.Trigger && scope.Db.TriggerVersions.Find(review.SubjectId, review.PublishedVersion!.Value) is { } version)
            (version.ApprovedById, version.ApprovedBy) = (by.Id, by.Name);
        if (review.Kind == ReviewKind.IntakeRules && scope.Db.IntakeRules.Find(review.SubjectId, review.PublishedVersion!.Value) is { } rules)
            (rules.ApprovedById, rules.ApprovedBy) = (by.Id, by.Name);
        if (review.Kind == ReviewKind.FeedProfile && scope.Db.FeedProfiles.Find(review.SubjectId, review.PublishedVersion!.Value) is { } profile)
            (profile.ApprovedById, profile.ApprovedBy) = (by.Id, by.Name);
        if (review.Kind == ReviewKind.FeedContract && scope.Db.FeedContracts.Find(review.SubjectId, review.PublishedVersion!.Value) is { } contract)
            (contract.ApprovedById, contract.ApprovedBy) = (by.Id, by.Name);
    }

    private async Task<Outcome<TextReview>> PublishAsync(TextReview review, DateTimeOffset? dueAt, Actor actor, CheckContext? context, CancellationToken cancel)
    {
        var ground = new PublicationGround.Approved(review.Id, dueAt);
        var refused = review.Kind switch
        {
            ReviewKind.IntakeRules => (await rules.SaveAsync(review.SubjectId, review.Yaml, null, ground, actor, cancel)).Refusal,
            ReviewKind.FeedProfile => (await profiles.SaveAsync(review.SubjectId, review.Yaml, null, ground, actor, cancel)).Refusal,
            ReviewKind.FeedContract => (await contracts.SaveAsync(review.SubjectId, review.Yaml, null, ground, actor, cancel)).Refusal,
            ReviewKind.Policy => (await policies.SaveAsync(review.SubjectId, review.Yaml, null, actor, cancel, review.Id)).Refusal,
            ReviewKind.Trigger => await PublishTriggerAsync(review, ground, actor, context, cancel),
        };
        if (refused is not null)
            return refused;
        await using var after = store.Read();
        return after.TextReviews.Single(one => one.Id == review.Id);
    }

    private async Task<Refusal?> PublishTriggerAsync(TextReview review, PublicationGround ground, Actor actor, CheckContext? context, CancellationToken cancel)
    {
        await using var db = store.Read();
        var shadow = db.TriggerVersions.Where(one => one.TriggerId == review.SubjectId && one.Status == TriggerVersionStatus.Shadow).AsEnumerable().FirstOrDefault(one => one.Yaml == review.Yaml);
        return (await triggers.PublishAsync(new Publication(review.SubjectId, review.Yaml, ground, Promote: shadow?.Version, Context: context), actor, cancel)).Refusal;
    }

    /// <summary>The version before comes into force again; without one, nothing stays in force. What came into force later is left alone. Only then is it done.</summary>
    private async Task<Outcome<TextReview>> TakeBackAsync(TextReview review, ReviewInput input, Reviewer by, CheckContext? context, CancellationToken cancel)
    {
        var undone = review.Kind switch
        {
            ReviewKind.IntakeRules => (await rules.TakeBackAsync(review.SubjectId, review.PublishedVersion!.Value, input.Reason!, by.Actor, cancel)).Refusal,
            ReviewKind.FeedProfile => (await profiles.TakeBackAsync(review.SubjectId, review.PublishedVersion!.Value, input.Reason!, by.Actor, cancel)).Refusal,
            ReviewKind.FeedContract => (await contracts.TakeBackAsync(review.SubjectId, review.PublishedVersion!.Value, input.Reason!, by.Actor, cancel)).Refusal,
            ReviewKind.Policy => new Refusal("not-allowed-now", "Policies have no emergency: change it on its page."),
            ReviewKind.Trigger => await TakeTriggerBackAsync(review, input, by, context, cancel),
        };
        return undone is not null
            ? undone with { Message = $"It is still in force: {undone.Message}" }
            : await writer.WriteAsync(scope => Act(scope, review.Id, "take-back", input with { ExpectedVersion = null }, by), cancel);
    }

    private async Task<Refusal?> TakeTriggerBackAsync(TextReview review, ReviewInput input, Reviewer by, CheckContext? context, CancellationToken cancel)
    {
        await using var db = store.Read();
        var versions = db.TriggerVersions.Where(one => one.TriggerId == review.SubjectId).ToList();
        if (versions.Find(one => one.Status == TriggerVersionStatus.Published)?.Version != review.PublishedVersion)
            return null;
        var before = versions.Where(one => one.Version < review.PublishedVersion && one.Status == TriggerVersionStatus.Superseded && one.Yaml != review.Yaml).MaxBy(one => one.Version);
        return before is null
            ? (await triggers.RetireAsync(review.SubjectId, by.Actor, cancel)).Refusal
            : (await triggers.PublishAsync(new Publication(review.SubjectId, before.Yaml, new PublicationGround.Restored(before.Version, input.Reason!), Context: context), by.Actor, cancel)).Refusal;
    }
}
