using System.Data.Common;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Store;

/// <summary>Tells a store that is away from a mistake in what was asked of it.</summary>
public static class StoreFailure
{
    /// <summary>EF Core wraps what a server that goes away provokes, to recommend a strategy; the writer and its callers have one.</summary>
    public static bool IsAway(Exception problem) =>
        problem is StoreUnavailableException or DbException or TimeoutException || problem is InvalidOperationException { InnerException: DbException or TimeoutException };

    /// <summary>What the database itself said, with a full stop.</summary>
    public static string Words(Exception problem)
    {
        while (problem is StoreUnavailableException or InvalidOperationException && problem.InnerException is { } inner)
            problem = inner;
        return $"{problem.Message.TrimEnd('.', ' ')}.";
    }
}
