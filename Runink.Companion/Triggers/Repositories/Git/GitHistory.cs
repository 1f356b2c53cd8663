using System.Text.RegularExpressions;
using LibGit2Sharp;
using Runink.Domain.Repositories;

namespace Runink.Companion.Triggers.Repositories.Git;

/// <summary>Who changed a file, and in which commits.</summary>
internal static partial class GitHistory
{
    /// <summary>Further back nobody looks; who wrote before that is not asked for.</summary>
    private const int MostCommits = 1000;

    /// <returns>For each path the commits that changed it since the one that was read last, the newest first.</returns>
    public static IReadOnlyList<IReadOnlyList<Commit>> Of(Repository git, Commit tip, string? seen, IReadOnlyList<string> paths)
    {
        var found = paths.Select(_ => new List<Commit>()).ToArray();
        if (paths.Count == 0)
            return found;
        var filter = new CommitFilter { IncludeReachableFrom = tip, SortBy = CommitSortStrategies.Topological | CommitSortStrategies.Time };
        if (seen is not null && git.Lookup<Commit>(seen) is { } known)
            filter.ExcludeReachableFrom = known;
        foreach (var commit in git.Commits.QueryBy(filter).Take(MostCommits))
        {
            var parents = commit.Parents.ToList();
            if (parents.Exists(parent => parent.Tree.Id == commit.Tree.Id))
                continue;
            foreach (var (at, path) in paths.Index())
            {
                if (commit[path]?.Target.Id is { } content && parents.TrueForAll(parent => parent[path]?.Target.Id != content))
                    found[at].Add(commit);
            }
        }

        return found;
    }

    public static IEnumerable<CommitWriter> Writers(Commit commit)
    {
        yield return Of(commit.Author.Name, commit.Author.Email);
        yield return Of(commit.Committer.Name, commit.Committer.Email);
        foreach (Match other in CoAuthor().Matches(commit.Message))
            yield return Of(other.Groups["name"].Value, other.Groups["mail"].Value);
    }

    private static CommitWriter Of(string name, string mail) => new(RepositoryCommit.Line(name), RepositoryCommit.Line(mail));

    [GeneratedRegex(@"^co-authored-by:\s*(?<name>[^<\n]{1,200})<(?<mail>[^>\n]{1,200})>\s*$", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CoAuthor();
}
