using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Outside;
using Runink.Companion.Triggers.Repositories.Git;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Repositories;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Triggers.Repositories;

/// <summary>What a test found; nothing of it is kept.</summary>
/// <param name="Files">Of ours, each with what is wrong.</param>
public sealed record RepositoryTest(string? Problem, string? Commit, string? Author, string? Message, DateTimeOffset? At, IReadOnlyList<RepositoryTestFile> Files, int Others);

/// <param name="Problem">The first finding; null where it passes.</param>
public sealed record RepositoryTestFile(string Path, string Kind, string? Problem);

/// <summary>Fetches a branch, reads and checks what changed in it, and has it taken.</summary>
public sealed class RepositoryFetch(RepositoryBook book, OutsideHttp http, RepositoryCheck check, HospitalFacts facts, RepositoryCommandHandler commands, CompanionStore store, StoreWriter writer)
{
    /// <summary>Rows for what the settings name, with the branch and folder that they begin with.</summary>
    public async Task<RepositoryState> StateAsync(NamedRepository repository, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await db.RepositoryStates.FindAsync([repository.Name], cancel) is { } known)
            return known;
        return await writer.WriteAsync(
            scope =>
            {
                if (scope.Db.RepositoryStates.Find(repository.Name) is { } meanwhile)
                    return meanwhile;
                var state = new RepositoryState { Name = repository.Name, Branch = repository.Options.Branch, Folder = repository.Options.Folder };
                scope.Db.RepositoryStates.Add(state);
                return state;
            }, cancel);
    }

    /// <param name="again">Files that failed are looked at again.</param>
    /// <returns>Null when nothing is new; refused with what went wrong, which is kept with the repository as well.</returns>
    public async Task<Outcome<TakenCommit?>> FetchAsync(NamedRepository repository, bool again, CancellationToken cancel)
    {
        var turn = book.TurnOf(repository.Name);
        await turn.WaitAsync(cancel);
        try
        {
            var state = await StateAsync(repository, cancel);
            await using var db = store.Read();
            var known = await db.RepositoryFiles.Where(row => row.Repository == repository.Name).ToListAsync(cancel);
            await facts.ReadAsync(cancel);
            // libgit2 waits on a thread; the ones that serve pages are not lent to it.
            var read = await Task.Factory.StartNew(() => Read(repository, state, known, again, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (read is null)
            {
                await commands.SameAsync(repository.Name, cancel);
                return new Outcome<TakenCommit?>(null, null);
            }

            var taken = await commands.TakeAsync(repository.Name, read, cancel);
            return taken.Refusal is { } refusal ? refusal : new Outcome<TakenCommit?>(taken.Value, null);
        }
        catch (Exception problem) when (RepositoryException.IsExpected(problem))
        {
            cancel.ThrowIfCancellationRequested();
            var words = RepositoryException.Words(problem);
            await commands.FailAsync(repository.Name, words, cancel);
            return new Refusal("unavailable", words);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Reads and checks all of it, and takes nothing.</summary>
    public async Task<RepositoryTest> TestAsync(NamedRepository repository, CancellationToken cancel)
    {
        var turn = book.TurnOf(repository.Name);
        await turn.WaitAsync(cancel);
        try
        {
            var state = await StateAsync(repository, cancel);
            await facts.ReadAsync(cancel);
            var fresh = new RepositoryState { Name = state.Name, Branch = state.Branch, Folder = state.Folder };
            var read = (await Task.Factory.StartNew(() => Read(repository, fresh, [], true, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default))!;
            return new RepositoryTest(
                null, read.Head.Hash, read.Head.Author.Name, read.Head.Message, read.Head.At,
                [.. read.Files.Select(file => new RepositoryTestFile(file.Path.Path, RepositoryPath.Word(file.Path.Kind), file.Findings.Count == 0 ? null : RepositoryWords.Finding(file.Findings[0])))], read.Others);
        }
        catch (Exception problem) when (RepositoryException.IsExpected(problem))
        {
            cancel.ThrowIfCancellationRequested();
            return new RepositoryTest(RepositoryException.Words(problem), null, null, null, null, [], 0);
        }
        finally
        {
            turn.Release();
        }
    }

    private CheckedCommit? Read(NamedRepository repository, RepositoryState state, IReadOnlyList<RepositoryFile> known, bool again, CancellationToken cancel)
    {
        using var copy = GitCopy.Open(repository);
        copy.Fetch(http, state.Branch, cancel);
        var head = copy.Read(state.Folder, state.Commit);
        var change = RepositoryChange.Between(known, head.Entries, again);
        if (head.Commit.Hash == state.Commit && change.Changed.Count == 0 && change.Gone.Count == 0)
            return null;
        var paths = head.Entries.Select(entry => RepositoryPath.Of(entry.Path)).OfType<RepositoryPath>().ToLookup(path => (path.Kind, path.Id));
        var files = copy.Read(state.Folder, head.IsRewritten ? null : state.Commit, change.Changed).Select(file => Checked(file, paths[(file.Path.Kind, file.Path.Id)], cancel)).ToList();
        return new CheckedCommit(state.Branch, state.Folder, head.Commit, head.IsRewritten, change.Others, files, change.Gone);
    }

    private CheckedFile Checked(GitFile file, IEnumerable<RepositoryPath> same, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var text = RepositoryCheck.Text(file.Entry, file.Bytes);
        var (name, findings) = text.Value is { } readable ? check.Look(file.Path, readable) : (file.Path.Id, [RepositoryCheck.Said(text.Refusal!.Message)]);
        if (same.FirstOrDefault(other => other.Path != file.Path.Path) is { } twin)
            findings = [.. findings, RepositoryCheck.Whole($"{twin.Path} says what {file.Path.Id} is as well. One of the two files must go.")];
        return new CheckedFile(file.Path, file.Entry.Blob, file.Commit, text.Value, name, findings);
    }
}
