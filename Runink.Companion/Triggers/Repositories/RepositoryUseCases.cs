using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Repositories;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Triggers.Repositories;

/// <summary>Repositories as administrators see and steer them.</summary>
public sealed class RepositoryUseCases(RepositoryBook book, RepositoryFetch fetch, CompanionStore store, StoreWriter writer)
{
    public async Task<Outcome<IReadOnlyList<RepositoryView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        var views = new List<RepositoryView>();
        foreach (var repository in book.All)
            views.Add(await ViewAsync(repository, cancel));
        return new Outcome<IReadOnlyList<RepositoryView>>(views, null);
    }

    public async Task<Outcome<RepositoryView>> FindAsync(Caller caller, string name, CancellationToken cancel) =>
        Find(caller, name) is var found && found.Value is { } repository ? await ViewAsync(repository, cancel) : found.Refusal!;

    public async Task<Outcome<RepositoryTest>> TestAsync(Caller caller, string name, CancellationToken cancel) =>
        Find(caller, name) is var found && found.Value is { } repository ? await fetch.TestAsync(repository, cancel) : found.Refusal!;

    /// <summary>Now, and files that failed once more.</summary>
    public async Task<Outcome<RepositoryView>> FetchAsync(Caller caller, string name, CancellationToken cancel)
    {
        if (Find(caller, name) is var found && found.Value is not { } repository)
            return found.Refusal!;
        var done = await fetch.FetchAsync(repository, again: true, cancel);
        return done.Refusal is { } refused ? refused : await ViewAsync(repository, cancel);
    }

    public async Task<Outcome<RepositoryView>> ChangeAsync(Caller caller, string name, RepositoryBody body, int? expectedVersion, CancellationToken cancel)
    {
        if (Find(caller, name) is var found && found.Value is not { } repository)
            return found.Refusal!;
        var (branch, folder) = (body.Branch?.Trim(), body.Folder?.Trim().Trim('/'));
        if (branch is not null && !RepositoryState.IsBranch(branch))
            return new Refusal("invalid", "That is not the name of a branch: main, or release/2026.");
        if (folder is not null && !RepositoryState.IsFolder(folder))
            return new Refusal("invalid", "That is not a folder below the root of the repository: hospital/rules, or nothing for the root.");
        await fetch.StateAsync(repository, cancel);
        var changed = await writer.WriteAsync<Outcome<int>>(
            scope =>
            {
                var state = scope.Db.RepositoryStates.Find(name)!;
                if (expectedVersion is { } expected && expected != state.Version)
                    return new Refusal("stale-version", "Somebody changed this meanwhile. Look again, then decide.");
                var isOther = (branch is not null && branch != state.Branch) || (folder is not null && folder != state.Folder);
                if (isOther)
                    BeginAnew(scope, state, caller.Actor);
                (state.Branch, state.Folder, state.IsPaused) = (branch ?? state.Branch, folder ?? state.Folder, body.IsPaused ?? state.IsPaused);
                (state.WantedAt, state.Failures) = (scope.Now, 0);
                state.Version++;
                scope.Record("repository_changed", new Subject("repository", name), caller.Actor, Detail.Of(("branch", state.Branch), ("folder", state.Folder), ("paused", state.IsPaused)));
                scope.Announce(new Change("repository", name));
                return state.Version;
            }, cancel);
        return changed.Refusal is { } refused ? refused : await ViewAsync(repository, cancel);
    }

    /// <summary>What another branch says is another matter: what this one asked about ends.</summary>
    private static void BeginAnew(WriteScope scope, RepositoryState state, Actor actor)
    {
        foreach (var review in scope.Db.TextReviews.Where(one => one.Repository == state.Name).ToList().Where(one => ReviewFlow.Avoid(one, $"{state.Name} is read from another branch or folder now.")))
            TextReviews.Note(scope, review, "review_voided", actor);
        scope.Db.RepositoryFiles.RemoveRange(scope.Db.RepositoryFiles.Where(row => row.Repository == state.Name).ToList());
        (state.Commit, state.CommitAuthor, state.CommitMessage, state.CommitAt, state.TakenAt, state.Remark, state.Problem) = (null, null, null, null, null, null, null);
    }

    private Outcome<NamedRepository> Find(Caller caller, string name) =>
        caller.Lacks(Permission.Administer) is { } refusal ? refusal : book.Find(name) is { } repository ? repository : new Refusal("not-found", "The settings name no such repository.");

    private async Task<RepositoryView> ViewAsync(NamedRepository repository, CancellationToken cancel)
    {
        var state = await fetch.StateAsync(repository, cancel);
        await using var db = store.Read();
        var files = await db.RepositoryFiles.Where(row => row.Repository == repository.Name).OrderBy(row => row.Path).ToListAsync(cancel);
        var asked = files.Select(row => row.ReviewId).OfType<string>().ToList();
        var reviews = await db.TextReviews.Where(row => asked.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancel);
        var (options, away) = (repository.Options, book.AwayOf(repository.Name));
        return new RepositoryView(
            repository.Name, options.Address!.AbsoluteUri, state.Branch, state.Folder, state.IsPaused, options.ReadToken() is not null,
            options.ReadWebhookSecret() is null ? null : $"/hooks/repository/{repository.Name}", options.ReadPreviousWebhookSecret() is not null, options.Api is not null,
            state.Commit, state.CommitAuthor, state.CommitMessage, state.CommitAt, state.TakenAt, state.FetchedAt, state.NextAt(options.Every), state.PushedAt,
            state.Problem, state.Failures, state.Remark, away?.At, away?.Why, state.Others, [.. files.Select(row => View(db, row, row.ReviewId is { } id ? reviews.GetValueOrDefault(id) : null))], state.Version);
    }

    private static RepositoryFileView View(CompanionDb db, RepositoryFile row, TextReview? review)
    {
        var inForce = row.State is RepositoryFileState.InForce or RepositoryFileState.Asked ? RepositoryCommandHandler.InForce(db, row.Kind, row.SubjectId) : null;
        var isInForce = inForce is { } text && TextReview.HashOf(text.Yaml) == row.TextHash;
        var state = row.State switch
        {
            RepositoryFileState.Failing => "failing",
            RepositoryFileState.Gone => "gone",
            _ when isInForce => "in-force",
            RepositoryFileState.InForce => "other-text",
            _ => review?.State switch
            {
                ReviewState.Waiting => "asked",
                ReviewState.Approved => "approved",
                ReviewState.Scheduled => "scheduled",
                ReviewState.SentBack => "sent-back",
                ReviewState.Published => "other-text",
                _ => "closed",
            },
        };
        return new RepositoryFileView(
            row.Path, RepositoryPath.Word(row.Kind), row.SubjectId, state, JsonSerializer.Deserialize<List<RepositoryFinding>>(row.Findings) ?? [], row.ReviewId, state is "sent-back" or "closed" ? review?.Reason : null,
            row.Commit, row.Author, row.Message, row.CommittedAt);
    }
}
