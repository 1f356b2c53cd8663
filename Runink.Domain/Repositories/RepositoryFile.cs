using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Repositories;

public enum RepositoryFileState
{
    /// <summary>Its text is in force.</summary>
    InForce,

    /// <summary>Somebody is asked to approve it.</summary>
    Asked,

    /// <summary>It does not pass its checks; nothing of it is taken.</summary>
    Failing,

    /// <summary>Deleted in the repository, and still in force here: a person decides whether it is retired.</summary>
    Gone,
}

/// <summary>What is wrong with a file, and where. Line 0 is about the whole.</summary>
public sealed record RepositoryFinding(int Line, int Column, string? Code, string Message);

/// <summary>A file of a connected repository as it was last seen.</summary>
public sealed class RepositoryFile
{
    public required string Repository { get; init; }

    /// <summary>Below the folder of the connection.</summary>
    public required string Path { get; init; }

    public required ReviewKind Kind { get; init; }

    public required string SubjectId { get; init; }

    /// <summary>Git's hash of the content; the same content is not looked at twice.</summary>
    public required string Blob { get; set; }

    /// <summary>Of its text, to tell whether what is in force is still this; null where it cannot be read.</summary>
    public string? TextHash { get; set; }

    public required string Commit { get; set; }

    public required string Author { get; set; }

    public required string Message { get; set; }

    public required DateTimeOffset CommittedAt { get; set; }

    public required RepositoryFileState State { get; set; }

    /// <summary>JSON of <see cref="RepositoryFinding"/>.</summary>
    public string Findings { get; set; } = "[]";

    public string? ReviewId { get; set; }

    /// <summary>When it was last looked at because it had changed.</summary>
    public required DateTimeOffset At { get; set; }
}
