using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers.Approval;

/// <summary>Whether a text needs somebody else's approval before it is in force.</summary>
public sealed record ApprovalPolicy(bool IsRequired);

/// <summary>By what right a text comes into force.</summary>
public abstract record PublicationGround
{
    private PublicationGround()
    {
    }

    /// <summary>By whoever may publish: only where no approval is required.</summary>
    public sealed record Unchecked : PublicationGround;

    /// <summary>With the product, into the sample hospital.</summary>
    public sealed record Shipped : PublicationGround;

    /// <param name="DueAt">The instant for which it was scheduled; null when a person puts it in force.</param>
    public sealed record Approved(string ReviewId, DateTimeOffset? DueAt = null) : PublicationGround;

    /// <summary>It cannot wait; somebody else looks afterwards.</summary>
    /// <param name="Editors">Who wrote on the text, one a line.</param>
    public sealed record Emergency(string Reason, string Editors) : PublicationGround;

    /// <summary>The text of a former version again.</summary>
    public sealed record Restored(int Version, string Reason) : PublicationGround;

    /// <summary>What was said for it where something must be; null elsewhere.</summary>
    public string? Why => this switch
    {
        Emergency emergency => emergency.Reason.Trim(),
        Restored restored => restored.Reason.Trim(),
        _ => null,
    };

    /// <summary>As the store and the ledger call it.</summary>
    public string Word => this switch
    {
        Shipped => "shipped",
        Approved => "approved",
        Emergency => "emergency",
        Restored => "restored",
        _ => "unchecked",
    };
}

/// <summary>May this text come into force?</summary>
/// <param name="ApprovedBy">Who approved exactly this text; null when nobody did.</param>
/// <param name="NeedsLaterReview">It is in force first and looked at afterwards.</param>
public sealed record PublicationDecision(string? ReviewId, string? ApprovedById, string? ApprovedBy, bool NeedsLaterReview)
{
    /// <param name="review">The one that an approval names.</param>
    /// <param name="former">The version that is restored.</param>
    public static Outcome<PublicationDecision> Decide(ApprovalPolicy policy, PublicationGround ground, string textHash, Actor actor, TextReview? review, TriggerVersion? former, ReviewKind kind = ReviewKind.Trigger)
    {
        switch (ground)
        {
            case PublicationGround.Shipped:
                return actor.Kind == "system" ? new PublicationDecision(null, null, null, false) : new Refusal("forbidden", "Only the product brings what is shipped.");
            case PublicationGround.Unchecked:
                return policy.IsRequired
                    ? new Refusal("approval-required", $"Somebody else approves {kind switch { ReviewKind.Trigger => "a trigger before it calls anybody", ReviewKind.IntakeRules => "intake rules before they hold", ReviewKind.FeedProfile => "what a feed means before it is read so", ReviewKind.FeedContract => "a feed's contract before it is held against it", ReviewKind.Policy => "a policy that came from a repository" }}. Ask for approval; if it cannot wait, publish it as an emergency and say why.")
                    : new PublicationDecision(null, null, null, false);
            case PublicationGround.Approved approval:
                if (review is not { State: ReviewState.Approved or ReviewState.Scheduled, DecidedById: { } by })
                    return new Refusal("approval-required", "Nobody has approved this text, or the approval holds no more.");
                if (approval.DueAt is { } due && review.PublishAt != due)
                    return new Refusal("not-allowed-now", "It is no longer scheduled for this instant.");
                if (review.TextHash != textHash)
                    return new Refusal("approval-required", "Another text was approved. Ask again for this one.");
                if (review.WroteIt(by) || review.AuthorId == by)
                    return new Refusal("approval-required", "Whoever wrote on a text cannot approve it.");
                return new PublicationDecision(review.Id, by, review.DecidedByName, false);
            case PublicationGround.Emergency emergency:
                if (actor.Kind != "person")
                    return new Refusal("forbidden", "A person decides that something is an emergency, not a program.");
                return string.IsNullOrWhiteSpace(emergency.Reason) ? Reason() : new PublicationDecision(null, null, null, true);
            case PublicationGround.Restored restored:
                if (former is null || TextReview.HashOf(former.Yaml) != textHash)
                    return new Refusal("not-found", "There is no such version with this text.");
                if (former.Status == TriggerVersionStatus.Shadow || former.Ground.Length == 0)
                    return new Refusal("not-allowed-now", $"v{former.Version} was never in force.");
                if (string.IsNullOrWhiteSpace(restored.Reason))
                    return Reason();
                // What was approved once stands; what came into force otherwise is looked at now.
                return new PublicationDecision(former.ReviewId, former.ApprovedById, former.ApprovedBy, policy.IsRequired && former.ApprovedById is null);
            default:
                throw new InvalidOperationException($"{ground.GetType().Name} is no ground.");
        }
    }

    private static Refusal Reason() => new("reason-required", "Say why, so that others can learn from it.");
}
