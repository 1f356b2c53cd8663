using LibGit2Sharp;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Repositories;

namespace Runink.Companion.Triggers.Repositories.Git;

/// <summary>What a branch holds now.</summary>
/// <param name="IsRewritten">The commit that was read last is none of its ancestors.</param>
internal sealed record GitHead(RepositoryCommit Commit, bool IsRewritten, IReadOnlyList<RepositoryEntry> Entries);

/// <summary>A file that changed: its bytes, null where they are not read, and the commit that brought it.</summary>
internal sealed record GitFile(RepositoryPath Path, RepositoryEntry Entry, byte[]? Bytes, RepositoryCommit Commit);

/// <summary>
/// The copy of a repository on this machine: bare, so that no file of it is ever written to where a name or a link in it could lead. It holds nothing that the
/// server has not, and is made anew when it is gone or damaged.
/// </summary>
internal sealed class GitCopy : IDisposable
{
    private const string Head = "refs/companion/head";
    private const string Seen = "refs/companion/seen";
    private const int DeepestFolder = 16;

    private readonly Repository git;
    private readonly NamedRepository repository;

    private GitCopy(Repository git, NamedRepository repository) => (this.git, this.repository) = (git, repository);

    internal Repository Git => git;

    public static GitCopy Open(NamedRepository repository)
    {
        GitTransport.Register();
        if (!Repository.IsValid(repository.Folder))
        {
            if (Directory.Exists(repository.Folder))
                Directory.Delete(repository.Folder, recursive: true);
            Directory.CreateDirectory(Path.GetDirectoryName(repository.Folder)!);
            Repository.Init(repository.Folder, isBare: true);
        }

        return new GitCopy(new Repository(repository.Folder), repository);
    }

    public void Dispose() => git.Dispose();

    /// <summary>Brings the copy up to date. A server that is asked twice sends what is new alone.</summary>
    /// <exception cref="RepositoryException">It could not be read.</exception>
    public void Fetch(OutsideHttp http, string branch, CancellationToken cancel)
    {
        if (git.Refs[Head] is { } known)
        {
            git.Refs.Add(Seen, known.TargetIdentifier, allowOverwrite: true);
            git.Refs.Remove(known);
        }

        Ask(http, branch, Head, cancel);
        if (git.Refs[Head] is null)
            throw new RepositoryException($"There is no branch {branch} in it.");
    }

    /// <summary>Another branch, if it is there.</summary>
    public void FetchBeside(OutsideHttp http, string branch, string to, CancellationToken cancel)
    {
        if (git.Refs[to] is { } known)
            git.Refs.Remove(known);
        Ask(http, branch, to, cancel);
    }

    private void Ask(OutsideHttp http, string branch, string to, CancellationToken cancel)
    {
        using var link = new GitLink(http, repository, cancel);
        var options = new FetchOptions
        {
            TagFetchMode = TagFetchMode.None,
            OnTransferProgress = progress => !link.IsOver && progress.ReceivedBytes <= link.MostBytes && progress.TotalObjects < 1_000_000,
        };
        try
        {
            Commands.Fetch(git, Server(link).Name, [$"+refs/heads/{branch}:{to}"], options, null);
        }
        catch (Exception problem) when (problem is LibGit2SharpException or RepositoryException)
        {
            throw link.Problem ?? (problem is UserCancelledException ? link.TooLarge() : new RepositoryException($"It cannot be read as a git repository: {problem.Message}", problem));
        }

        if (link.Problem is { } hidden)
            throw hidden;
    }

    /// <exception cref="RepositoryException">It holds more than is allowed.</exception>
    public GitHead Read(string folder, string? seen)
    {
        var tip = Tip();
        var entries = new List<RepositoryEntry>();
        var root = folder.Length == 0 ? tip.Tree : tip[folder]?.Target as Tree ?? throw new RepositoryException($"There is no folder {folder} in the branch.");
        Walk(root, "", entries, 0);
        return new GitHead(Commit(tip, null), seen is not null && !IsAncestor(seen, tip), entries);
    }

    public IReadOnlyList<GitFile> Read(string folder, string? seen, IReadOnlyList<(RepositoryPath Path, RepositoryEntry Entry)> changed)
    {
        var tip = Tip();
        var commits = GitHistory.Of(git, tip, seen, [.. changed.Select(one => folder.Length == 0 ? one.Path.Path : $"{folder}/{one.Path.Path}")]);
        return [.. changed.Select((one, at) => new GitFile(one.Path, one.Entry, Bytes(one.Entry), commits[at].Count == 0 ? Commit(tip, null) : Commit(commits[at][0], commits[at])))];
    }

    /// <summary>The server under its one name, reached over this conversation.</summary>
    public Remote Server(GitLink link)
    {
        const string Name = "server";
        if (git.Network.Remotes[Name] is null)
            git.Network.Remotes.Add(Name, link.Url);
        git.Network.Remotes.Update(Name, remote => remote.Url = link.Url, remote => remote.FetchRefSpecs = []);
        return git.Network.Remotes[Name];
    }

    public Commit Tip() => git.Lookup<Commit>(git.Refs[Head].TargetIdentifier) ?? throw new RepositoryException("The branch leads to no commit.");

    private bool IsAncestor(string seen, Commit tip) => git.Lookup<Commit>(seen) is { } old && git.ObjectDatabase.FindMergeBase(old, tip)?.Id == old.Id;

    private void Walk(Tree tree, string below, List<RepositoryEntry> entries, int depth)
    {
        if (depth > DeepestFolder)
            return;
        foreach (var entry in tree)
        {
            var path = below + entry.Name;
            if (entry.Mode == Mode.Directory)
                Walk((Tree)entry.Target, path + "/", entries, depth + 1);
            else if (entries.Count >= repository.Options.MaxFiles)
                throw new RepositoryException($"It holds more than {repository.Options.MaxFiles} files below this folder, which is allowed here (MaxFiles). Name a folder of its own.");
            else
                entries.Add(new RepositoryEntry(path, entry.TargetHash(), null, entry.Mode is not (Mode.NonExecutableFile or Mode.ExecutableFile or Mode.NonExecutableGroupWritableFile)));
        }
    }

    /// <summary>Looked at for its size first: a file that is too long is never in memory.</summary>
    private byte[]? Bytes(RepositoryEntry entry)
    {
        if (entry.IsLink || git.ObjectDatabase.RetrieveObjectMetadata(new ObjectId(entry.Blob)).Size > TriggerChecks.LongestText)
            return null;
        using var content = git.Lookup<Blob>(entry.Blob).GetContentStream();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static RepositoryCommit Commit(Commit commit, IReadOnlyList<Commit>? all) => new(
        commit.Sha, commit.Author.When, RepositoryCommit.Body(commit.Message), [.. (all ?? [commit]).SelectMany(GitHistory.Writers).Distinct()]);
}

file static class Entries
{
    public static string TargetHash(this TreeEntry entry) => entry.Target.Sha;
}
