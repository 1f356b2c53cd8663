using Runink.Domain.Repositories;

namespace Runink.Companion.Triggers.Repositories;

/// <param name="State">in-force, asked, approved, scheduled, sent-back, failing, gone, other-text or closed.</param>
/// <param name="ReviewId">Where it is decided about; null where nobody is asked.</param>
/// <param name="Remark">Why it was sent back or is asked about no more.</param>
public sealed record RepositoryFileView(
    string Path, string Kind, string SubjectId, string State, IReadOnlyList<RepositoryFinding> Findings, string? ReviewId, string? Remark, string Commit, string Author, string Message, DateTimeOffset CommittedAt);

/// <summary>A connected repository. Its token and its secret are never part of this.</summary>
/// <param name="HookPath">Where pushes are sent to, on this server; null while no secret is set.</param>
/// <param name="NextAt">Null while it is paused.</param>
/// <param name="Others">Files that are none of ours.</param>
public sealed record RepositoryView(
    string Name, string Address, string Branch, string Folder, bool IsPaused, bool HasToken, string? HookPath, bool HasPreviousSecret, bool OpensPullRequests,
    string? Commit, string? CommitAuthor, string? CommitMessage, DateTimeOffset? CommitAt, DateTimeOffset? TakenAt, DateTimeOffset? FetchedAt, DateTimeOffset? NextAt, DateTimeOffset? PushedAt,
    string? Problem, int Failures, string? Remark, DateTimeOffset? TurnedAwayAt, string? TurnedAwayWhy, int Others, IReadOnlyList<RepositoryFileView> Files, int Version);

/// <summary>What an administrator changes; null leaves it as it is.</summary>
public sealed record RepositoryBody(string? Branch = null, string? Folder = null, bool? IsPaused = null);
