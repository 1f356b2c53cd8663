using Runink.Companion.Shared.Live;
using Runink.Domain.Store;

namespace Runink.Companion.Triggers.Repositories;

/// <summary>Asks each repository when its time has come, or when somebody said that there is something new. One that does not answer keeps none of the others waiting.</summary>
public sealed class RepositoryWorker(RepositoryBook book, RepositoryFetch fetch, TimeProvider time, ILogger<RepositoryWorker> log) : PeriodicWorker(TimeSpan.FromSeconds(5), time, log)
{
    private readonly Dictionary<string, Task> running = new(StringComparer.Ordinal);

    public override async Task LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var done in running.Where(one => one.Value.IsCompleted).ToList())
        {
            running.Remove(done.Key);
            try
            {
                await done.Value;
            }
            catch (Exception problem) when (StoreFailure.IsAway(problem))
            {
                // Nothing was taken; the next look begins anew.
            }
        }

        foreach (var repository in book.All)
        {
            if (running.ContainsKey(repository.Name))
                continue;
            var state = await fetch.StateAsync(repository, cancel);
            if (state.NextAt(repository.Options.Every) is { } next && next <= now)
                running[repository.Name] = Task.Run(() => fetch.FetchAsync(repository, again: false, cancel), cancel);
        }
    }
}
