namespace Runink.Companion.Triggers.Repositories;

/// <summary>What is done with a repository on its card.</summary>
public enum RepositoryAct { Test, Fetch, Change, Pause }
