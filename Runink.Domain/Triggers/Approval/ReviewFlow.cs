using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;
using static Runink.Domain.Triggers.Approval.ReviewState;

namespace Runink.Domain.Triggers.Approval;

/// <summary>What is asked of a review.</summary>
/// <param name="ExpectedVersion">What the person saw; null when it does not matter.</param>
/// <param name="TextHash">Of the text that the person read; null when the page shows no other.</param>
/// <param name="At">When it shall come into force.</param>
public sealed record ReviewInput(int? ExpectedVersion = null, string? Reason = null, DateTimeOffset? At = null, string? TextHash = null);

/// <summary>Who asks, and what this person may do here.</summary>
public sealed record Reviewer(Actor Actor, Permission Permissions)
{
    public static readonly Reviewer Companion = new(Actor.System, Permission.None);
}

/// <param name="WhyNot">In words; null when it is allowed.</param>
public sealed record ReviewAction(string Name, string Label, string? WhyNot, bool NeedsReason, bool NeedsTime);

internal enum ReviewSide
{
    /// <summary>Who wrote nothing of the text.</summary>
    Approver,

    /// <summary>Whoever may write such texts.</summary>
    Author,

    /// <summary>Whoever may put them in force.</summary>
    Publisher,
}

/// <summary>A row of the table of allowed moves.</summary>
internal sealed record ReviewMove(string Name, string Label, IReadOnlyList<ReviewState> From, ReviewState To, ReviewSide Side, string Fact, bool NeedsReason = false, bool NeedsTime = false);

/// <summary>What may be done to a review: the only source of buttons and of actions at the API.</summary>
public static class ReviewFlow
{
    /// <summary>Further ahead nobody remembers why.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(90);

    private static readonly ReviewMove[] Moves =
    [
        new("approve", "Approve", [Waiting], Approved, ReviewSide.Approver, "review_approved"),
        new("send-back", "Send back", [Waiting, Approved, Scheduled], SentBack, ReviewSide.Approver, "review_sent_back", NeedsReason: true),
        new("withdraw", "Withdraw", [Waiting, Approved, Scheduled], Withdrawn, ReviewSide.Author, "review_withdrawn"),
        new("publish", "Publish now", [Approved, Scheduled], Published, ReviewSide.Publisher, "review_published"),
        new("schedule", "Publish at a time", [Approved, Scheduled], Scheduled, ReviewSide.Publisher, "review_scheduled", NeedsTime: true),
        new("unschedule", "Do not publish by itself", [Scheduled], Approved, ReviewSide.Publisher, "review_unscheduled"),
        new("confirm", "It was right", [LaterReview], Confirmed, ReviewSide.Approver, "emergency_confirmed"),
        new("take-back", "Take it back", [LaterReview], TakenBack, ReviewSide.Approver, "emergency_taken_back", NeedsReason: true),
    ];

    public static IReadOnlyList<string> Names => [.. Moves.Select(move => move.Name)];

    /// <summary>What this person could do now, each with the reason why not.</summary>
    public static IReadOnlyList<ReviewAction> Actions(TextReview review, Reviewer by) =>
    [
        .. Moves.Where(move => move.From.Contains(review.State) && (by.Permissions & Needs(move.Side, review.Kind)) != 0)
            .Select(move => new ReviewAction(move.Name, move.Label, WhyNot(move, review, by), move.NeedsReason, move.NeedsTime)),
    ];

    /// <summary>Carries the move out, or says in words why it is refused. Nothing else changes the state of a review, but for <see cref="Avoid"/> and <see cref="Fail"/>.</summary>
    /// <returns>What to write into the ledger, after what is reviewed.</returns>
    public static Outcome<string> Decide(TextReview review, string name, ReviewInput input, Reviewer by, DateTimeOffset now)
    {
        if (Moves.FirstOrDefault(move => move.Name == name) is not { } move)
            return new Refusal("unknown-action", $"Nothing here is called {name}; there is {string.Join(", ", Names)}.");
        // What happened meanwhile is told before anything else: it is why the button was still there.
        if (!move.From.Contains(review.State))
            return new Refusal(review.State == move.To ? "already-done" : "not-allowed-now", Happened(review));
        if (input.ExpectedVersion is { } expected && expected != review.Version)
            return new Refusal("stale-version", $"{Happened(review)} Look again, then decide.");
        if (WhyNot(move, review, by) is { } why)
            return new Refusal("forbidden", why);
        if (input.TextHash is { } read && read != review.TextHash)
            return new Refusal("stale-version", "The text that you read is not the one that is asked about. Read it again, then decide.");
        if (move.NeedsReason && string.IsNullOrWhiteSpace(input.Reason))
            return new Refusal("reason-required", "Say why, so that others can learn from it.");
        if (move.NeedsTime && (input.At is not { } at || at <= now || at > now + Furthest))
            return new Refusal("invalid", $"Say when: later than now, and at most {Furthest.TotalDays:0} days ahead.");
        (review.State, review.Problem) = (move.To, null);
        review.PublishAt = move.To == Scheduled ? input.At : null;
        if (move.Side == ReviewSide.Approver || move.To == Withdrawn)
            (review.DecidedById, review.DecidedByName, review.DecidedAt, review.Reason) = (by.Actor.Id, by.Actor.Name, now, input.Reason?.Trim() ?? review.Reason);
        review.Version++;
        return move.Fact;
    }

    /// <summary>The text or the version in force changed under it. False when nothing was open.</summary>
    public static bool Avoid(TextReview review, string why)
    {
        if (!review.IsOpen)
            return false;
        (review.State, review.PublishAt, review.Reason) = (ReviewState.Void, null, why);
        review.Version++;
        return true;
    }

    /// <summary>It could not come into force at its time; the approval stands, and people look.</summary>
    public static void Fail(TextReview review, string problem)
    {
        (review.State, review.PublishAt, review.Problem) = (Approved, null, problem);
        review.Version++;
    }

    /// <summary>Who writes texts of this kind.</summary>
    public static Permission WriterOf(ReviewKind kind) => Needs(ReviewSide.Author, kind);

    /// <summary>One of these. What a feed means is written by those who look after feeds; who approves is the same for all.</summary>
    internal static Permission Needs(ReviewSide side, ReviewKind kind) => side switch
    {
        ReviewSide.Approver => Permission.ApproveTriggers,
        ReviewSide.Author when kind is ReviewKind.FeedProfile or ReviewKind.FeedContract => Permission.MendQuarantine,
        ReviewSide.Publisher when kind is ReviewKind.FeedProfile or ReviewKind.FeedContract => Permission.MendQuarantine | Permission.PublishTriggers,
        ReviewSide.Author => Permission.EditTriggers,
        ReviewSide.Publisher => Permission.PublishTriggers,
    };

    private static string? WhyNot(ReviewMove move, TextReview review, Reviewer by)
    {
        if ((by.Permissions & Needs(move.Side, review.Kind)) == 0)
            return $"Who may {Verb(move.Side)} {review.Kind switch { ReviewKind.Trigger => "triggers", ReviewKind.IntakeRules => "intake rules", ReviewKind.FeedProfile => "what feeds mean", ReviewKind.FeedContract => "contracts of feeds", ReviewKind.Policy => "policies" }} does this.";
        if (move.Side != ReviewSide.Approver)
            return null;
        if (by.Actor.Kind != "person")
            return "A person approves, not a program.";
        return review.WroteIt(by.Actor.Id) || review.AuthorId == by.Actor.Id ? "You wrote on this text. Somebody else approves it." : null;
    }

    private static string Verb(ReviewSide side) => side switch
    {
        ReviewSide.Approver => "approve",
        ReviewSide.Author => "write",
        ReviewSide.Publisher => "publish",
    };

    /// <summary>Where it stands, and who brought it there.</summary>
    private static string Happened(TextReview review)
    {
        var by = review.DecidedByName is { } who ? $"{who} " : "Somebody ";
        return review.State switch
        {
            Waiting => $"It waits for approval since {Clock(review.At)}.",
            Approved => $"{by}approved it{At(review)}.",
            Scheduled => $"{by}approved it, and it comes into force by itself on {Clock(review.PublishAt ?? review.At)}.",
            SentBack => $"{by}sent it back{At(review)}: {review.Reason}",
            Withdrawn => $"{by}withdrew it{At(review)}.",
            ReviewState.Void => $"It is void: {review.Reason}",
            Published => $"It is published as v{review.PublishedVersion?.ToString(CultureInfo.InvariantCulture)}.",
            LaterReview => $"{review.AuthorName} published it in an emergency; somebody else looks afterwards.",
            Confirmed => $"{by}looked at it{At(review)}: it was right.",
            TakenBack => $"{by}took it back{At(review)}: {review.Reason}",
        };
    }

    private static string At(TextReview review) => review.DecidedAt is { } at ? $" on {Clock(at)}" : "";

    private static string Clock(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
