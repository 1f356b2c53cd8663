using System.Text.Json;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Repositories;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>A file of a commit, read and checked.</summary>
/// <param name="Text">Null where it cannot be read as a text.</param>
/// <param name="Findings">Why it cannot come into force; empty when it could.</param>
public sealed record CheckedFile(RepositoryPath Path, string Blob, RepositoryCommit Commit, string? Text, string Name, IReadOnlyList<RepositoryFinding> Findings);

/// <param name="IsRewritten">The commit that was taken last is none of its ancestors.</param>
public sealed record CheckedCommit(string Branch, string Folder, RepositoryCommit Head, bool IsRewritten, int Others, IReadOnlyList<CheckedFile> Files, IReadOnlyList<RepositoryFile> Gone);

/// <summary>What became of the files of a commit.</summary>
public sealed record TakenCommit(int Asked, int InForce, int Failing, int Gone);

/// <summary>
/// Takes a commit of a connected repository: whole, in one transaction, or not at all. No text comes into force here: each that differs is asked about, and a
/// person who did not write it decides.
/// </summary>
public sealed class RepositoryCommandHandler(StoreWriter writer, Directory directory)
{
    public const string Failing = "repository-file-failing";
    public const string Deleted = "repository-file-deleted";
    public const string Unreachable = "repository-unreachable";
    public const string Page = "/admin/repositories";

    public Task<Outcome<TakenCommit>> TakeAsync(string name, CheckedCommit commit, CancellationToken cancel) => writer.WriteAsync<Outcome<TakenCommit>>(scope =>
    {
        if (scope.Db.RepositoryStates.Find(name) is not { } state || state.Branch != commit.Branch || state.Folder != commit.Folder)
            return new Refusal("stale-version", "Branch or folder were changed meanwhile; it is read again.");
        var people = directory.Now.Staff.All.Select(person => (person.Ref, Addresses(person))).ToList();
        var actor = new Actor("repository", name, $"Repository {name}");
        foreach (var file in commit.Files)
            Take(scope, name, file, people, actor);
        foreach (var gone in commit.Gone)
            Leave(scope, gone, commit, actor);
        var isNew = state.Commit != commit.Head.Hash;
        if (isNew)
            (state.Commit, state.CommitAuthor, state.CommitMessage, state.CommitAt, state.TakenAt) = (commit.Head.Hash, commit.Head.Author.Name, commit.Head.Message, commit.Head.At, scope.Now);
        state.Others = commit.Others;
        state.Remark = commit.IsRewritten ? "The history of the branch was rewritten: what was read last is none of its commits any more. Its files were compared as they are." : isNew ? null : state.Remark;
        Answered(scope, state);
        var all = scope.Db.RepositoryFiles.Local.Where(row => row.Repository == name && scope.Db.Entry(row).State != Microsoft.EntityFrameworkCore.EntityState.Deleted).ToList();
        var taken = new TakenCommit(Count(RepositoryFileState.Asked), Count(RepositoryFileState.InForce), Count(RepositoryFileState.Failing), Count(RepositoryFileState.Gone));
        if (isNew || commit.Files.Count > 0)
        {
            scope.Record("repository_commit_taken", new Subject("repository", name), actor, Detail.Of(
                ("commit", commit.Head.Hash), ("rewritten", commit.IsRewritten ? true : null), ("asked", taken.Asked), ("inForce", taken.InForce), ("failing", taken.Failing), ("gone", taken.Gone)));
        }

        scope.Announce(new Change("repository", name));
        return taken;

        int Count(RepositoryFileState of) => all.Count(row => row.State == of);
    }, cancel);

    /// <summary>It could not be read; what is in force and what was asked about stays.</summary>
    public Task<bool> FailAsync(string name, string problem, CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        if (scope.Db.RepositoryStates.Find(name) is not { } state)
            return false;
        (state.Problem, state.TriedAt) = (problem, scope.Now);
        state.Failures++;
        // A server may be restarted; one that stays away is somebody's work.
        if (state.Failures >= 3)
            OperationalTasks.Raise(scope, Unreachable, name, "moderate", $"The repository {name} cannot be read", problem, Page);
        scope.Announce(new Change("repository", name));
        return true;
    }, cancel);

    /// <summary>What is there is known already.</summary>
    public Task<bool> SameAsync(string name, CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        if (scope.Db.RepositoryStates.Find(name) is not { } state)
            return false;
        Answered(scope, state);
        scope.Announce(new Change("repository", name));
        return true;
    }, cancel);

    private static void Answered(WriteScope scope, RepositoryState state)
    {
        (state.TriedAt, state.FetchedAt, state.Problem, state.Failures) = (scope.Now, scope.Now, null, 0);
        OperationalTasks.Settle(scope, Unreachable, state.Name, "It is read again.");
    }

    private List<string> Addresses(Person person) =>
        [person.Login, person.Id, .. directory.Now.Channels[person.Id].Where(channel => channel.Kind == ChannelKind.Email).Select(channel => channel.Value)];

    private static void Take(WriteScope scope, string name, CheckedFile file, IReadOnlyList<(PersonRef, List<string>)> people, Actor actor)
    {
        var row = scope.Db.RepositoryFiles.Find(name, file.Path.Path);
        if (row is null)
        {
            row = new RepositoryFile
            {
                Repository = name, Path = file.Path.Path, Kind = file.Path.Kind, SubjectId = file.Path.Id, Blob = file.Blob, Commit = file.Commit.Hash, Author = file.Commit.Author.Name,
                Message = file.Commit.Message, CommittedAt = file.Commit.At, State = RepositoryFileState.Failing, At = scope.Now,
            };
            scope.Db.RepositoryFiles.Add(row);
        }

        (row.Blob, row.Commit, row.Author, row.Message, row.CommittedAt, row.At) = (file.Blob, file.Commit.Hash, file.Commit.Author.Name, file.Commit.Message, file.Commit.At, scope.Now);
        (row.Findings, row.TextHash, row.ReviewId) = (JsonSerializer.Serialize(file.Findings), file.Text is null ? null : TextReview.HashOf(file.Text), null);
        var key = $"{name}/{Detail.HashOf(file.Path.Path)![..16]}";
        OperationalTasks.Settle(scope, Deleted, key, "It is in the repository again.");
        if (file.Findings.Count > 0)
        {
            row.State = RepositoryFileState.Failing;
            AvoidOurs(scope, row, $"Commit {file.Commit.Short} of {name} holds another text, which does not pass its checks.", actor);
            OperationalTasks.Raise(scope, Failing, key, "moderate", $"{file.Path.Path} of {name} does not pass its checks", $"Commit {file.Commit.Short} by {file.Commit.Author.Name}. What is in force stays. {file.Findings[0].Message}", Page);
            return;
        }

        OperationalTasks.Settle(scope, Failing, key, "It passes now.");
        var inForce = InForce(scope.Db, file.Path.Kind, file.Path.Id);
        if (inForce?.Yaml == file.Text)
        {
            row.State = RepositoryFileState.InForce;
            AvoidOurs(scope, row, $"Commit {file.Commit.Short} of {name} holds what is in force.", actor);
            return;
        }

        (row.State, row.ReviewId) = (RepositoryFileState.Asked, Ask(scope, name, file, inForce?.Version, people, actor).Id);
    }

    private static TextReview Ask(WriteScope scope, string name, CheckedFile file, int? version, IReadOnlyList<(PersonRef Person, List<string> Addresses)> people, Actor actor)
    {
        var hash = TextReview.HashOf(file.Text!);
        var (kind, id) = (file.Path.Kind, file.Path.Id);
        var writers = RepositoryCommit.Known(file.Commit.Writers, people.Select(one => (one.Person, (IReadOnlyList<string>)one.Addresses)));
        var open = scope.Db.TextReviews.Where(one => one.Kind == kind && one.SubjectId == id && one.TextHash == hash && (one.State == ReviewState.Waiting || one.State == ReviewState.Approved || one.State == ReviewState.Scheduled)).OrderBy(one => one.Id).FirstOrDefault();
        if (open is not null && writers.All(writer => open.WroteIt(writer.Id)))
        {
            // It was asked about here, and has come back by the repository: one question, not two.
            (open.Repository, open.RepositoryPath, open.Commit) = (name, file.Path.Path, file.Commit.Hash);
            return open;
        }

        TextReviews.Avoid(scope, id, $"Commit {file.Commit.Short} of {name} brought another text.", actor, kind: kind);
        var author = writers.Count > 0 && string.Equals(writers[0].Name, file.Commit.Author.Name, StringComparison.OrdinalIgnoreCase) ? writers[0].Id : $"repository:{name}";
        var review = new TextReview
        {
            Id = scope.Ids.Next(), Kind = kind, SubjectId = id, Name = file.Name, Yaml = file.Text!, TextHash = hash, BaseVersion = version, AuthorId = author, AuthorName = file.Commit.Author.Name,
            Editors = string.Join('\n', writers.Select(one => one.Id).Prepend(author).Distinct(StringComparer.Ordinal)), Note = file.Commit.Message.Length > 0 ? file.Commit.Message : null, At = scope.Now,
            Repository = name, RepositoryPath = file.Path.Path, Commit = file.Commit.Hash,
        };
        scope.Db.TextReviews.Add(review);
        TextReviews.Note(scope, review, "review_submitted", actor);
        return review;
    }

    private static void Leave(WriteScope scope, RepositoryFile gone, CheckedCommit commit, Actor actor)
    {
        if (scope.Db.RepositoryFiles.Find(gone.Repository, gone.Path) is not { } row)
            return;
        AvoidOurs(scope, row, $"Commit {commit.Head.Short} of {gone.Repository} deleted the file.", actor);
        var key = $"{gone.Repository}/{Detail.HashOf(gone.Path)![..16]}";
        OperationalTasks.Settle(scope, Failing, key, "The file is gone.");
        // A file that only moved is deleted nowhere.
        var moved = commit.Files.Any(file => file.Path.Kind == row.Kind && file.Path.Id == row.SubjectId);
        if (moved || InForce(scope.Db, row.Kind, row.SubjectId) is null)
        {
            scope.Db.RepositoryFiles.Remove(row);
            return;
        }

        (row.State, row.ReviewId, row.Findings, row.Commit, row.Author, row.Message, row.CommittedAt, row.At) =
            (RepositoryFileState.Gone, null, "[]", commit.Head.Hash, commit.Head.Author.Name, commit.Head.Message, commit.Head.At, scope.Now);
        OperationalTasks.Raise(scope, Deleted, key, "moderate", $"{row.Path} was deleted in {row.Repository}, and is still in force here", "Retire it here if that is meant, or bring the file back.", Page);
    }

    /// <summary>What this file asked about holds no more.</summary>
    private static void AvoidOurs(WriteScope scope, RepositoryFile row, string why, Actor actor)
    {
        foreach (var review in scope.Db.TextReviews.Where(one => one.Repository == row.Repository && one.RepositoryPath == row.Path).ToList().Where(one => ReviewFlow.Avoid(one, why)))
            TextReviews.Note(scope, review, "review_voided", actor);
    }

    /// <summary>The text in force of anything that stands in files.</summary>
    public static (int Version, string Yaml)? InForce(CompanionDb db, ReviewKind kind, string id) => kind switch
    {
        ReviewKind.Trigger => db.TriggerVersions.FirstOrDefault(row => row.TriggerId == id && row.Status == TriggerVersionStatus.Published) is { } trigger ? (trigger.Version, trigger.Yaml) : null,
        ReviewKind.Policy => db.PolicyVersions.Where(row => row.PolicyId == id).OrderByDescending(row => row.Version).FirstOrDefault() is { } policy ? (policy.Version, policy.Yaml) : null,
        ReviewKind.IntakeRules => Standing(db.IntakeRules.Where(row => row.RulesId == id).OrderByDescending(row => row.Version).FirstOrDefault()),
        ReviewKind.FeedProfile => Standing(db.FeedProfiles.Where(row => row.ProfileId == id).OrderByDescending(row => row.Version).FirstOrDefault()),
        ReviewKind.FeedContract => Standing(db.FeedContracts.Where(row => row.ContractId == id).OrderByDescending(row => row.Version).FirstOrDefault()),
    };

    private static (int Version, string Yaml)? Standing(TextVersion? newest) => newest is { Yaml.Length: > 0 } ? (newest.Version, newest.Yaml) : null;
}
