using LibGit2Sharp;

namespace Runink.Companion.Triggers.Repositories.Git;

/// <summary>A repository cannot be read or written; the message says so to whoever looks after it, without secrets.</summary>
public sealed class RepositoryException(string words, Exception? inner = null) : Exception(words, inner)
{
    /// <summary>What goes wrong with repositories; everything else is a fault of ours.</summary>
    public static bool IsExpected(Exception problem) => problem is RepositoryException or LibGit2SharpException or IOException or UnauthorizedAccessException or DllNotFoundException or TypeInitializationException;

    public static string Words(Exception problem) => problem switch
    {
        RepositoryException => problem.Message,
        DllNotFoundException or TypeInitializationException => "The library that speaks git cannot be loaded on this machine.",
        _ => $"The copy on this machine cannot be used: {problem.Message}",
    };
}
