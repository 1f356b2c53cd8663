namespace Runink.Domain.Repositories;

/// <summary>How far a connected repository is read, and which part of it: what an administrator changes on the page stands here, address and secrets in the settings.</summary>
public sealed class RepositoryState
{
    public required string Name { get; init; }

    public required string Branch { get; set; }

    /// <summary>Below which the folders of texts stand; empty: at the root.</summary>
    public required string Folder { get; set; }

    public bool IsPaused { get; set; }

    /// <summary>The commit that was last taken whole.</summary>
    public string? Commit { get; set; }

    public string? CommitAuthor { get; set; }

    public string? CommitMessage { get; set; }

    public DateTimeOffset? CommitAt { get; set; }

    /// <summary>When it was last asked and answered.</summary>
    public DateTimeOffset? FetchedAt { get; set; }

    /// <summary>When something of it was last taken.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    public DateTimeOffset? TriedAt { get; set; }

    /// <summary>Somebody said that there is something new.</summary>
    public DateTimeOffset? WantedAt { get; set; }

    /// <summary>When a signed push last came.</summary>
    public DateTimeOffset? PushedAt { get; set; }

    public string? Problem { get; set; }

    public int Failures { get; set; }

    /// <summary>What is no error and should be known: that its history was rewritten.</summary>
    public string? Remark { get; set; }

    /// <summary>Files that are none of ours.</summary>
    public int Others { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>The next time; a server that fails is asked less and less often, up to an hour.</summary>
    public DateTimeOffset? NextAt(TimeSpan every)
    {
        if (IsPaused)
            return null;
        if (TriedAt is not { } tried)
            return DateTimeOffset.MinValue;
        if (Failures > 0)
            return tried + Wait(Failures, every);
        return WantedAt is { } wanted && wanted > tried ? wanted : tried + every;
    }

    private static TimeSpan Wait(int failures, TimeSpan every)
    {
        var wait = TimeSpan.FromSeconds(15) * Math.Pow(2, Math.Min(failures, 12) - 1);
        var most = every > TimeSpan.FromHours(1) ? every : TimeSpan.FromHours(1);
        return wait < most ? wait : most;
    }

    /// <summary>What a branch may be called, as git has it, and no more than that.</summary>
    public static bool IsBranch(string name) =>
        name.Length is > 0 and <= 200 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or '+' or '#')
        && !name.StartsWith('-') && !name.StartsWith('/') && !name.EndsWith('/') && !name.EndsWith('.') && !name.Contains("..", StringComparison.Ordinal) && !name.Contains("//", StringComparison.Ordinal)
        && name.Split('/').All(part => !part.StartsWith('.') && !part.EndsWith(".lock", StringComparison.Ordinal));

    public static bool IsFolder(string path) =>
        path.Length == 0 || (path.Length <= 200 && path.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && !part.Any(letter => char.IsControl(letter) || letter is '\\' or ':')));
}
