using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Shared.Outside;
using Runink.Companion.Triggers.Repositories.Git;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Repositories;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Triggers.Repositories;

/// <summary>What is proposed: the text of a review, or the saved draft of a trigger.</summary>
/// <param name="WithForecast">How often it would have called, rounded; for triggers.</param>
public sealed record ProposalBody(string? ReviewId = null, string? TriggerId = null, bool WithForecast = false);

/// <param name="PullRequest">Its address; null where none was opened, and <paramref name="Body"/> is there to copy.</param>
public sealed record ProposalView(string Branch, string Into, string Path, string Commit, bool IsNew, string Title, string Body, string? PullRequest, string? PullProblem);

/// <summary>Takes a text that was written here to a repository, as a branch and a pull request.</summary>
public sealed class ProposalUseCases(
    RepositoryBook book, RepositoryFetch fetch, RepositoryCheck check, PullRequests pulls, OutsideHttp http, TriggerReplay replay, TriggerCatalog catalog, HospitalFacts facts, LookBackLimit looks, PeopleDirectory people,
    CompanionStore store, StoreWriter writer, TimeProvider time)
{
    /// <summary>Names of the repositories to which something can be proposed.</summary>
    public IReadOnlyList<string> Repositories(Caller caller) =>
        caller.May(Permission.EditTriggers) || caller.May(Permission.MendQuarantine) ? [.. book.All.Where(one => one.Options.ReadToken() is not null).Select(one => one.Name)] : [];

    public async Task<Outcome<ProposalView>> ProposeAsync(Caller caller, string name, ProposalBody body, CancellationToken cancel)
    {
        if (!caller.May(Permission.MendQuarantine) && caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        if (book.Find(name) is not { } repository)
            return new Refusal("not-found", "The settings name no such repository.");
        await using var db = store.Read();
        var found = await FindAsync(db, body, cancel);
        if (found.Value is not { } proposal)
            return found.Refusal!;
        if (!caller.May(ReviewFlow.WriterOf(proposal.Kind)))
            return caller.Lacks(ReviewFlow.WriterOf(proposal.Kind))!;
        if (await OfSomebodyAsync(db, proposal.Yaml, cancel) is { } somebody)
            return somebody;
        var forecast = body.WithForecast ? await ForecastAsync(db, caller, proposal, cancel) : default;
        if (forecast.Refusal is { } tooOften)
            return tooOften;
        await facts.ReadAsync(cancel);
        var state = await fetch.StateAsync(repository, cancel);
        var below = await db.RepositoryFiles.Where(row => row.Repository == name && row.Kind == proposal.Kind && row.SubjectId == proposal.Id).OrderBy(row => row.Path).Select(row => row.Path).FirstOrDefaultAsync(cancel) ?? RepositoryPath.Suggest(proposal.Kind, proposal.Id);
        var path = state.Folder.Length == 0 ? below : $"{state.Folder}/{below}";
        var before = RepositoryCommandHandler.InForce(db, proposal.Kind, proposal.Id)?.Yaml ?? "";
        var text = proposal.Body(ProposedDifference.Of(before, proposal.Yaml), check.Tests(new RepositoryPath(below, proposal.Kind, proposal.Id), proposal.Yaml), forecast.Value);
        var pushed = await PushAsync(repository, state.Branch, path, proposal, cancel);
        if (pushed.Value is not { } branch)
            return pushed.Refusal!;
        await NoteAsync(caller, name, proposal, path, branch, cancel);
        var pull = await pulls.OpenAsync(repository, proposal, state.Branch, text, cancel);
        return new ProposalView(proposal.Branch, state.Branch, path, branch.Commit, branch.IsNew, proposal.Title, text, pull.Address, pull.Problem);
    }

    private async Task<Outcome<RepositoryProposal>> FindAsync(CompanionDb db, ProposalBody body, CancellationToken cancel)
    {
        if (body.ReviewId is { } reviewId)
        {
            if (await db.TextReviews.FirstOrDefaultAsync(row => row.Id == reviewId, cancel) is not { } review)
                return new Refusal("not-found", "There is no such review.");
            if (review.Repository is not null)
                return new Refusal("not-allowed-now", $"It came from the repository {review.Repository}.");
            return Proposal(db, review.Kind, review.SubjectId, review.Name, review.Yaml, review.AuthorName, [.. review.Editors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Prepend(review.AuthorId)]);
        }

        if (await db.TriggerDrafts.FirstOrDefaultAsync(row => row.TriggerId == body.TriggerId, cancel) is not { } draft)
            return new Refusal("not-found", "There is no saved draft to propose. Save one first.");
        return Proposal(db, ReviewKind.Trigger, draft.TriggerId, catalog.Compile(draft.TriggerId, draft.Yaml)?.Name ?? draft.TriggerId, draft.Yaml, draft.Author, draft.Editors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private RepositoryProposal Proposal(CompanionDb db, ReviewKind kind, string id, string name, string yaml, string author, IReadOnlyList<string> writers)
    {
        // A key that wrote is nobody among the people; it goes by the name under which the text was saved.
        var all = writers.Distinct(StringComparer.Ordinal).Select(writer => new PersonRef(writer, people.NameOf(writer) is var known && known != writer ? known : author)).ToList();
        return new RepositoryProposal(kind, id, name, yaml, RepositoryCommandHandler.InForce(db, kind, id)?.Version, all.Count > 0 ? all : [new PersonRef("companion", author)]);
    }

    /// <summary>A text in which the number of a patient of this hospital stands does not leave it.</summary>
    private static async Task<Refusal?> OfSomebodyAsync(CompanionDb db, string yaml, CancellationToken cancel)
    {
        var numbers = ProposedDifference.Numbers(yaml);
        foreach (var part in numbers.Keys.Chunk(500).Select(some => some.ToList()))
        {
            if (await db.PatientIdentifiers.Where(row => part.Contains(row.Value)).Select(row => row.Value).FirstOrDefaultAsync(cancel) is { } known)
                return new Refusal("invalid", $"Line {numbers[known]} holds the number of a patient of this hospital. Take it out before the text leaves.");
        }

        return null;
    }

    private async Task<Outcome<ProposedForecast?>> ForecastAsync(CompanionDb db, Caller caller, RepositoryProposal proposal, CancellationToken cancel)
    {
        if (proposal.Kind != ReviewKind.Trigger || catalog.Compile(proposal.Id, proposal.Yaml) is not { } trigger)
            return new Outcome<ProposedForecast?>(null, null);
        if (looks.Refuse(caller) is { } tooOften)
            return tooOften;
        var now = time.GetUtcNow();
        await writer.WriteAsync(
            scope =>
            {
                scope.Record("trigger_backtested", new Subject("trigger", proposal.Id), caller.Actor, Detail.Of(("text", Detail.HashOf(proposal.Yaml)), ("from", now.AddDays(-30)), ("to", now), ("sees", "summary")));
                return true;
            }, cancel);
        var inForce = catalog.Current.ById(proposal.Id);
        var after = SmallCells.Told((int)(await replay.JudgeAsync(trigger, null, now, cancel)).Firings);
        var before = inForce is null ? null : SmallCells.Told((int)(await replay.JudgeAsync(inForce, null, now, cancel)).Firings);
        return new ProposedForecast(after, before, inForce is not null);
    }

    private async Task<Outcome<PushedBranch>> PushAsync(NamedRepository repository, string branch, string path, RepositoryProposal proposal, CancellationToken cancel)
    {
        var turn = book.TurnOf(repository.Name);
        await turn.WaitAsync(cancel);
        try
        {
            return await Task.Factory.StartNew(
                () =>
                {
                    using var copy = GitCopy.Open(repository);
                    return GitProposal.Push(copy, http, repository, branch, path, proposal, time.GetUtcNow(), cancel);
                }, cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception problem) when (RepositoryException.IsExpected(problem))
        {
            cancel.ThrowIfCancellationRequested();
            return new Refusal("unavailable", RepositoryException.Words(problem));
        }
        finally
        {
            turn.Release();
        }
    }

    private Task NoteAsync(Caller caller, string name, RepositoryProposal proposal, string path, PushedBranch branch, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            scope.Record("repository_proposed", new Subject("repository", name), caller.Actor, Detail.Of(
                ("branch", proposal.Branch), ("commit", branch.Commit), ("kind", RepositoryPath.Word(proposal.Kind)), ("id", proposal.Id), ("path", Detail.HashOf(path)), ("text", TextReview.HashOf(proposal.Yaml))));
            return true;
        }, cancel);
}
