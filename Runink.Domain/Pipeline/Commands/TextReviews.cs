using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What becomes of reviews, and of the work that they are, when texts and versions change under them.</summary>
public static class TextReviews
{
    public const string AskedFor = "trigger-approval";
    public const string SentBack = "trigger-sent-back";
    public const string Emergency = "trigger-emergency";
    public const string NotPublished = "trigger-not-published";

    public static string Href(string reviewId) => $"/approvals/{reviewId}";

    /// <summary>What is open of a trigger, or of rules, holds no more.</summary>
    /// <param name="except">Hash of the text that may stay open; null ends all.</param>
    /// <param name="ofDraft">Only what was asked about a draft here: a text that came from a repository is none.</param>
    public static void Avoid(WriteScope scope, string id, string why, Actor actor, string? except = null, ReviewKind kind = ReviewKind.Trigger, bool ofDraft = false)
    {
        var open = scope.Db.TextReviews.Where(one => one.Kind == kind && one.SubjectId == id && (one.State == ReviewState.Waiting || one.State == ReviewState.Approved || one.State == ReviewState.Scheduled)).ToList();
        foreach (var review in open.Where(one => one.TextHash != except && (!ofDraft || one.Repository is null) && ReviewFlow.Avoid(one, why)))
            Note(scope, review, "review_voided", actor);
    }

    /// <summary>Writes the step into the ledger, and brings the work that stands for the review up to date.</summary>
    public static void Note(WriteScope scope, TextReview review, string fact, Actor actor)
    {
        scope.Record($"{review.FactPrefix}_{fact}", review.Subject, actor, Detail.Of(
            ("review", review.Id), ("text", review.TextHash), ("state", review.State.ToString().ToLowerInvariant()), ("publishAt", review.PublishAt), ("reasonHash", Detail.HashOf(review.Reason))));
        scope.Announce(new Change("trigger-review", review.Id));
        scope.Announce(new Change(review.Subject.Type, review.SubjectId));
        Work(scope, review);
    }

    /// <summary>Work is open as long as its cause is; somebody who closes it by hand does not end the cause.</summary>
    public static void Work(WriteScope scope, TextReview review)
    {
        var href = Href(review.Id);
        Keep(review.State == ReviewState.Waiting, AskedFor, review.Id, "moderate", $"{review.Name}: a change waits for approval", $"{review.AuthorName} asks. Until somebody else has approved it, the version in force goes on.");
        Keep(review.State == ReviewState.LaterReview, Emergency, review.Id, "high", $"{review.Name} {review.Kind switch { ReviewKind.Trigger => "was", ReviewKind.IntakeRules => "rules were", ReviewKind.FeedProfile => "(what a feed means) was", ReviewKind.FeedContract => "(a feed's contract) was", ReviewKind.Policy => "(a policy) was" }} published in an emergency", $"{review.AuthorName} put it in force without approval: {review.Reason} Somebody else looks whether it was right.");
        Keep(review.State == ReviewState.SentBack, SentBack, review.Kind == ReviewKind.Trigger ? review.SubjectId : $"{review.Subject.Type}/{review.SubjectId}", "moderate", $"{review.Name}: a change was sent back", $"{review.DecidedByName}: {review.Reason}");
        Keep(review.Problem is not null, NotPublished, review.Id, "high", $"{review.Name} did not come into force at its time", review.Problem);

        void Keep(bool isSo, string kind, string key, string severity, string headline, string? detail)
        {
            if (isSo)
                OperationalTasks.Raise(scope, kind, key, severity, headline, detail, href);
            else
                OperationalTasks.Settle(scope, kind, key, "The review went on.");
        }
    }

    /// <summary>Asks somebody else to look at a text beside which there is no such draft as triggers have; the one in force goes on until then.</summary>
    /// <param name="last">The one in force.</param>
    /// <param name="drafted">Who else wrote on it.</param>
    internal static Outcome<TextReview> Submit(WriteScope scope, ReviewKind kind, string id, string name, string yaml, TextVersion? last, string? note, Actor actor, IEnumerable<string>? drafted = null)
    {
        if (last?.Yaml == yaml)
            return new Refusal("already-done", $"This text holds already, as v{last.Version}.");
        var hash = TextReview.HashOf(yaml);
        var others = scope.Db.TextReviews.Where(one => one.Kind == kind && one.SubjectId == id).ToList();
        if (others.Find(one => one.IsOpen && one.TextHash == hash) is { } known)
            return new Refusal("already-done", known.State == ReviewState.Waiting ? $"{known.AuthorName} asked for approval of this text already." : $"{known.DecidedByName} has approved this text already.");
        Avoid(scope, id, "Another text was submitted.", actor, kind: kind);
        var review = new TextReview
        {
            Id = scope.Ids.Next(), Kind = kind, SubjectId = id, Name = name, Yaml = yaml, TextHash = hash, BaseVersion = last?.Version,
            AuthorId = actor.Id, AuthorName = actor.Name, Editors = Writers(others, last, actor, drafted), Note = note?.Trim(), At = scope.Now,
        };
        scope.Db.TextReviews.Add(review);
        Note(scope, review, "review_submitted", actor);
        return review;
    }

    /// <summary>Everybody who asked about a text since the last one came into force, or wrote on it, one a line: a text that goes from hand to hand is nobody's alone.</summary>
    internal static string Writers(IEnumerable<TextReview> reviews, TextVersion? last, Actor actor, IEnumerable<string>? drafted = null) => string.Join(
        '\n', reviews.Where(one => last is null || one.At > last.At).SelectMany(one => one.Editors.Split('\n')).Concat(drafted ?? []).Append(actor.Id).Distinct(StringComparer.Ordinal));

    /// <summary>The same for a text beside which there is no draft: intake rules, what a feed means, a feed's contract.</summary>
    /// <returns>The review that looks afterwards at what could not wait; null when none is needed.</returns>
    internal static string? FollowPublication(WriteScope scope, PublishedText text, TextReview? ground, PublicationDecision decision, PublicationGround how, Actor actor)
    {
        Done(scope, ground, text.Version, actor);
        Avoid(scope, text.Id, $"v{text.Version} came into force meanwhile.", actor, kind: text.Kind);
        if (!decision.NeedsLaterReview)
            return null;
        var later = new TextReview
        {
            Id = scope.Ids.Next(), Kind = text.Kind, SubjectId = text.Id, Name = text.Name, Yaml = text.Yaml, TextHash = TextReview.HashOf(text.Yaml),
            BaseVersion = text.Version > 1 ? text.Version - 1 : null, AuthorId = actor.Id, AuthorName = actor.Name,
            Editors = how is PublicationGround.Emergency emergency ? emergency.Editors : actor.Id, At = scope.Now, State = ReviewState.LaterReview, Reason = text.Reason, PublishedVersion = text.Version,
        };
        scope.Db.TextReviews.Add(later);
        Note(scope, later, "published_in_emergency", actor);
        return later.Id;
    }

    internal static void Done(WriteScope scope, TextReview? ground, int version, Actor actor)
    {
        if (ground is null)
            return;
        (ground.State, ground.PublishedVersion, ground.PublishAt, ground.Problem) = (ReviewState.Published, version, null, null);
        ground.Version++;
        Note(scope, ground, "review_published", actor);
    }

    /// <summary>The review that was its ground is done; what else is open was compared with another version; an emergency is looked at afterwards.</summary>
    internal static void FollowPublication(WriteScope scope, TriggerVersion version, TextReview? ground, PublicationDecision decision, PublicationGround how, Actor actor)
    {
        Done(scope, ground, version.Version, actor);
        Avoid(scope, version.TriggerId, $"v{version.Version} came into force meanwhile.", actor);
        if (!decision.NeedsLaterReview)
            return;
        var later = new TextReview
        {
            Id = scope.Ids.Next(), SubjectId = version.TriggerId, Name = version.Name, Yaml = version.Yaml, TextHash = TextReview.HashOf(version.Yaml),
            BaseVersion = scope.Db.TriggerVersions.Where(one => one.TriggerId == version.TriggerId && one.Version < version.Version && one.Status == TriggerVersionStatus.Superseded).Max(one => (int?)one.Version),
            AuthorId = actor.Id, AuthorName = actor.Name, Editors = how is PublicationGround.Emergency emergency ? emergency.Editors : actor.Id, At = scope.Now,
            State = ReviewState.LaterReview, Reason = version.Reason, PublishedVersion = version.Version,
        };
        scope.Db.TextReviews.Add(later);
        version.ReviewId = later.Id;
        Note(scope, later, how is PublicationGround.Emergency ? "published_in_emergency" : "restored_without_approval", actor);
    }
}

/// <summary>A text that has just come into force.</summary>
/// <param name="Name">As people call it.</param>
internal sealed record PublishedText(ReviewKind Kind, string Id, int Version, string Name, string Yaml, string? Reason);
