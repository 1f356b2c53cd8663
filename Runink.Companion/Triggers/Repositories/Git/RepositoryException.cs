namespace Runink.Companion.Triggers.Repositories.Git;

/// <summary>A repository cannot be read or written; the message says so to whoever looks after it, without secrets.</summary>
public sealed class RepositoryException(string words, Exception? inner = null) : Exception(words, inner);
