using LibGit2Sharp;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Repositories;

namespace Runink.Companion.Triggers.Repositories.Git;

/// <param name="IsNew">False when the branch held exactly this already.</param>
internal sealed record PushedBranch(string Commit, bool IsNew);

/// <summary>One file on a branch of its own, on the server.</summary>
internal static class GitProposal
{
    private const string Local = "refs/companion/proposal";

    /// <summary>Begins at the branch that is read; a branch that is there already is gone on with, never overwritten.</summary>
    /// <exception cref="RepositoryException">The server did not take it.</exception>
    public static PushedBranch Push(GitCopy copy, OutsideHttp http, NamedRepository repository, string branch, string path, RepositoryProposal proposal, DateTimeOffset now, CancellationToken cancel)
    {
        copy.Fetch(http, branch, cancel);
        var head = copy.Tip();
        copy.FetchBeside(http, proposal.Branch, Local, cancel);
        var git = copy.Git;
        var begun = git.Refs[Local] is { } known ? git.Lookup<Commit>(known.TargetIdentifier) : null;
        // What was merged is done with: the next change begins at what it became.
        var parent = begun is not null && git.ObjectDatabase.FindMergeBase(begun, head)?.Id != begun.Id ? begun : head;
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(proposal.Yaml));
        var blob = git.ObjectDatabase.CreateBlob(text);
        if (parent[path]?.Target.Id == blob.Id)
            return parent == head ? throw new RepositoryException($"{branch} holds exactly this text already, as {path}.") : new PushedBranch(parent.Sha, false);
        var tree = git.ObjectDatabase.CreateTree(TreeDefinition.From(parent.Tree).Add(path, blob, Mode.NonExecutableFile));
        var author = new Signature($"{RepositoryCommit.Line(proposal.Writers[0].Name)} (via Companion)", RepositoryProposal.MailOf(proposal.Writers[0]), now);
        var commit = git.ObjectDatabase.CreateCommit(author, new Signature("Runink Companion", "companion@companion.noreply.invalid", now), proposal.Message, tree, [parent], prettifyMessage: true);
        git.Refs.Add(Local, commit.Id, allowOverwrite: true);
        using var link = new GitLink(http, repository, cancel);
        string? refused = null;
        try
        {
            git.Network.Push(copy.Server(link), $"{Local}:refs/heads/{proposal.Branch}", new LibGit2Sharp.PushOptions { OnPushStatusError = error => refused = error.Message });
        }
        catch (Exception problem) when (problem is LibGit2SharpException or RepositoryException)
        {
            throw link.Problem ?? new RepositoryException($"The branch could not be pushed: {problem.Message}", problem);
        }

        return refused is null ? new PushedBranch(commit.Sha, true) : throw new RepositoryException($"The server did not take the branch: {refused}.");
    }
}
