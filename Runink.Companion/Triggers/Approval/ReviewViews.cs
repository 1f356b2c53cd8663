using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Triggers.Approval;

/// <param name="Kind">trigger, intake-rules, feed-profile, feed-contract or policy.</param>
/// <param name="SubjectId">Id of the trigger, of the rules, of the profile, of the contract or of the policy.</param>
/// <param name="State">waiting, approved, scheduled, sent-back, withdrawn, void, published, later-review, confirmed or taken-back.</param>
/// <param name="BaseVersion">With which it is compared; null for what is new.</param>
/// <param name="IsMine">The caller wrote on it, so somebody else decides.</param>
public sealed record ReviewRow(
    string Id, string Kind, string SubjectId, string Name, string State, PersonRef Author, DateTimeOffset At, PersonRef? DecidedBy, DateTimeOffset? DecidedAt,
    DateTimeOffset? PublishAt, int? BaseVersion, int? PublishedVersion, bool IsMine, int Version)
{
    [System.Text.Json.Serialization.JsonIgnore] public bool IsTrigger => Kind == "trigger";

    [System.Text.Json.Serialization.JsonIgnore] public bool IsProfile => Kind == "feed-profile";

    [System.Text.Json.Serialization.JsonIgnore] public bool IsContract => Kind == "feed-contract";

    [System.Text.Json.Serialization.JsonIgnore] public bool IsPolicy => Kind == "policy";
}

/// <param name="Who">As people say it.</param>
/// <param name="Now">Who that is now; empty when nobody is reached.</param>
/// <param name="Why">Nobody is reached, and this is why.</param>
public sealed record ReviewCalled(string Who, string When, IReadOnlyList<string> Now, string? Why);

/// <param name="Line">Counts from 1; 0 is about the whole.</param>
public sealed record ReviewCommentRow(string Id, int Line, string Text, PersonRef Author, DateTimeOffset At);

/// <summary>All that somebody needs who decides. Intake rules have no sentence and call nobody; what differs says what they mean.</summary>
/// <param name="Before">Text of the version with which it is compared; empty for what is new.</param>
/// <param name="Units">Units that the condition names; empty for the whole hospital.</param>
/// <param name="OwnNumbers">Units that have numbers of this trigger otherwise: what changes may not reach them.</param>
public sealed record ReviewView(
    ReviewRow Review, string Yaml, string TextHash, string Before, string? Sentence, string? SentenceBefore, IReadOnlyList<TriggerChange> Changes,
    IReadOnlyList<CheckedPlace> Findings, IReadOnlyList<TriggerTestResult> Tests, IReadOnlyList<TriggerCoverage> Coverage, IReadOnlyList<ReviewCalled> Called, IReadOnlyList<string> Elsewhere,
    IReadOnlyList<string> Units, IReadOnlyList<string> OwnNumbers, IReadOnlyList<string> Writers, string? Note, string? Reason, string? Problem,
    IReadOnlyList<ReviewCommentRow> Comments, IReadOnlyList<ReviewAction> Actions)
{
    /// <summary>Null for what was written here.</summary>
    public ReviewOrigin? Origin { get; init; }
}

/// <summary>The commit of a connected repository that brought a text.</summary>
public sealed record ReviewOrigin(string Repository, string Path, string Commit);

/// <summary>What is sent with an action.</summary>
/// <param name="At">For <c>schedule</c>: when it comes into force.</param>
/// <param name="TextHash">Of the text that was read; approving another one is refused.</param>
public sealed record ReviewBody(string? Reason = null, DateTimeOffset? At = null, string? TextHash = null);

public sealed record SubmitBody(string? Note = null);

public sealed record ReasonBody(string? Reason = null);

public sealed record CommentBody(int Line, string? Text);
